import { useParams } from '@tanstack/react-router';
import { useRead } from '#web/api/queries.ts';
import { ErrorState } from '#web/kit/ErrorState.tsx';
import { formatFen } from '#web/kit/format.ts';
import { Notice } from '#web/kit/Notice.tsx';
import { PageSkeleton } from '#web/kit/PageSkeleton.tsx';
import { Columns, Panel } from '#web/kit/Panel.tsx';
import { StatNumber } from '#web/kit/StatNumber.tsx';
import { search } from '#web/url/search.ts';
import { useSearch } from '#web/url/use-search.ts';
import { FunnelPanel } from '../codes/FunnelPanel.tsx';
import { OfficialFunnel } from '../codes/OfficialFunnel.tsx';
import { Period } from '../Period.tsx';
import { periodField, usePeriods } from '../period.ts';
import type { TouchpointView } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import { CodesOf } from './CodesOf.tsx';
import { Costs } from './Costs.tsx';
import { People, peopleFields } from './People.tsx';
import { sayAlarm } from './say-alarm.ts';
import { TouchpointHead } from './TouchpointHead.tsx';
import styles from './Touchpoints.module.css';
import { WhereFacts } from './WhereFacts.tsx';

const touchpointSearch = search({ days: periodField, ...peopleFields });

/** One place: how those fared who came in, what that cost, its codes. */
export default function TouchpointPage() {
  const { touchpointId = '' } = useParams({ strict: false }) as { touchpointId?: string };
  const [asked, ask] = useSearch(touchpointSearch);
  const { short, days } = usePeriods(asked.days);
  const { data, error, refetch } = useRead<TouchpointView>(`/touchpoints/${touchpointId}`, { days });
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} size="page" />;
  if (!data || data.id !== touchpointId) return <PageSkeleton />;
  const period = (
    <Period value={days} choices={short} onChange={next => ask({ days: periodField.read(next) })} />
  );
  return (
    <>
      <TouchpointHead touchpoint={data} />
      <Alarm touchpoint={data} />
      <FunnelPanel figures={data.figures} period={period} />
      <OfficialFunnel figures={data.official} spent={data.costs.money + data.costs.subsidy} />
      <People touchpoint={data} days={days} asked={asked} ask={ask} />
      <Money touchpoint={data} />
      <CodesOf touchpoint={data} days={asked.days} />
      <WhereFacts touchpoint={data} />
    </>
  );
}

function Alarm({ touchpoint }: { touchpoint: TouchpointView }) {
  const t = useTexts();
  const { perCustomer, isAlarm } = touchpoint.costs;
  if (!isAlarm) return null;
  const title =
    perCustomer === null
      ? t('touchpoints.alarmTitleNobody')
      : t('touchpoints.alarmTitle', { cost: formatFen(perCustomer) });
  return (
    <div className={styles.facts}>
      <Notice kind="stop" title={title}>
        {t('touchpoints.alarmSays', { why: sayAlarm(touchpoint, t) })}
      </Notice>
    </div>
  );
}

const FIGURES = [
  ['money', 'moneySpent', 'fen'],
  ['subsidy', 'subsidySpent', 'fen'],
  ['perCustomer', 'perCustomer', 'fen'],
  ['payback', 'payback', 'share'],
] as const;

function Money({ touchpoint }: { touchpoint: TouchpointView }) {
  const t = useTexts();
  return (
    <Panel title={t('touchpoints.money')} aside={<Costs touchpoint={touchpoint} />}>
      <div className={styles.facts}>
        <Columns min={160}>
          {FIGURES.map(([key, words, measure]) => (
            <StatNumber
              key={key}
              label={t(`touchpoints.${words}`)}
              definition={t(`touchpoints.${words}Means`)}
              value={touchpoint.costs[key]}
              measure={measure}
            />
          ))}
        </Columns>
      </div>
    </Panel>
  );
}
