import { useParams } from '@tanstack/react-router';
import { useRead } from '#web/api/queries.ts';
import { ErrorState } from '#web/kit/ErrorState.tsx';
import { Notice } from '#web/kit/Notice.tsx';
import { PageHeader } from '#web/kit/PageHeader.tsx';
import { PageLink } from '#web/kit/PageLink.tsx';
import { PageSkeleton } from '#web/kit/PageSkeleton.tsx';
import { search } from '#web/url/search.ts';
import { useSearch } from '#web/url/use-search.ts';
import { Period } from '../Period.tsx';
import { periodField, usePeriods } from '../period.ts';
import type { Code } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import { VariantsPanel } from '../variants/VariantsPanel.tsx';
import { Actions } from './Actions.tsx';
import { CodeState } from './CodeState.tsx';
import styles from './Codes.module.css';
import { FunnelPanel } from './FunnelPanel.tsx';
import { LinkPanel } from './LinkPanel.tsx';
import { OfficialFunnel } from './OfficialFunnel.tsx';
import { PlanPanel } from './PlanPanel.tsx';
import { Scans } from './Scans.tsx';
import { Ways } from './Ways.tsx';

const codeSearch = search({ days: periodField });
const BUSY = 2_000;

/** One code: how those fared who came by it, its link, what stands behind it, whom each opening led to and why. */
export default function CodePage() {
  const { codeId = '' } = useParams({ strict: false }) as { codeId?: string };
  const [asked, ask] = useSearch(codeSearch);
  const { short, days, said } = usePeriods(asked.days);
  const every = (now: Code | undefined) => (now && now.ways.ready < now.ways.all ? BUSY : false);
  const { data, error, refetch } = useRead<Code>(`/live-codes/${codeId}`, { days }, { every });
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} size="page" />;
  if (!data || data.id !== codeId) return <PageSkeleton />;
  const period = (
    <Period value={days} choices={short} onChange={next => ask({ days: periodField.read(next) })} />
  );
  // Nobody added a member by it, and all who came follow an official account.
  const isOfficial = data.official !== null && data.figures.added === 0 && data.figures.visitors === 0;
  return (
    <>
      <Head code={data} />
      <Warnings code={data} />
      {!isOfficial && <FunnelPanel figures={data.figures} period={period} />}
      <OfficialFunnel figures={data.official} period={isOfficial && period} />
      <VariantsPanel code={data} days={days} period={said} />
      <LinkPanel code={data} />
      <Ways ways={data.waysBehind} />
      <PlanPanel code={data} />
      <Scans id={data.id} />
    </>
  );
}

function Head({ code }: { code: Code }) {
  const t = useTexts();
  const { name, touchpoint, account } = code;
  return (
    <PageHeader
      title={name}
      aside={<CodeState code={code} />}
      lead={
        <>
          <PageLink to={`/touchpoints/${touchpoint.id}`}>{touchpoint.name}</PageLink>
          {t('code.on', { account: account.name })}
        </>
      }
      actions={!code.archived && <Actions code={code} />}
    />
  );
}

function Warnings({ code: { archived, paused } }: { code: Code }) {
  const t = useTexts();
  if (!archived && !paused) return null;
  const what = archived ? 'archived' : 'paused';
  return (
    <div className={styles.notice}>
      <Notice kind={archived ? 'note' : 'advice'} title={t(`code.${what}Title`)}>
        {t(`code.${what}What`)}
      </Notice>
    </div>
  );
}
