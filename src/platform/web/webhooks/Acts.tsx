import { App, Button } from 'antd';
import { api } from '#web/api/api.ts';
import type { Wire } from '#web/api/client.ts';
import { useWrite } from '#web/api/queries.ts';
import { useNotify } from '#web/kit/use-notify.tsx';
import type { endpointPatch, endpointSecret } from '../../webhooks/contract.ts';
import { useTexts } from '../texts/index.ts';
import styles from './Webhooks.module.css';
import type { Endpoint, Made } from './WebhooksPage.tsx';

type Props = { endpoint: Endpoint; onMade: (made: Made) => void; onClose: () => void };

/** Try it, stop it, change its secret, or end it. */
export function Acts({ endpoint, onMade, onClose }: Props) {
  const t = useTexts();
  const { modal } = App.useApp();
  const { name, status } = endpoint;
  const { test, change, rotate, remove } = useActs(endpoint, onMade, onClose);
  const ask = (what: 'rotate' | 'remove', onOk: () => void) =>
    void modal.confirm({
      title: t(`webhooks.${what}Ask`, { name }),
      content: t(`webhooks.${what}What`),
      okText: t(`webhooks.${what}`),
      okButtonProps: { danger: what === 'remove' },
      onOk,
    });
  const isActive = status === 'active';
  return (
    <div className={styles.foot}>
      <Button type="primary" onClick={() => test.run(undefined)} loading={test.isRunning}>
        {t('webhooks.test')}
      </Button>
      <Button
        onClick={() => change.run({ status: isActive ? 'paused' : 'active' })}
        loading={change.isRunning}
      >
        {t(isActive ? 'webhooks.pause' : 'webhooks.resume')}
      </Button>
      <Button onClick={() => ask('rotate', () => rotate.run(undefined))} loading={rotate.isRunning}>
        {t('webhooks.rotate')}
      </Button>
      <Button danger onClick={() => ask('remove', () => remove.run(undefined))} loading={remove.isRunning}>
        {t('webhooks.remove')}
      </Button>
    </div>
  );
}

function useActs({ id, name, status }: Endpoint, onMade: (made: Made) => void, onClose: () => void) {
  const t = useTexts();
  const notify = useNotify();
  const path = `/webhook-endpoints/${id}`;
  const rules = { refresh: ['/webhook-endpoints', `${path}/deliveries`], onProblem: notify.problem };
  const test = useWrite((_: undefined, key) => api.post(`${path}/test`, {}, { key }), {
    ...rules,
    onDone: () => notify.done(t('webhooks.testDone')),
  });
  const change = useWrite((patch: Wire<typeof endpointPatch>, key) => api.patch(path, patch, { key }), {
    ...rules,
    onDone: () => notify.done(t(status === 'active' ? 'webhooks.pauseDone' : 'webhooks.resumeDone')),
  });
  const rotate = useWrite(
    (_: undefined, key) => api.post<Wire<typeof endpointSecret>>(`${path}/rotate`, {}, { key }),
    {
      ...rules,
      onDone: made => {
        onClose();
        onMade({ ...made, isRotated: true });
      },
    },
  );
  const remove = useWrite((_: undefined, key) => api.delete(path, { key }), {
    ...rules,
    onDone: () => {
      notify.done(t('webhooks.removeDone', { name }));
      onClose();
    },
  });
  return { test, change, rotate, remove };
}
