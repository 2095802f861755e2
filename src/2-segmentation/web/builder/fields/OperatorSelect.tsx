import { Select } from 'antd';
import { keyOf, type Operator, type OperatorKey } from '../../rule/operators.ts';
import { useTexts } from '../../texts/index.ts';
import styles from '../RuleTree.module.css';

type Props = {
  operators: readonly Operator[];
  value: Operator;
  onChange: (operator: Operator) => void;
  /** Other words for yes and no. */
  names?: 'member' | 'instant' | undefined;
};

/** How a value is judged. One that is set but not offered here (an old rule, a pasted one) is shown all the same. */
export function OperatorSelect({ operators, value, onChange, names }: Props) {
  const t = useTexts();
  const isOffered = operators.some(operator => keyOf(operator) === keyOf(value));
  const all = isOffered ? operators : [...operators, value];
  const say = (operator: Operator) => {
    if (names === 'member') return t(operator.negated ? 'operator.not_member' : 'operator.member');
    if (names === 'instant' && operator.name === 'anniversary') return t('operator.yearly');
    return t(`operator.${wordOf(keyOf(operator))}`);
  };
  // What the number beside it says again is left out: 在最近 30 天内, not 在最近几天内 30 天内.
  const short = ({ name, negated }: Operator) => {
    if (!isBeside(name)) return undefined;
    if (names === 'instant' && name === 'anniversary') return t('short.yearly');
    return t(negated && name === 'last_day' ? 'short.not_last_day' : `short.${name}`);
  };
  return (
    <Select<OperatorKey>
      className={styles.operator ?? ''}
      variant="borderless"
      size="small"
      popupMatchSelectWidth={false}
      aria-label={t('operator.label')}
      value={keyOf(value)}
      optionLabelProp="name"
      options={all.map(operator => {
        const label = say(operator);
        return { value: keyOf(operator), label, name: short(operator) ?? label, title: label };
      })}
      onChange={key => {
        const chosen = all.find(operator => keyOf(operator) === key);
        if (chosen) onChange(chosen);
      }}
    />
  );
}

const BESIDE = ['anniversary', 'last_day', 'last_hour', 'before', 'next', 'between_days'] as const;
type Beside = (typeof BESIDE)[number];

function isBeside(name: string): name is Beside {
  return BESIDE.some(one => one === name);
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
