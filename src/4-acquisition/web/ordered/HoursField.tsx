import { Select } from 'antd';
import { Field } from '#web/kit/Field.tsx';
import { useTexts } from '../texts/index.ts';
import styles from './HoursField.module.css';

export type Hours = { from?: string | undefined; to?: string | undefined };

/** From when to when of a day, in half hours; from later than to goes over midnight. */
export function HoursField({
  value: { from, to },
  onChange,
}: {
  value: Hours;
  onChange: (hours: Hours) => void;
}) {
  const t = useTexts();
  const isOverMidnight = from !== undefined && to !== undefined && from > to;
  return (
    <Field label={t('hours.label')} hint={isOverMidnight && t('hours.overMidnight')}>
      {id => (
        <span className={styles.hours}>
          <Select
            id={id}
            allowClear
            showSearch
            placeholder={t('hours.any')}
            value={from ?? null}
            options={times('00:00', '23:30', from)}
            onChange={(next: string | undefined) => onChange({ from: next, to: next ? (to ?? '24:00') : to })}
          />
          <span aria-hidden="true">–</span>
          <Select
            allowClear
            showSearch
            aria-label={t('hours.to')}
            placeholder={t('hours.any')}
            value={to ?? null}
            options={times('00:30', '24:00', to)}
            onChange={(next: string | undefined) =>
              onChange({ from: next ? (from ?? '00:00') : from, to: next })
            }
          />
        </span>
      )}
    </Field>
  );
}

/** The half hours from one to another, and the one that stands there already. */
function times(first: string, last: string, now: string | undefined) {
  const halves = Array.from({ length: 49 }, (_, half) => {
    const hour = String(Math.floor(half / 2)).padStart(2, '0');
    return `${hour}:${half % 2 === 0 ? '00' : '30'}`;
  }).filter(time => time >= first && time <= last);
  const all = now === undefined || halves.includes(now) ? halves : [...halves, now].sort();
  return all.map(value => ({ value, label: value }));
}
