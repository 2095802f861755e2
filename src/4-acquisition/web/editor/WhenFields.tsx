import { Select } from 'antd';
import { Field } from '#web/kit/Field.tsx';
import { HoursField } from '../ordered/HoursField.tsx';
import { WEEK, type When } from '../plan/plan.ts';
import { useTexts } from '../texts/index.ts';
import { WordsSelect } from '../WordsSelect.tsx';
import styles from './WhenFields.module.css';

/** When a route applies; what is left open does not matter. */
export function WhenFields({ value, onChange }: { value: When; onChange: (when: When) => void }) {
  const t = useTexts();
  const { days = [], calendar, cities = [] } = value;
  const toggle = (day: number) => {
    const next = days.includes(day) ? days.filter(one => one !== day) : [...days, day].sort();
    onChange({ ...value, days: next });
  };
  return (
    <div className={styles.when}>
      <fieldset className={styles.days}>
        <legend>{t('when.weekdays')}</legend>
        {WEEK.map((name, index) => (
          <button
            key={name}
            type="button"
            aria-pressed={days.includes(index + 1)}
            aria-label={t(`when.days.${name}`)}
            onClick={() => toggle(index + 1)}
          >
            {t(`when.short.${name}`)}
          </button>
        ))}
      </fieldset>
      <HoursField value={value} onChange={hours => onChange({ ...value, ...hours })} />
      <Field label={t('when.calendar')} hint={calendar && t(`when.${calendar}What`)}>
        {id => (
          <Select
            id={id}
            allowClear
            className={styles.wide ?? ''}
            placeholder={t('when.anyDay')}
            value={calendar ?? null}
            onChange={next => onChange({ ...value, calendar: next ?? undefined })}
            options={(['work', 'free'] as const).map(one => ({ value: one, label: t(`when.${one}`) }))}
          />
        )}
      </Field>
      <Field label={t('when.cities')} hint={t('when.citiesHint')}>
        {id => (
          <WordsSelect
            id={id}
            className={styles.wide}
            placeholder={t('when.anywhere')}
            value={cities}
            onChange={next => onChange({ ...value, cities: next })}
          />
        )}
      </Field>
    </div>
  );
}
