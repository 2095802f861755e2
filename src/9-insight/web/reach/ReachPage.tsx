import { Button, Select } from 'antd';
import { CAUSES } from '#customers/contract';
import { usePagedList, useRead } from '#web/api/queries.ts';
import { Chart } from '#web/charts/Chart.tsx';
import { EmptyState } from '#web/kit/EmptyState.tsx';
import { ErrorState } from '#web/kit/ErrorState.tsx';
import { formatCount, formatInstant } from '#web/kit/format.ts';
import { PageHeader } from '#web/kit/PageHeader.tsx';
import { PageSkeleton } from '#web/kit/PageSkeleton.tsx';
import { Panel } from '#web/kit/Panel.tsx';
import { day, oneOf, search, text, whole } from '#web/url/search.ts';
import { useSearch } from '#web/url/use-search.ts';
import { useTexts } from '../texts/index.ts';
import { PeopleTable } from './PeopleTable.tsx';
import styles from './Reach.module.css';
import { type Cause, type Day, type Days, everyDay, type Person, signed, sumsOf } from './reach.ts';

const reachSearch = search({ day, cause: oneOf(...CAUSES), account: text, page: whole(1) });
const SHOWN = 90;

/** Whom we could contact, day by day; of each day why it is more or fewer than the day before, down to the people. */
export default function ReachPage() {
  const t = useTexts();
  const [asked, ask] = useSearch(reachSearch);
  const { data, error, refetch } = useRead<Days>('/reachability/days', {
    days: SHOWN,
    account: asked.account,
  });
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} size="page" />;
  if (!data) return <PageSkeleton />;
  const days = data.data;
  const shown = days.find(one => one.day === asked.day) ?? days.at(-1);
  if (!shown) return <EmptyState size="page" title={t('reach.none')} what={t('reach.noneWhat')} />;
  const calendar = everyDay(days);
  return (
    <>
      <PageHeader
        lead={t('reach.trendWhat')}
        actions={
          <Account accounts={data.accounts} value={asked.account} onChange={account => ask({ account })} />
        }
      />
      <Panel>
        <Chart
          kind="line"
          title={t('reach.trend')}
          finding={t(isToday(shown) ? 'reach.findingNow' : 'reach.finding', {
            day: shown.day,
            n: formatCount(shown.reachable),
          })}
          height={240}
          categories={calendar.map(one => one.day.slice(5))}
          measure="count"
          series={[{ name: t('reachable'), values: calendar.map(one => one.known?.reachable ?? null) }]}
          onPick={at => ask({ day: calendar[at]?.known?.day, cause: undefined, page: undefined })}
        />
      </Panel>
      <OneDay
        days={days}
        shown={shown}
        cause={asked.cause}
        onDay={to => ask({ day: to, cause: undefined, page: undefined })}
        onCause={cause => ask({ day: shown.day, cause, page: undefined })}
      />
      {asked.cause && (
        <People
          query={{ day: shown.day, cause: asked.cause, account: asked.account }}
          page={asked.page ?? 1}
          onPage={page => ask({ page })}
        />
      )}
    </>
  );
}

/** A day that is not over: its numbers still move. */
const isToday = ({ day }: Day) => day === formatInstant(new Date(), 'day');

type AccountProps = {
  accounts: Days['accounts'];
  value: string | undefined;
  onChange: (account: string | undefined) => void;
};

function Account({ accounts, value, onChange }: AccountProps) {
  const t = useTexts();
  if (accounts.length === 0) return null;
  return (
    <Select<string>
      aria-label={t('reach.account')}
      popupMatchSelectWidth={false}
      value={value ?? ''}
      options={[
        { value: '', label: t('reach.allAccounts') },
        ...accounts.map(({ id, name }) => ({ value: id, label: name })),
      ]}
      onChange={to => onChange(to || undefined)}
    />
  );
}

type DayProps = {
  days: readonly Day[];
  shown: Day;
  cause: Cause['cause'] | undefined;
  onDay: (day: string) => void;
  onCause: (cause: Cause['cause']) => void;
};

function OneDay({ days, shown, cause, onDay, onCause }: DayProps) {
  const t = useTexts();
  const { before, causes } = shown;
  const { gained, lost, net } = sumsOf(causes);
  return (
    <Panel
      title={before ? t('reach.change', { day: shown.day, before }) : shown.day}
      aside={
        <Select<string>
          aria-label={t('reach.day')}
          showSearch
          value={shown.day}
          options={days.toReversed().map(one => ({ value: one.day, label: one.day }))}
          onChange={onDay}
        />
      }
    >
      {!before && <p className={styles.faint}>{t('reach.since', { day: shown.day })}</p>}
      {before && causes.length === 0 && <p className={styles.faint}>{t('reach.same')}</p>}
      {before && causes.length > 0 && (
        <>
          <p className={styles.faint}>
            {t('reach.sum', { gained: formatCount(gained), lost: formatCount(lost), net: signed(net) })}
          </p>
          <div className={styles.sides}>
            <Side
              title={t('reach.gains')}
              causes={causes.filter(one => one.people > 0)}
              picked={cause}
              onPick={onCause}
            />
            <Side
              title={t('reach.losses')}
              causes={causes.filter(one => one.people < 0)}
              picked={cause}
              onPick={onCause}
            />
          </div>
        </>
      )}
    </Panel>
  );
}

type SideProps = {
  title: string;
  causes: readonly Cause[];
  picked: Cause['cause'] | undefined;
  onPick: (cause: Cause['cause']) => void;
};

function Side({ title, causes, picked, onPick }: SideProps) {
  const t = useTexts();
  const { net } = sumsOf(causes);
  return (
    <table className={styles.side}>
      <caption>
        {title} {signed(net)}
      </caption>
      <tbody>
        {causes.map(({ cause, people }) => (
          <tr key={cause} data-picked={cause === picked}>
            <th scope="row">{t(`reach.causes.${cause}`)}</th>
            <td>
              <Button type="link" size="small" onClick={() => onPick(cause)}>
                {signed(people)}
              </Button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

type PeopleProps = {
  query: { day: string; cause: Cause['cause']; account: string | undefined };
  page: number;
  onPage: (page: number) => void;
};

function People({ query, page, onPage }: PeopleProps) {
  const t = useTexts();
  const list = usePagedList<Person>('/reachability/people', query, { page, size: 20, go: onPage });
  return (
    <Panel title={t('reach.people', { day: query.day, cause: t(`reach.causes.${query.cause}`) })}>
      <PeopleTable list={list} />
    </Panel>
  );
}
