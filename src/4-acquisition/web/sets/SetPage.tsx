import { useNavigate, useParams } from '@tanstack/react-router';
import { App, Button } from 'antd';
import { api } from '#web/api/api.ts';
import { useRead, useWrite } from '#web/api/queries.ts';
import { ErrorState } from '#web/kit/ErrorState.tsx';
import { PageHeader } from '#web/kit/PageHeader.tsx';
import { PageSkeleton } from '#web/kit/PageSkeleton.tsx';
import { Tag } from '#web/kit/Tag.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useSession } from '#web/session/session.ts';
import { search } from '#web/url/search.ts';
import { useSearch } from '#web/url/use-search.ts';
import { Period } from '../Period.tsx';
import { periodField, usePeriods } from '../period.ts';
import type { CodeSetView } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import { ByClerk, ByStore } from './Figures.tsx';
import { Receipts } from './Receipts.tsx';

const setSearch = search({ days: periodField });
const BUSY = 2_000;

/** One set of codes: each shop and each clerk with a funnel; of receipts, whose orders they may be. */
export default function SetPage() {
  const { setId = '' } = useParams({ strict: false }) as { setId?: string };
  const [asked, ask] = useSearch(setSearch);
  const { short, days } = usePeriods(asked.days);
  const every = (now: CodeSetView | undefined) => (now && isMaking(now) ? BUSY : false);
  const { data, error, refetch } = useRead<CodeSetView>(`/code-sets/${setId}`, { days }, { every });
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} size="page" />;
  if (!data || data.id !== setId) return <PageSkeleton />;
  const period = (
    <Period value={days} choices={short} onChange={next => ask({ days: periodField.read(next) })} />
  );
  return (
    <>
      <Head set={data} />
      <ByStore set={data} period={period} />
      <ByClerk set={data} />
      {data.place === 'receipt' && <Receipts set={data} />}
    </>
  );
}

const isMaking = ({ archived, storeList }: CodeSetView) =>
  !archived && storeList.some(store => store.codes.some(({ ways }) => ways.ready < ways.all));

function Head({ set }: { set: CodeSetView }) {
  const t = useTexts();
  const navigate = useNavigate();
  const { name, place, archived, id } = set;
  return (
    <PageHeader
      title={name}
      aside={<Tag>{archived ? t('sets.isArchived') : t(`sets.places.${place}`)}</Tag>}
      actions={
        !archived && (
          <>
            <Archive set={set} />
            <Button type="primary" onClick={() => void navigate({ to: `/code-sets/${id}/print` })}>
              {t('sets.print')}
            </Button>
          </>
        )
      }
    />
  );
}

function Archive({ set: { id, name, codes } }: { set: CodeSetView }) {
  const t = useTexts();
  const notify = useNotify();
  const navigate = useNavigate();
  const { can } = useSession();
  const { modal } = App.useApp();
  const archive = useWrite((_: undefined, key) => api.delete(`/code-sets/${id}`, { key }), {
    refresh: ['/code-sets', '/live-codes', '/touchpoints'],
    onDone: () => {
      notify.done(t('sets.archivedDone', { name }));
      void navigate({ to: '/code-sets' });
    },
    onProblem: notify.problem,
  });
  if (!can('acquisition:write')) return null;
  const ask = () =>
    void modal.confirm({
      title: t('sets.archiveTitle', { name }),
      content: t('sets.archiveWhat', { codes }),
      okText: t('sets.archive'),
      okButtonProps: { danger: true },
      onOk: () => archive.run(undefined),
    });
  return (
    <Button type="text" onClick={ask} loading={archive.isRunning}>
      {t('sets.archive')}
    </Button>
  );
}
