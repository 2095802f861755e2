import { Select } from 'antd';
import { formatCount } from '#web/kit/format.ts';
import type { AttributeName } from '../../../rules/vocabulary.contract.ts';
import { useTexts } from '../../texts/index.ts';
import { TIERS } from '../../tiers/tier-names.ts';
import styles from '../RuleTree.module.css';
import { useVocabulary } from '../use-vocabulary.ts';

export type Choice = { value: string; label: string };

type Props = {
  values: readonly string[];
  attribute?: AttributeName | undefined;
  suggestions?: readonly Choice[] | undefined;
  onChange: (values: string[]) => void;
};

/** Some values. Where there are only a few they are chosen; elsewhere typed or pasted, with those that occur offered. */
export function ValuesField({ values, attribute, suggestions, onChange }: Props) {
  const t = useTexts();
  const { choices, isClosed } = useChoices(attribute, suggestions);
  return (
    <Select<string[]>
      className={styles.values ?? ''}
      size="small"
      mode={isClosed ? 'multiple' : 'tags'}
      aria-label={t('value.values')}
      placeholder={isClosed ? t('value.values') : t('value.valuesHint')}
      {...(isClosed ? {} : { tokenSeparators: [',', '，', '、', ';', '；', '\n', '\t'] })}
      showSearch={{ optionFilterProp: 'label' }}
      popupMatchSelectWidth={220}
      notFoundContent={null}
      options={[...choices]}
      value={[...values]}
      onChange={next => onChange([...new Set(next.map(value => value.trim()))].filter(value => value !== ''))}
    />
  );
}

function useChoices(
  attribute: AttributeName | undefined,
  suggestions: readonly Choice[] = [],
): { choices: readonly Choice[]; isClosed: boolean } {
  const t = useTexts();
  const { values } = useVocabulary();
  if (attribute === 'gender')
    return {
      choices: [
        { value: 'female', label: t('value.female') },
        { value: 'male', label: t('value.male') },
      ],
      isClosed: true,
    };
  if (attribute === 'tier') return { choices: TIERS.map(value => ({ value, label: value })), isClosed: true };
  if (attribute !== 'province' && attribute !== 'city' && attribute !== 'source')
    return { choices: suggestions, isClosed: false };
  const choices = values[attribute].map(({ value, people }) => ({
    value,
    label: `${value}  ${t('value.people', { count: formatCount(people) })}`,
  }));
  return { choices, isClosed: false };
}
