import { App, Button } from 'antd';
import { useState } from 'react';
import { api } from '#web/api/api.ts';
import { useWrite } from '#web/api/queries.ts';
import { PageHeader } from '#web/kit/PageHeader.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useSession } from '#web/session/session.ts';
import type { MigrationView } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import { StatusTag } from './columns.tsx';
import { EditMigration } from './EditMigration.tsx';

/** What a plan is called, how it stands, and what can be done with it. */
export function MigrationHead({ migration }: { migration: MigrationView }) {
  const t = useTexts();
  const { can } = useSession();
  const [isEditing, setEditing] = useState(false);
  const { name, status } = migration;
  return (
    <>
      <PageHeader
        title={name}
        aside={<StatusTag of={status} />}
        actions={
          can('acquisition:write') &&
          status !== 'ended' && (
            <>
              <Moves migration={migration} />
              <Button onClick={() => setEditing(true)}>{t('migrations.edit')}</Button>
              <Onwards migration={migration} />
            </>
          )
        }
      />
      {isEditing && <EditMigration migration={migration} onClose={() => setEditing(false)} />}
    </>
  );
}

function useMove({ id }: MigrationView) {
  const t = useTexts();
  const notify = useNotify();
  type To = 'started' | 'paused' | 'resumed' | 'ended';
  const wire = { paused: 'paused', resumed: 'running', ended: 'ended' } as const;
  return useWrite(
    async (to: To, key) => {
      if (to === 'started') await api.post(`/buyer-migrations/${id}/start`, {}, { key });
      else await api.post(`/buyer-migrations/${id}/move`, { to: wire[to] }, { key });
      return to;
    },
    {
      refresh: ['/buyer-migrations', '/migration-tasks'],
      onDone: to => notify.done(t(`migrations.${to}`)),
      onProblem: notify.problem,
    },
  );
}

/** Pause and end: away from where one would go on. */
function Moves({ migration }: { migration: MigrationView }) {
  const t = useTexts();
  const move = useMove(migration);
  const { modal } = App.useApp();
  const { status, name } = migration;
  if (status === 'draft') return null;
  const end = () =>
    void modal.confirm({
      title: t('migrations.endTitle', { name }),
      content: t('migrations.endWhat'),
      okText: t('migrations.end'),
      okButtonProps: { danger: true },
      onOk: () => move.run('ended'),
    });
  return (
    <>
      <Button type="text" onClick={end} loading={move.isRunning}>
        {t('migrations.end')}
      </Button>
      {status === 'running' && (
        <Button onClick={() => move.run('paused')} loading={move.isRunning}>
          {t('migrations.pause')}
        </Button>
      )}
    </>
  );
}

function Onwards({ migration }: { migration: MigrationView }) {
  const t = useTexts();
  const move = useMove(migration);
  const { modal } = App.useApp();
  const { status, name } = migration;
  if (status === 'running') return null;
  const start = () =>
    void modal.confirm({
      title: t('migrations.startTitle', { name }),
      content: t('migrations.startWhat'),
      okText: t('migrations.start'),
      onOk: () => move.run('started'),
    });
  return (
    <Button
      type="primary"
      onClick={status === 'draft' ? start : () => move.run('resumed')}
      loading={move.isRunning}
    >
      {t(status === 'draft' ? 'migrations.start' : 'migrations.resume')}
    </Button>
  );
}
