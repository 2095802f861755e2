import { DatePicker } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useWebTexts } from '../../i18n/i18n.ts';
import { formatInstant } from '../format.ts';
import styles from './FilterBar.module.css';

type Props = {
  id: string;
  label: string;
  from: string | undefined;
  to: string | undefined;
  onChange: (from: string | undefined, to: string | undefined) => void;
};

/** Two calendar days, both included; either may be open. */
export default function DaysField({ id, label, from, to, onChange }: Props) {
  const t = useWebTexts();
  // The shop's today, wherever the reader sits.
  const today = dayjs(formatInstant(new Date(), 'day'));
  const presets: { label: string; value: [Dayjs, Dayjs] }[] = [
    { label: t('filter.days7'), value: [today.subtract(6, 'day'), today] },
    { label: t('filter.days30'), value: [today.subtract(29, 'day'), today] },
    { label: t('filter.days90'), value: [today.subtract(89, 'day'), today] },
    { label: t('filter.thisMonth'), value: [today.startOf('month'), today] },
    { label: t('filter.thisYear'), value: [today.startOf('year'), today] },
  ];
  return (
    <DatePicker.RangePicker
      id={id}
      className={styles.days ?? ''}
      allowEmpty
      placeholder={[t('filter.dayFrom', { label }), t('filter.dayTo')]}
      value={[from ? dayjs(from) : null, to ? dayjs(to) : null]}
      presets={presets}
      onChange={days => onChange(days?.[0]?.format('YYYY-MM-DD'), days?.[1]?.format('YYYY-MM-DD'))}
    />
  );
}
