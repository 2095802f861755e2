import { useNavigate } from '@tanstack/react-router';
import { App, Button } from 'antd';
import { api } from '#web/api/api.ts';
import { useWrite } from '#web/api/queries.ts';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useSession } from '#web/session/session.ts';
import { changeOf, draftOf } from '../editor/draft.ts';
import type { Code } from '../reads.ts';
import { useTexts } from '../texts/index.ts';

/** What can be done with a code: lead it elsewhere, stop it for a while, put it away. */
export function Actions({ code }: { code: Code }) {
  const t = useTexts();
  const navigate = useNavigate();
  const { can } = useSession();
  if (!can('acquisition:write')) return null;
  return (
    <>
      <Archive code={code} />
      <Pause code={code} />
      <Button type="primary" onClick={() => void navigate({ to: `/live-codes/${code.id}/edit` })}>
        {t('code.edit')}
      </Button>
    </>
  );
}

function Pause({ code }: { code: Code }) {
  const t = useTexts();
  const notify = useNotify();
  const set = (paused: boolean, key: string) =>
    api.put(`/live-codes/${code.id}`, changeOf({ ...draftOf(code), paused }, code.version), { key });
  const write = useWrite(set, {
    refresh: ['/live-codes', `/live-codes/${code.id}`],
    onDone: () => notify.done(t(code.paused ? 'code.resumed' : 'code.paused')),
    onProblem: notify.problem,
  });
  return (
    <Button onClick={() => write.run(!code.paused)} loading={write.isRunning}>
      {t(code.paused ? 'code.resume' : 'code.pause')}
    </Button>
  );
}

function Archive({ code: { id, name } }: { code: Code }) {
  const t = useTexts();
  const notify = useNotify();
  const navigate = useNavigate();
  const { modal } = App.useApp();
  const archive = useWrite((_: undefined, key) => api.delete(`/live-codes/${id}`, { key }), {
    refresh: ['/live-codes', '/touchpoints'],
    onDone: () => {
      notify.done(t('code.archived', { name }));
      void navigate({ to: '/live-codes' });
    },
    onProblem: notify.problem,
  });
  const ask = () =>
    void modal.confirm({
      title: t('code.archiveTitle', { name }),
      content: t('code.archiveWhat'),
      okText: t('code.archive'),
      okButtonProps: { danger: true },
      onOk: () => archive.run(undefined),
    });
  return (
    <Button type="text" onClick={ask} loading={archive.isRunning}>
      {t('code.archive')}
    </Button>
  );
}
