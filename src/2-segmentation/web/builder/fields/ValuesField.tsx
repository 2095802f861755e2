import { Select } from 'antd';
import { formatCount } from '#web/kit/format.ts';
import type { AttributeName } from '../../../rules/vocabulary.contract.ts';
import { useTexts } from '../../texts/index.ts';
import { TIERS } from '../../tiers/tier-names.ts';
import { useTierWord } from '../../tiers/use-tier-word.ts';
import styles from '../RuleTree.module.css';
import { useVocabulary } from '../use-vocabulary.ts';

/** `name`: how it is shown once chosen. */
export type Choice = { value: string; name: string; label: string };

type Props = {
  values: readonly string[];
  attribute?: AttributeName | undefined;
  suggestions?: readonly Choice[] | undefined;
  /** There are no other values than the suggested ones. */
  isClosed?: boolean;
  onChange: (values: string[]) => void;
};

/** Some values. Where there are only a few they are chosen; elsewhere typed or pasted, with those that occur offered. */
export function ValuesField({ values, attribute, suggestions, onChange, ...props }: Props) {
  const t = useTexts();
  const { choices, ...known } = useChoices(attribute, suggestions);
  const isClosed = known.isClosed || props.isClosed === true;
  return (
    <Select<string[]>
      className={styles.values ?? ''}
      size="small"
      mode={isClosed ? 'multiple' : 'tags'}
      aria-label={t('value.values')}
      placeholder={isClosed ? t('value.values') : t('value.valuesHint')}
      {...(isClosed ? {} : { tokenSeparators: [',', '，', '、', ';', '；', '\n', '\t'] })}
      showSearch={{ optionFilterProp: 'label' }}
      optionLabelProp="name"
      popupMatchSelectWidth={220}
      notFoundContent={null}
      options={[...choices]}
      value={[...values]}
      onChange={next => onChange([...new Set(next.map(value => value.trim()))].filter(value => value !== ''))}
    />
  );
}

export const named = (name: string) => ({ name, label: name });

function useChoices(
  attribute: AttributeName | undefined,
  suggestions: readonly Choice[] = [],
): { choices: readonly Choice[]; isClosed: boolean } {
  const t = useTexts();
  const tierWord = useTierWord();
  const { values } = useVocabulary();
  if (attribute === 'gender')
    return {
      choices: [
        { value: 'female', ...named(t('value.female')) },
        { value: 'male', ...named(t('value.male')) },
      ],
      isClosed: true,
    };
  if (attribute === 'tier')
    return { choices: TIERS.map(value => ({ value, ...named(tierWord(value)) })), isClosed: true };
  if (attribute !== 'province' && attribute !== 'city' && attribute !== 'source')
    return { choices: suggestions, isClosed: false };
  const choices = values[attribute].map(({ value, people }) => ({
    value,
    name: value,
    label: `${value}  ${t('value.people', { count: formatCount(people) })}`,
  }));
  return { choices, isClosed: false };
}
