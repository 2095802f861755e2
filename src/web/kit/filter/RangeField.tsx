import { InputNumber, Space } from 'antd';
import { useWebTexts } from '../../i18n/i18n.ts';
import styles from './FilterBar.module.css';

type Props = {
  id: string;
  label: string;
  isLabelled: boolean;
  /** `fen`: shown and typed in yuan. `count`: whole. `number`: any, below nought too. */
  unit: 'fen' | 'count' | 'number';
  min: number | undefined;
  max: number | undefined;
  onChange: (min: number | undefined, max: number | undefined) => void;
};

/** Numbers stay exact to here; fields hold none beyond. */
const MOST = 1e15;

/** From, to. Taken over when one leaves the field or presses Enter, not at every digit. */
export function RangeField({ id, label, isLabelled, unit, min, max, onChange }: Props) {
  const t = useWebTexts();
  const scale = unit === 'fen' ? 100 : 1;
  const shown = (value: number | undefined) => (value === undefined ? null : value / scale);
  const taken = (value: number | null) =>
    value === null ? undefined : unit === 'number' ? value : Math.round(value * scale);
  const common = {
    ...(unit === 'number' ? { min: -MOST, max: MOST } : { min: 0, precision: unit === 'fen' ? 2 : 0 }),
    controls: false,
    changeOnBlur: true,
    className: styles.number ?? '',
    ...(unit === 'fen' && { prefix: '¥' }),
  };
  return (
    <Space.Compact className={styles.range ?? ''}>
      <InputNumber
        {...common}
        id={id}
        aria-label={`${label} ${t('filter.from')}`}
        placeholder={isLabelled ? '≥' : `${label} ≥`}
        value={shown(min)}
        onChange={value => onChange(taken(value), max)}
      />
      <InputNumber
        {...common}
        aria-label={`${label} ${t('filter.to')}`}
        placeholder="≤"
        value={shown(max)}
        onChange={value => onChange(min, taken(value))}
      />
    </Space.Compact>
  );
}
