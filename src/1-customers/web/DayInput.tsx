import { DatePicker, Input } from 'antd';
import dayjs from 'dayjs';
import { usePhone } from '#web/kit/use-phone.ts';

type Props = {
  id: string;
  value: string | null;
  onChange: (day: string | null) => void;
  /** Days before this one cannot be chosen. */
  from?: string;
  autoFocus?: boolean;
};

/** One calendar day, `yyyy-MM-dd`; a phone has its own calendar. */
export function DayInput({ id, value, onChange, from, autoFocus = false }: Props) {
  const isPhone = usePhone();
  if (isPhone)
    return (
      <Input
        id={id}
        type="date"
        autoFocus={autoFocus}
        min={from}
        value={value ?? ''}
        onChange={event => onChange(event.target.value || null)}
      />
    );
  return (
    <DatePicker
      id={id}
      autoFocus={autoFocus}
      value={value ? dayjs(value) : null}
      {...(from && { minDate: dayjs(from) })}
      onChange={day => onChange(day ? day.format('YYYY-MM-DD') : null)}
    />
  );
}
