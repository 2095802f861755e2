import { Select } from 'antd';
import { useTexts } from '../../texts/index.ts';
import styles from '../RuleTree.module.css';
import { useAccounts, useMembers, useTeams } from '../use-vocabulary.ts';

type Props = { ids: readonly string[]; onChange: (ids: string[]) => void };

export function MembersField(props: Props) {
  const t = useTexts();
  return <Chosen {...props} label={t('value.members')} options={useMembers()} />;
}

/** Teams or accounts, by name. */
export function NamedField({ is, ...props }: Props & { is: 'any_team' | 'any_account' }) {
  const t = useTexts();
  const [teams, accounts] = [useTeams(), useAccounts()];
  return is === 'any_team' ? (
    <Chosen {...props} label={t('value.teams')} options={teams} />
  ) : (
    <Chosen {...props} label={t('value.accounts')} options={accounts} />
  );
}

type ChosenProps = Props & { label: string; options: readonly { id: string; name: string }[] };

function Chosen({ ids, onChange, label, options }: ChosenProps) {
  const t = useTexts();
  return (
    <Select<string[]>
      className={styles.values ?? ''}
      size="small"
      mode="multiple"
      aria-label={label}
      placeholder={label}
      showSearch={{ optionFilterProp: 'label' }}
      notFoundContent={t('value.nothing')}
      options={options.map(({ id, name }) => ({ value: id, label: name }))}
      value={[...ids]}
      onChange={onChange}
    />
  );
}
