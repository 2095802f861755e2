import { LeftOutlined, PlusOutlined, RightOutlined } from '@ant-design/icons';
import { useNavigate } from '@tanstack/react-router';
import { Button, Segmented } from 'antd';
import { useRead } from '#web/api/queries.ts';
import { ErrorState } from '#web/kit/ErrorState.tsx';
import { formatInstant, formatShare } from '#web/kit/format.ts';
import { PageLink } from '#web/kit/PageLink.tsx';
import { Bone } from '#web/kit/PageSkeleton.tsx';
import { Tag } from '#web/kit/Tag.tsx';
import { useSession } from '#web/session/session.ts';
import { useTexts } from '../texts/index.ts';
import { addDays, monthOf, nextMonth, weekdayOf, weekOf } from './calendar.ts';
import styles from './Moments.module.css';
import type { Calendar, Row } from './reads.ts';
import { KindTag, MomentState, useNameOf } from './state.tsx';

type Span = 'week' | 'month';
type Props = {
  span: Span;
  day: string | undefined;
  onChange: (change: { span?: Span; day?: string | undefined }) => void;
};

const FRESH = 30_000;

/** What stands on which day, of which kind: what is given and what is asked for, in sight of each other. */
export function MomentCalendar({ span, day, onChange }: Props) {
  const today = formatInstant(new Date()).slice(0, 10);
  const at = day ?? today;
  const days = span === 'month' ? monthOf(at) : weekOf(at);
  const query = { from: days[0] ?? at, to: days.at(-1) ?? at };
  const { data, error, refetch } = useRead<Calendar>('/moments/calendar', query, { every: () => FRESH });
  return (
    <>
      <Bar span={span} at={at} days={days} onChange={onChange} />
      {error && !data ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <>
          <Mix of={data} />
          <Grid days={days} data={data} month={span === 'month' ? at.slice(0, 7) : undefined} today={today} />
        </>
      )}
    </>
  );
}

function Bar({ span, at, days, onChange }: Omit<Props, 'day'> & { at: string; days: readonly string[] }) {
  const t = useTexts();
  const go = (by: number) => onChange({ day: span === 'month' ? nextMonth(at, by) : addDays(at, 7 * by) });
  const [year = '', month = ''] = at.split('-');
  const title =
    span === 'month'
      ? t('moments.monthOf', { year, month: Number(month) })
      : t('moments.weekOf', { from: days[0]?.slice(5) ?? '', to: days.at(-1)?.slice(5) ?? '' });
  return (
    <div className={styles.bar}>
      <h2 className={styles.month}>{title}</h2>
      <span className={styles.steps}>
        <Button icon={<LeftOutlined />} aria-label={t('moments.previous')} onClick={() => go(-1)} />
        <Button onClick={() => onChange({ day: undefined })}>{t('moments.today')}</Button>
        <Button icon={<RightOutlined />} aria-label={t('moments.next')} onClick={() => go(1)} />
      </span>
      <Segmented
        aria-label={t('moments.span')}
        value={span}
        onChange={span => onChange({ span })}
        options={(['week', 'month'] as const).map(value => ({ value, label: t(`moments.${value}`) }))}
      />
    </div>
  );
}

/** How much is given and how much asked for. */
function Mix({ of }: { of: Calendar | undefined }) {
  const t = useTexts();
  if (!of) return <Bone width="320px" height={20} />;
  const all = of.mix.life + of.mix.knowledge + of.mix.benefit + of.mix.product;
  if (all === 0) return <p className={styles.mix}>{t('moments.mixNone')}</p>;
  return (
    <p className={styles.mix}>
      {t('moments.mix', of.mix)}
      {of.mix.product > 0 && (
        <strong>{t('moments.mixAsk', { share: formatShare(of.mix.product / all, 0) })}</strong>
      )}
    </p>
  );
}

type GridProps = {
  days: readonly string[];
  data: Calendar | undefined;
  month: string | undefined;
  today: string;
};

function Grid({ days, data, month, today }: GridProps) {
  const byDay = Map.groupBy(data?.data ?? [], row => formatInstant(row.at ?? row.createdAt).slice(0, 10));
  const isBare = data !== undefined && data.data.length === 0;
  return (
    <ol
      className={styles.grid}
      data-tall={month === undefined}
      data-bare={isBare && (days.at(-1) ?? '') < today}
    >
      {days.map(day => (
        <li
          key={day}
          className={styles.day}
          data-outside={month !== undefined && day.slice(0, 7) !== month}
          data-today={day === today}
          data-empty={!byDay.has(day)}
          data-past={day < today}
        >
          <DayHead day={day} isPast={day < today} />
          {byDay.get(day)?.map(row => (
            <Entry key={row.id} of={row} />
          ))}
        </li>
      ))}
    </ol>
  );
}

function DayHead({ day, isPast }: { day: string; isPast: boolean }) {
  const t = useTexts();
  const navigate = useNavigate();
  const { can } = useSession();
  const weekday = t(`moments.weekdays.d${weekdayOf(day) as 0 | 1 | 2 | 3 | 4 | 5 | 6}`);
  return (
    <div className={styles.dayHead}>
      <span className={styles.weekday}>{weekday}</span>
      <span className={styles.number}>
        <span className={styles.monthPart}>{Number(day.slice(5, 7))}/</span>
        {Number(day.slice(8))}
      </span>
      {!isPast && can('broadcasts:write') && (
        <Button
          className={styles.add ?? ''}
          type="text"
          size="small"
          icon={<PlusOutlined />}
          aria-label={t('moments.addOn', { day })}
          onClick={() => void navigate({ to: '/moments/new', search: { day } as never })}
        />
      )}
    </div>
  );
}

function Entry({ of: row }: { of: Row }) {
  const t = useTexts();
  const nameOf = useNameOf();
  const time = formatInstant(row.at ?? row.createdAt).slice(11);
  const isOff = row.status === 'cancelled' || row.status === 'failed';
  return (
    <PageLink
      to={`/moments/${row.id}`}
      className={styles.entry}
      data-kind={row.kind ?? 'none'}
      data-off={isOff}
    >
      <span className={styles.entryHead}>
        <time>{time}</time>
        {row.member ? <span className={styles.own}>{row.member.name}</span> : <KindTag of={row.kind} />}
      </span>
      <span className={styles.entryWords}>{nameOf(row)}</span>
      {(row.tooManyProducts || !row.member) && (
        <span className={styles.entryFoot}>
          {row.tooManyProducts && (
            <span title={t('moments.tooManyWhat')}>
              <Tag tone="advice">{t('moments.tooMany')}</Tag>
            </span>
          )}
          {!row.member && <MomentState of={row} />}
        </span>
      )}
    </PageLink>
  );
}
