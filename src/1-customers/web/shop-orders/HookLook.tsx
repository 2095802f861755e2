import { App, Button } from 'antd';
import { api } from '#web/api/api.ts';
import type { Wire } from '#web/api/client.ts';
import { useWrite } from '#web/api/queries.ts';
import { CopyText } from '#web/kit/CopyText.tsx';
import { DateTime } from '#web/kit/DateTime.tsx';
import { Facts } from '#web/kit/Facts.tsx';
import { Notice } from '#web/kit/Notice.tsx';
import { QuickLook } from '#web/kit/QuickLook.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import type { hookPatch, hookSecret } from '../../webhooks/contract.ts';
import { useTexts } from '../texts/index.ts';
import { Deliveries } from './Deliveries.tsx';
import { Example, hookAddress } from './Example.tsx';
import styles from './ShopOrders.module.css';
import type { Hook, Made } from './ShopOrdersPage.tsx';

type Props = { hook: Hook; onMade: (made: Made) => void; onClose: () => void };

/** One address: how it is used, what came by it, and its secret's change or end. */
export function HookLook({ hook, onMade, onClose }: Props) {
  const t = useTexts();
  const { address, account, createdAt, beforeUntil, lastReceivedAt, lastRefused } = hook;
  // What came well afterwards shows that it has been put right.
  const isRefused = lastRefused !== null && (lastReceivedAt === null || lastRefused.at > lastReceivedAt);
  const isBefore = beforeUntil !== null && new Date(beforeUntil) > new Date();
  return (
    <QuickLook
      of={hook.id}
      title={hook.name}
      onClose={onClose}
      footer={<Acts hook={hook} onMade={onMade} onClose={onClose} />}
    >
      <div className={styles.stack}>
        {isRefused && (
          <Notice kind="advice" title={t('shopOrders.hooks.refused')}>
            {lastRefused.message} (<DateTime at={lastRefused.at} />)
          </Notice>
        )}
        <Facts
          facts={[
            {
              key: 'address',
              label: t('shopOrders.hooks.address'),
              value: <CopyText text={hookAddress(address)} />,
            },
            { key: 'source', label: t('shopOrders.hooks.source'), value: account.name },
            {
              key: 'last',
              label: t('shopOrders.hooks.last'),
              value: lastReceivedAt ? <DateTime at={lastReceivedAt} /> : t('shopOrders.hooks.never'),
            },
            { key: 'created', label: t('keys.created'), value: <DateTime at={createdAt} /> },
            ...(isBefore
              ? [
                  {
                    key: 'before',
                    label: t('shopOrders.hooks.beforeUntil'),
                    value: <DateTime at={beforeUntil} />,
                  },
                ]
              : []),
          ]}
        />
        <Deliveries hookId={hook.id} />
        <Example address={address} secret={t('shopOrders.hooks.place')} />
      </div>
    </QuickLook>
  );
}

function Acts({ hook: { id, name, status }, onMade, onClose }: Props) {
  const t = useTexts();
  const notify = useNotify();
  const { modal } = App.useApp();
  const rules = { refresh: ['/order-hooks'], onProblem: notify.problem };
  const rotate = useWrite(
    (_: undefined, key) => api.post<Wire<typeof hookSecret>>(`/order-hooks/${id}/rotate`, {}, { key }),
    {
      ...rules,
      onDone: made => {
        onClose();
        onMade({ ...made, isRotated: true });
      },
    },
  );
  const change = useWrite(
    (patch: Wire<typeof hookPatch>, key) => api.patch(`/order-hooks/${id}`, patch, { key }),
    {
      ...rules,
      onDone: () => notify.done(t(`shopOrders.hooks.${status === 'active' ? 'pauseDone' : 'resumeDone'}`)),
    },
  );
  const remove = useWrite((_: undefined, key) => api.delete(`/order-hooks/${id}`, { key }), {
    ...rules,
    onDone: () => {
      notify.done(t('shopOrders.hooks.removeDone', { name }));
      onClose();
    },
  });
  const askRotate = () =>
    void modal.confirm({
      title: t('shopOrders.hooks.rotateAsk', { name }),
      content: t('shopOrders.hooks.rotateWhat'),
      okText: t('shopOrders.hooks.rotate'),
      onOk: () => rotate.run(undefined),
    });
  const askRemove = () =>
    void modal.confirm({
      title: t('shopOrders.hooks.removeAsk', { name }),
      content: t('shopOrders.hooks.removeWhat'),
      okText: t('shopOrders.hooks.remove'),
      okButtonProps: { danger: true },
      onOk: () => remove.run(undefined),
    });
  return (
    <div className={styles.foot}>
      <Button onClick={askRotate} loading={rotate.isRunning}>
        {t('shopOrders.hooks.rotate')}
      </Button>
      <Button
        onClick={() => change.run({ status: status === 'active' ? 'paused' : 'active' })}
        loading={change.isRunning}
      >
        {t(status === 'active' ? 'shopOrders.hooks.pause' : 'shopOrders.hooks.resume')}
      </Button>
      <Button danger onClick={askRemove} loading={remove.isRunning}>
        {t('shopOrders.hooks.remove')}
      </Button>
    </div>
  );
}
