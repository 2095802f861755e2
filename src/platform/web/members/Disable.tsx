import { App, Button } from 'antd';
import { api } from '#web/api/api.ts';
import { useWrite } from '#web/api/queries.ts';
import { useNotify } from '#web/kit/use-notify.tsx';
import type { Member } from '../reads.ts';
import { useTexts } from '../texts/index.ts';

/** Shuts somebody out at once, after asking; lets them in again without. */
export function Disable({ member: { id, name, status }, onDone }: { member: Member; onDone: () => void }) {
  const t = useTexts();
  const notify = useNotify();
  const { modal } = App.useApp();
  const write = useWrite(
    (to: Member['status'], key) => api.patch(`/members/${id}`, { status: to }, { key }),
    {
      refresh: ['/members', '/teams'],
      onDone: () => {
        notify.done(t(status === 'active' ? 'members.disabled' : 'members.enabled', { name }));
        onDone();
      },
      onProblem: notify.problem,
    },
  );
  if (status === 'disabled')
    return (
      <Button onClick={() => write.run('active')} loading={write.isRunning}>
        {t('members.enable')}
      </Button>
    );
  const ask = () =>
    void modal.confirm({
      title: t('members.disableAsk', { name }),
      content: t('members.disableWhat'),
      okText: t('members.disable'),
      okButtonProps: { danger: true },
      onOk: () => write.run('disabled'),
    });
  return (
    <Button danger onClick={ask} loading={write.isRunning}>
      {t('members.disable')}
    </Button>
  );
}
