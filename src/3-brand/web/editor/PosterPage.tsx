import { useNavigate, useParams } from '@tanstack/react-router';
import { App, Button } from 'antd';
import { useState } from 'react';
import { api } from '#web/api/api.ts';
import { useRead, useWrite } from '#web/api/queries.ts';
import { ErrorState } from '#web/kit/ErrorState.tsx';
import { Notice } from '#web/kit/Notice.tsx';
import { PageHeader } from '#web/kit/PageHeader.tsx';
import { PageSkeleton } from '#web/kit/PageSkeleton.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useSession } from '#web/session/session.ts';
import { type Poster, pictureOf } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import { draftOf } from './draft.ts';
import styles from './Editor.module.css';
import { Editor } from './Editor.tsx';

/** One poster, to change; put away, or without the right to change it, to look at. */
export default function PosterPage() {
  const t = useTexts();
  const { posterId = '' } = useParams({ strict: false }) as { posterId?: string };
  const { can } = useSession();
  const { data, error, isFetching, refetch } = useRead<Poster>(`/posters/${posterId}`);
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} size="page" />;
  if (!data || data.id !== posterId) return <PageSkeleton />;
  const mayChange = can('brand:write');
  const isFixed = data.archived || !mayChange;
  return (
    <>
      <PageHeader
        title={data.name}
        lead={isFixed ? data.hook : t('poster.editLead')}
        actions={mayChange && <Actions poster={data} />}
      />
      {data.archived && <Notice title={t('poster.archivedTitle')}>{t('poster.archivedWhat')}</Notice>}
      {!mayChange && !data.archived && <Notice title={t('poster.readOnly')} />}
      {isFixed ? <Look poster={data} /> : <Held key={posterId} poster={data} isFresh={!isFetching} />}
    </>
  );
}

function Look({ poster }: { poster: Poster }) {
  const t = useTexts();
  const alt = t('posters.picture', { name: poster.name });
  return <img className={styles.look} src={pictureOf(poster, 750)} alt={alt} />;
}

/** What the editor began with is its own: what is read later does not change what somebody writes. */
function Held({ poster, isFresh }: { poster: Poster; isFresh: boolean }) {
  const [held, hold] = useState<Poster>();
  if (!held && isFresh) hold(poster);
  return held ? <Editor initial={draftOf(held, held.name)} poster={held} /> : <PageSkeleton />;
}

function Actions({ poster: { id, name, archived } }: { poster: Poster }) {
  const t = useTexts();
  const notify = useNotify();
  const navigate = useNavigate();
  const { modal } = App.useApp();
  const archive = useWrite((_: undefined, key) => api.delete(`/posters/${id}`, { key }), {
    refresh: ['/posters'],
    onDone: () => {
      notify.done(t('poster.archived', { name }));
      void navigate({ to: '/posters', ignoreBlocker: true });
    },
    onProblem: notify.problem,
  });
  const ask = () =>
    void modal.confirm({
      title: t('poster.archiveTitle', { name }),
      content: t('poster.archiveWhat'),
      okText: t('poster.archive'),
      okButtonProps: { danger: true },
      onOk: () => archive.run(undefined),
    });
  return (
    <>
      {!archived && (
        <Button type="text" onClick={ask} loading={archive.isRunning}>
          {t('poster.archive')}
        </Button>
      )}
      <Button onClick={() => void navigate({ to: '/posters/new', search: { copy: id } as never })}>
        {t('poster.copy')}
      </Button>
    </>
  );
}
