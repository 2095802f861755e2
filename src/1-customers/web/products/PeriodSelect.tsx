import { Select } from 'antd';
import { useTexts } from '../texts/index.ts';
import { PERIOD_NAMES, type PeriodName } from './products-search.ts';

type Props = { days: PeriodName | undefined; onChange: (days: PeriodName | undefined) => void };

/** Over which time the figures are. */
export function PeriodSelect({ days, onChange }: Props) {
  const t = useTexts();
  return (
    <Select<PeriodName>
      aria-label={t('products.period')}
      value={days ?? '365'}
      popupMatchSelectWidth={false}
      options={PERIOD_NAMES.map(value => ({ value, label: t(`products.periods.${value}`) }))}
      onChange={value => onChange(value === '365' ? undefined : value)}
    />
  );
}
