import { Select } from 'antd';
import { useTexts } from '../../texts/index.ts';
import styles from '../RuleTree.module.css';
import { useMembers } from '../use-vocabulary.ts';

type Props = { ids: readonly string[]; onChange: (ids: string[]) => void };

export function MembersField({ ids, onChange }: Props) {
  const t = useTexts();
  const members = useMembers();
  return (
    <Select<string[]>
      className={styles.values ?? ''}
      size="small"
      mode="multiple"
      aria-label={t('value.members')}
      placeholder={t('value.members')}
      showSearch={{ optionFilterProp: 'label' }}
      notFoundContent={t('value.nothing')}
      options={members.map(({ id, name }) => ({ value: id, label: name }))}
      value={[...ids]}
      onChange={onChange}
    />
  );
}
