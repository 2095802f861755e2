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
import { Period } from '../Period.tsx';
import { periodField, usePeriods } from '../period.ts';
import type { TouchpointView } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import { CodesOf } from './CodesOf.tsx';
import { Costs } from './Costs.tsx';
import { sayAlarm } from './say-alarm.ts';
import { TouchpointHead } from './TouchpointHead.tsx';
import styles from './Touchpoints.module.css';
import { WhereFacts } from './WhereFacts.tsx';

const touchpointSearch = search({ days: periodField });

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

function Money({ touchpoint }: { touchpoint: TouchpointView }) {
  const t = useTexts();
  const { money, subsidy, perCustomer, payback } = touchpoint.costs;
  return (
    <Panel title={t('touchpoints.money')} aside={<Costs touchpoint={touchpoint} />}>
      <div className={styles.facts}>
        <Columns min={160}>
          <StatNumber
            label={t('touchpoints.moneySpent')}
            definition={t('touchpoints.moneySpentMeans')}
            value={money}
            measure="fen"
          />
          <StatNumber
            label={t('touchpoints.subsidySpent')}
            definition={t('touchpoints.subsidySpentMeans')}
            value={subsidy}
            measure="fen"
          />
          <StatNumber
            label={t('touchpoints.perCustomer')}
            definition={t('touchpoints.perCustomerMeans')}
            value={perCustomer}
            measure="fen"
          />
          <StatNumber
            label={t('touchpoints.payback')}
            definition={t('touchpoints.paybackMeans')}
            value={payback}
            measure="share"
          />
        </Columns>
      </div>
    </Panel>
  );
}
