import { App, Button } from 'antd';
import { api } from '#web/api/api.ts';
import { useWrite } from '#web/api/queries.ts';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useTexts } from '../texts/index.ts';

type Props = {
  account: { id: string; name: string; status: string };
  /** Where it is changed, below which `/{id}`. */
  path: '/accounts' | '/sms-accounts';
  /** What a pause stops. */
  what: string;
};

export function PauseOrResume({ account: { id, name, status }, path, what }: Props) {
  const t = useTexts();
  const notify = useNotify();
  const { modal } = App.useApp();
  const isPaused = status === 'paused';
  const write = useWrite(
    (to: 'active' | 'paused', key) => api.patch(`${path}/${id}`, { status: to }, { key }),
    {
      refresh: [path, '/accounts'],
      onDone: () => notify.done(t(isPaused ? 'accounts.resumeDone' : 'accounts.pauseDone')),
      onProblem: notify.problem,
    },
  );
  const ask = () =>
    void modal.confirm({
      title: t('accounts.pauseAsk', { name }),
      content: what,
      okText: t('accounts.pause'),
      onOk: () => write.run('paused'),
    });
  return (
    <Button
      {...(isPaused && { type: 'primary' as const })}
      onClick={isPaused ? () => write.run('active') : ask}
      loading={write.isRunning}
    >
      {t(isPaused ? 'accounts.resume' : 'accounts.pause')}
    </Button>
  );
}
