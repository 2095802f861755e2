import { Button } from 'antd';
import { api } from '#web/api/api.ts';
import type { Wire } from '#web/api/client.ts';
import { useWholeList, useWrite } from '#web/api/queries.ts';
import { DateTime } from '#web/kit/DateTime.tsx';
import { Tag } from '#web/kit/Tag.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import type { deliveryView } from '../../webhooks/contract.ts';
import { useTexts } from '../texts/index.ts';
import styles from './ShopOrders.module.css';

type Delivery = Wire<typeof deliveryView>;

const TONES = { waiting: 'plain', done: 'plain', partial: 'advice', failed: 'stop' } as const;
const AGAIN = 3_000;
/** So many faults of a delivery are shown at once. */
const SHOWN = 3;

/** The last deliveries and what became of them; one that did not get in is tried again from here. */
export function Deliveries({ hookId }: { hookId: string }) {
  const t = useTexts();
  const path = `/order-hooks/${hookId}/deliveries`;
  const { rows } = useWholeList<Delivery>(path, () => AGAIN);
  if (!rows) return null;
  return (
    <section>
      <strong>{t('shopOrders.hooks.deliveries')}</strong>
      {rows.length === 0 && <p className={styles.faint}>{t('shopOrders.hooks.none')}</p>}
      <ul className={styles.list}>
        {rows.map(delivery => (
          <DeliveryLine key={delivery.id} delivery={delivery} path={path} />
        ))}
      </ul>
    </section>
  );
}

/** What came in, in numbers; refunds only where there were some. */
function took(t: ReturnType<typeof useTexts>, orders: number, refunds: number): string {
  const parts = [
    ...(orders > 0 || refunds === 0 ? [t('shopOrders.orders', { count: orders })] : []),
    ...(refunds > 0 ? [t('shopOrders.refunds', { count: refunds })] : []),
  ];
  return parts.join(t('shopOrders.and'));
}

function DeliveryLine({ delivery, path }: { delivery: Delivery; path: string }) {
  const t = useTexts();
  const { state, orders, refunds, faults, failure, receivedAt } = delivery;
  return (
    <li>
      <div className={styles.line}>
        <Tag tone={TONES[state]}>{t(`shopOrders.hooks.result.${state}`)}</Tag>
        {(state === 'done' || state === 'partial') && <span>{took(t, orders, refunds)}</span>}
        <span className={styles.faint}>
          <DateTime at={receivedAt} style="ago" />
        </span>
        {delivery.canReplay && <Replay id={delivery.id} path={path} />}
      </div>
      {!delivery.key.startsWith('sha256 ') && (
        <p className={styles.fault}>
          <code>{delivery.key}</code>
        </p>
      )}
      {failure && <p className={styles.fault}>{failure}</p>}
      {faults.slice(0, SHOWN).map(fault => (
        <p key={`${fault.path} ${fault.code}`} className={styles.fault}>
          <code>{fault.path}</code> {fault.message}
        </p>
      ))}
      {faults.length > SHOWN && (
        <p className={styles.fault}>{t('shopOrders.hooks.moreFaults', { n: faults.length - SHOWN })}</p>
      )}
    </li>
  );
}

function Replay({ id, path }: { id: string; path: string }) {
  const t = useTexts();
  const notify = useNotify();
  const write = useWrite((_: undefined, key) => api.post(`/hook-deliveries/${id}/replay`, {}, { key }), {
    refresh: [path, '/order-hooks'],
    onDone: () => notify.done(t('shopOrders.hooks.replayed')),
    onProblem: notify.problem,
  });
  return (
    <Button size="small" onClick={() => write.run(undefined)} loading={write.isRunning}>
      {t('shopOrders.hooks.replay')}
    </Button>
  );
}
