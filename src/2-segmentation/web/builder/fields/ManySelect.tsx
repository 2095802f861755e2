import { Select } from 'antd';
import { useTexts } from '../../texts/index.ts';
import styles from '../RuleTree.module.css';

type Props = {
  label: string;
  /** What is meant by none, where the label does not say it. */
  placeholder?: string;
  options: { value: string; label: string }[];
  values: readonly string[];
  onChange: (values: string[]) => void;
  /** What is not offered may be typed. */
  isOpen?: boolean;
};

/** Some of many, or none for all of them. */
export function ManySelect({ label, placeholder = label, options, values, onChange, isOpen = false }: Props) {
  const t = useTexts();
  return (
    <Select<string[]>
      className={styles.narrowed ?? ''}
      size="small"
      mode={isOpen ? 'tags' : 'multiple'}
      maxTagCount={1}
      aria-label={label}
      placeholder={placeholder}
      showSearch={{ optionFilterProp: 'label' }}
      popupMatchSelectWidth={220}
      notFoundContent={t('value.nothing')}
      options={options}
      value={[...values]}
      onChange={to => onChange([...new Set(to.map(value => value.trim()))].filter(value => value !== ''))}
    />
  );
}
