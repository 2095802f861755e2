import { Select } from 'antd';
import { keyOf, type Operator, type OperatorKey } from '../../rule/operators.ts';
import { useTexts } from '../../texts/index.ts';
import styles from '../RuleTree.module.css';

type Props = {
  operators: readonly Operator[];
  value: Operator;
  onChange: (operator: Operator) => void;
  /** Other words for yes and no. */
  names?: 'member' | undefined;
};

/** How a value is judged. One that is set but not offered here (an old rule, a pasted one) is shown all the same. */
export function OperatorSelect({ operators, value, onChange, names }: Props) {
  const t = useTexts();
  const isOffered = operators.some(operator => keyOf(operator) === keyOf(value));
  const all = isOffered ? operators : [...operators, value];
  const say = (operator: Operator) => {
    if (names === 'member') return t(operator.negated ? 'operator.not_member' : 'operator.member');
    return t(`operator.${wordOf(keyOf(operator))}`);
  };
  return (
    <Select<OperatorKey>
      className={styles.operator ?? ''}
      variant="borderless"
      size="small"
      popupMatchSelectWidth={false}
      aria-label={t('operator.label')}
      value={keyOf(value)}
      options={all.map(operator => ({ value: keyOf(operator), label: say(operator) }))}
      onChange={key => {
        const chosen = all.find(operator => keyOf(operator) === key);
        if (chosen) onChange(chosen);
      }}
    />
  );
}

type Worded = Exclude<
  OperatorKey,
  | 'not_at_least'
  | 'not_at_most'
  | 'not_exactly'
  | 'not_between'
  | 'not_anniversary'
  | 'not_last_hour'
  | 'not_before'
  | 'not_next'
  | 'not_between_days'
>;

/** The opposites there are words for; the others never come up (operators.ts, isNegatable). */
function wordOf(key: OperatorKey): Worded {
  return key as Worded;
}
