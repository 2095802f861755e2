import { Button } from 'antd';
import { api } from '#web/api/api.ts';
import type { Wire } from '#web/api/client.ts';
import { useWrite } from '#web/api/queries.ts';
import { CopyText } from '#web/kit/CopyText.tsx';
import { DateTime } from '#web/kit/DateTime.tsx';
import { Facts } from '#web/kit/Facts.tsx';
import { Notice } from '#web/kit/Notice.tsx';
import { QuickLook } from '#web/kit/QuickLook.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import type { youzanPatch } from '../../youzan/contract.ts';
import { useTexts } from '../texts/index.ts';
import styles from './ShopOrders.module.css';
import type { Shop } from './ShopOrdersPage.tsx';

type Props = { shop: Shop; onKeys: () => void; onClose: () => void };

/** One shop of Youzan: how far its orders are in, what went wrong, and where its messages are sent. */
export function YouzanLook({ shop, onKeys, onClose }: Props) {
  const t = useTexts();
  const { lastAt, lastOrders: orders, lastRefunds: refunds, readUntil, failure, faults } = shop;
  const read = lastAt && (
    <>
      <DateTime at={lastAt} />
      <span className={styles.hint}>{t('shopOrders.youzan.got', { orders, refunds })}</span>
    </>
  );
  return (
    <QuickLook of={shop.id} title={shop.name} onClose={onClose} footer={<Acts shop={shop} onKeys={onKeys} />}>
      <div className={styles.stack}>
        {failure && (
          <Notice kind="advice" title={t('shopOrders.youzan.failed')}>
            {failure} {t('shopOrders.youzan.failedKept')}
          </Notice>
        )}
        <Facts
          facts={[
            { key: 'shopId', label: t('shopOrders.youzan.shopId'), value: <CopyText text={shop.shopId} /> },
            { key: 'client', label: t('shopOrders.youzan.clientId'), value: shop.clientId },
            {
              key: 'last',
              label: t('shopOrders.youzan.lastRead'),
              value: read ?? t('shopOrders.youzan.never'),
            },
            ...(readUntil
              ? [
                  {
                    key: 'until',
                    label: t('shopOrders.youzan.readUntil'),
                    value: <DateTime at={readUntil} />,
                  },
                ]
              : []),
            {
              key: 'push',
              label: t('shopOrders.youzan.push'),
              value: <CopyText text={`${location.origin}${shop.pushPath}`} />,
            },
          ]}
        />
        <span className={styles.hint}>{t('shopOrders.youzan.pushWhat')}</span>
        {faults.length > 0 && <Faults faults={faults} />}
      </div>
    </QuickLook>
  );
}

function Faults({ faults }: { faults: Shop['faults'] }) {
  const t = useTexts();
  return (
    <section>
      <strong>{t('shopOrders.youzan.faults')}</strong>
      <ul className={styles.list}>
        {faults.map((fault, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: they have no number of their own and do not move
          <li key={at}>
            <span>{fault.orderNo ? <code>{fault.orderNo}</code> : t('shopOrders.youzan.noNumber')}</span>
            <p className={styles.fault}>{fault.message}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Acts({ shop: { id, status }, onKeys }: Pick<Props, 'shop' | 'onKeys'>) {
  const t = useTexts();
  const notify = useNotify();
  const rules = { refresh: ['/youzan-shops'], onProblem: notify.problem };
  const pull = useWrite((_: undefined, key) => api.post(`/youzan-shops/${id}/pull`, {}, { key }), {
    ...rules,
    onDone: () => notify.done(t('shopOrders.youzan.nowDone')),
  });
  const change = useWrite(
    (patch: Wire<typeof youzanPatch>, key) => api.patch(`/youzan-shops/${id}`, patch, { key }),
    { ...rules, onDone: () => notify.done(t('shopOrders.youzan.changed')) },
  );
  return (
    <div className={styles.foot}>
      {status === 'active' && (
        <Button type="primary" onClick={() => pull.run(undefined)} loading={pull.isRunning}>
          {t('shopOrders.youzan.now')}
        </Button>
      )}
      <Button onClick={onKeys}>{t('shopOrders.youzan.change')}</Button>
      <Button
        onClick={() => change.run({ status: status === 'active' ? 'paused' : 'active' })}
        loading={change.isRunning}
      >
        {t(status === 'active' ? 'shopOrders.youzan.pause' : 'shopOrders.youzan.resume')}
      </Button>
    </div>
  );
}
