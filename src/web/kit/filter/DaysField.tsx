import { DatePicker } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useWebTexts } from '../../i18n/i18n.ts';
import { formatInstant } from '../format.ts';
import { usePhone } from '../use-phone.ts';
import styles from './FilterBar.module.css';

type Props = {
  id: string;
  label: string;
  isLabelled: boolean;
  from: string | undefined;
  to: string | undefined;
  onChange: (from: string | undefined, to: string | undefined) => void;
};

/** Two calendar days, both included; either may be open. */
export default function DaysField(props: Props) {
  const { id, label, isLabelled, from, to, onChange } = props;
  const t = useWebTexts();
  const presets = usePresets();
  const isPhone = usePhone();
  if (isPhone) return <NativeDays {...props} />;
  return (
    <DatePicker.RangePicker
      id={id}
      className={styles.days ?? ''}
      allowEmpty
      placeholder={[isLabelled ? t('filter.from') : t('filter.dayFrom', { label }), t('filter.to')]}
      value={[from ? dayjs(from) : null, to ? dayjs(to) : null]}
      presets={presets}
      onChange={days => onChange(days?.[0]?.format('YYYY-MM-DD'), days?.[1]?.format('YYYY-MM-DD'))}
    />
  );
}

/** A phone has its own calendar, and two months side by side do not fit it. */
function NativeDays({ id, label, from, to, onChange }: Props) {
  const t = useWebTexts();
  return (
    <div className={styles.nativeDays}>
      <input
        id={id}
        type="date"
        aria-label={`${label} ${t('filter.from')}`}
        value={from ?? ''}
        max={to}
        onChange={event => onChange(event.target.value || undefined, to)}
      />
      <span>–</span>
      <input
        type="date"
        aria-label={`${label} ${t('filter.to')}`}
        value={to ?? ''}
        min={from}
        onChange={event => onChange(from, event.target.value || undefined)}
      />
    </div>
  );
}

function usePresets(): { label: string; value: [Dayjs, Dayjs] }[] {
  const t = useWebTexts();
  // The shop's today, wherever the reader sits.
  const today = dayjs(formatInstant(new Date(), 'day'));
  return [
    { label: t('filter.days7'), value: [today.subtract(6, 'day'), today] },
    { label: t('filter.days30'), value: [today.subtract(29, 'day'), today] },
    { label: t('filter.days90'), value: [today.subtract(89, 'day'), today] },
    { label: t('filter.thisMonth'), value: [today.startOf('month'), today] },
    { label: t('filter.thisYear'), value: [today.startOf('year'), today] },
  ];
}
