import { Select } from 'antd';
import styles from '../RuleTree.module.css';

type Props<Value extends string> = {
  /** What is chosen, for who does not see the sentence. */
  label: string;
  value: Value;
  values: readonly Value[];
  say: (value: Value) => string;
  onChange: (value: Value) => void;
};

/** One word of a condition's sentence, chosen from a few. */
export function WordSelect<Value extends string>({ label, value, values, say, onChange }: Props<Value>) {
  return (
    <Select<Value>
      className={styles.operator ?? ''}
      variant="borderless"
      size="small"
      popupMatchSelectWidth={false}
      aria-label={label}
      value={value}
      options={values.map(one => ({ value: one, label: say(one) }))}
      onChange={onChange}
    />
  );
}
