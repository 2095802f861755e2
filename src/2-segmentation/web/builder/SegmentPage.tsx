import { useParams } from '@tanstack/react-router';
import { Button } from 'antd';
import { useMemo, useState } from 'react';
import type { RuleWire, segmentView } from '#segmentation/contract';
import { api } from '#web/api/api.ts';
import type { Wire } from '#web/api/client.ts';
import { useRead, useWrite } from '#web/api/queries.ts';
import { ErrorState } from '#web/kit/ErrorState.tsx';
import { PageLink } from '#web/kit/PageLink.tsx';
import { PageSkeleton } from '#web/kit/PageSkeleton.tsx';
import { Tag } from '#web/kit/Tag.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useSession } from '#web/session/session.ts';
import { EMPTY } from '../rule/draft.ts';
import { newSegmentLink } from '../segments/templates.ts';
import { Uses } from '../segments/Uses.tsx';
import { useArchive } from '../segments/use-archive.tsx';
import { useTexts } from '../texts/index.ts';
import { Builder } from './Builder.tsx';
import type { Named } from './SaveForm.tsx';
import { type Draft, groupOf } from './use-draft.ts';
import { Versions } from './Versions.tsx';

type Segment = Wire<typeof segmentView>;

export default function SegmentPage() {
  const { segmentId = '' } = useParams({ strict: false }) as { segmentId?: string };
  const { data, error, refetch } = useRead<Segment>(`/segments/${segmentId}`);
  if (error) return <ErrorState size="page" error={error} onRetry={() => void refetch()} />;
  if (data?.id !== segmentId) return <PageSkeleton />;
  return <SavedSegment key={segmentId} segment={data} />;
}

function SavedSegment({ segment }: { segment: Segment }) {
  const t = useTexts();
  const notify = useNotify();
  const [historyOf, setHistoryOf] = useState<Draft>();
  const start = useMemo(() => groupOf(segment.rule) ?? EMPTY, [segment.rule]);
  const more = useMore(segment);
  const save = useWrite(
    async (body: Named & { rule: RuleWire }, key) => {
      await api.put<Segment>(`/segments/${segment.id}`, body, { key });
      return await api.post<Segment>(`/segments/${segment.id}/refresh`);
    },
    { refresh: ['/segments'], onDone: saved => notify.done(t('save.saved', { name: saved.name })) },
  );
  const load = (rule: RuleWire, version: number) => {
    historyOf?.change(groupOf(rule) ?? EMPTY);
    setHistoryOf(undefined);
    notify.done(t('versions.loaded', { version }));
  };
  return (
    <>
      <Builder
        start={start}
        title={segment.name}
        aside={<Tag>{t('build.version', { version: segment.version })}</Tag>}
        named={{ name: segment.name, description: segment.description }}
        segment={{
          id: segment.id,
          version: segment.version,
          actions: (
            <>
              <PageLink to={`/segments/${segment.id}/changes`}>
                <Button>{t('changes.open')}</Button>
              </PageLink>
              <BroadcastLink id={segment.id} />
            </>
          ),
          uses: <Uses segmentId={segment.id} />,
          more: draft => [
            { key: 'versions', label: t('versions.open'), onClick: () => setHistoryOf(draft) },
            ...more,
          ],
        }}
        save={save}
      />
      {historyOf && <Versions segmentId={segment.id} onLoad={load} onClose={() => setHistoryOf(undefined)} />}
    </>
  );
}

function BroadcastLink({ id }: { id: string }) {
  const t = useTexts();
  const session = useSession();
  if (!session.can('broadcasts:write')) return null;
  return (
    <PageLink to={`/broadcasts/new?segment=${id}`}>
      <Button>{t('list.broadcast')}</Button>
    </PageLink>
  );
}

function ExportLink({ segment: { id, name } }: { segment: Segment }) {
  const t = useTexts();
  return (
    <a href={`/api/v1/segments/${id}/export`} download={`${name}.json`}>
      {t('file.export')}
    </a>
  );
}

function useMore(segment: Segment) {
  const t = useTexts();
  const session = useSession();
  const archive = useArchive({ leave: true });
  if (!session.can('segments:write')) return [];
  const copy = newSegmentLink(segment.rule, t('list.copyName', { name: segment.name }));
  return [
    { key: 'export', label: <ExportLink segment={segment} /> },
    { key: 'copy-segment', label: <PageLink to={copy}>{t('list.copy')}</PageLink> },
    { type: 'divider' as const },
    { key: 'archive', label: t('list.archive'), onClick: () => archive(segment) },
  ];
}
