import { Checkbox, InputNumber, Segmented, Select } from 'antd';
import { LUNAR_YEARS, sayLunar } from '#platform/lunar.contract.ts';
import { useLanguage } from '#web/i18n/i18n.ts';
import { sayDay } from '#web/kit/format.ts';
import { DayInput } from '../../DayInput.tsx';
import { dayIn } from '../../days.ts';
import { useTexts } from '../../texts/index.ts';
import type { Customer, CustomerChange } from '../customer.ts';
import styles from './Editable.module.css';
import { Editable } from './Editable.tsx';
import type { Props } from './Profile.tsx';

type Lunar = NonNullable<CustomerChange['lunarBirthday']>;
type Draft = { kind: 'solar'; day: string | null } | ({ kind: 'lunar' } & Lunar);

/** A birthday, by the solar or by the lunar calendar; of a lunar one also on which day it is next. */
export function Birthday({ of, change, mayEdit }: Props) {
  const t = useTexts();
  const save = (draft: Draft) => {
    if (draft.kind === 'solar')
      return change({ birthday: draft.day, ...(of.lunarBirthday && { lunarBirthday: null }) });
    const { kind: _, ...lunarBirthday } = draft;
    return change({ lunarBirthday });
  };
  return (
    <Editable<Draft>
      label={t('field.birthday')}
      shown={<Shown of={of} />}
      isEmpty={of.birthday === null && of.lunarBirthday === null}
      value={draftOf(of)}
      corrected={of.corrected[of.lunarBirthday ? 'lunarBirthday' : 'birthday']}
      edit={(draft, set, id) => <Control id={id} draft={draft} onChange={set} of={of} />}
      save={mayEdit ? save : undefined}
    />
  );
}

function draftOf({ birthday, lunarBirthday }: Customer): Draft {
  if (!lunarBirthday) return { kind: 'solar', day: birthday };
  const { month, day, leap, year } = lunarBirthday;
  return { kind: 'lunar', month, day, leap, year };
}

function Shown({ of: { birthday, lunarBirthday } }: { of: Customer }) {
  const t = useTexts();
  const language = useLanguage();
  if (!lunarBirthday) return birthday;
  const { words, next } = lunarBirthday;
  const day = sayDay(`${next}T12:00:00+08:00`, language);
  const isThisYear = next.slice(0, 4) === dayIn(0).slice(0, 4);
  return (
    <>
      {birthday}
      <span className={styles.next}>
        {t('who.lunarSaid', { words })} ·{' '}
        <span>{t(isThisYear ? 'who.lunarThisYear' : 'who.lunarNextYear', { day })}</span>
      </span>
    </>
  );
}

type ControlProps = { id: string; of: Customer; draft: Draft; onChange: (draft: Draft) => void };

function Control({ id, of, draft, onChange }: ControlProps) {
  const t = useTexts();
  const turn = (kind: Draft['kind']) =>
    onChange(
      kind === 'solar'
        ? { kind, day: of.birthday }
        : {
            kind,
            month: of.lunarBirthday?.month ?? 1,
            day: of.lunarBirthday?.day ?? 1,
            leap: false,
            year: null,
          },
    );
  return (
    <div className={styles.birthday}>
      <Segmented<Draft['kind']>
        aria-label={t('field.birthday')}
        value={draft.kind}
        options={[
          { value: 'solar', label: t('who.solar') },
          { value: 'lunar', label: t('who.lunar') },
        ]}
        onChange={turn}
      />
      {draft.kind === 'solar' ? (
        <DayInput id={id} autoFocus value={draft.day} onChange={day => onChange({ kind: 'solar', day })} />
      ) : (
        <LunarControl id={id} lunar={draft} onChange={lunar => onChange({ ...draft, ...lunar })} />
      )}
    </div>
  );
}

const numbers = (most: number) => Array.from({ length: most }, (_, i) => i + 1);

function LunarControl({
  id,
  lunar,
  onChange,
}: {
  id: string;
  lunar: Lunar;
  onChange: (lunar: Lunar) => void;
}) {
  const t = useTexts();
  const words = (month: number, day: number) => sayLunar({ month, day, leap: false });
  return (
    <>
      <div className={styles.lunar}>
        <Select<number>
          id={id}
          aria-label={t('who.lunarMonth')}
          value={lunar.month}
          options={numbers(12).map(value => ({ value, label: words(value, 1).slice(0, 2) }))}
          onChange={month => onChange({ ...lunar, month })}
        />
        <Select<number>
          aria-label={t('who.lunarDay')}
          value={lunar.day}
          options={numbers(30).map(value => ({ value, label: words(1, value).slice(2) }))}
          onChange={day => onChange({ ...lunar, day })}
        />
      </div>
      <InputNumber<number>
        aria-label={t('who.lunarYear')}
        placeholder={t('who.lunarYear')}
        min={LUNAR_YEARS.first}
        max={LUNAR_YEARS.last}
        value={lunar.year ?? null}
        onChange={year => onChange({ ...lunar, year })}
      />
      <Checkbox
        checked={lunar.leap ?? false}
        onChange={event => onChange({ ...lunar, leap: event.target.checked })}
      >
        {t('who.lunarLeap')}
      </Checkbox>
    </>
  );
}
