import { useNavigate } from '@tanstack/react-router';
import { App, Button } from 'antd';
import { api } from '#web/api/api.ts';
import { useWrite } from '#web/api/queries.ts';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useTexts } from '../texts/index.ts';

/** Throws a draft away, after asking. */
export function Discard({ id }: { id: string }) {
  const t = useTexts();
  const notify = useNotify();
  const navigate = useNavigate();
  const { modal } = App.useApp();
  const discard = useWrite((_: undefined, key) => api.post(`/broadcasts/${id}/cancel`, {}, { key }), {
    refresh: ['/broadcasts'],
    onDone: () => {
      notify.done(t('wizard.discarded'));
      void navigate({ to: '/broadcasts' });
    },
    onProblem: notify.problem,
  });
  const ask = () =>
    void modal.confirm({
      title: t('wizard.discard'),
      content: t('wizard.discardWhat'),
      okText: t('wizard.discard'),
      okButtonProps: { danger: true },
      onOk: () => discard.run(undefined),
    });
  return (
    <Button type="text" size="small" onClick={ask} loading={discard.isRunning}>
      {t('wizard.discard')}
    </Button>
  );
}
