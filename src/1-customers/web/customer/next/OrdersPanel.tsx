import { Button } from 'antd';
import { useState } from 'react';
import type { Wire } from '#web/api/client.ts';
import { useList } from '#web/api/queries.ts';
import { DateTime } from '#web/kit/DateTime.tsx';
import { ErrorState } from '#web/kit/ErrorState.tsx';
import { formatFen } from '#web/kit/format.ts';
import { Money } from '#web/kit/Money.tsx';
import { Panel } from '#web/kit/Panel.tsx';
import { Tag } from '#web/kit/Tag.tsx';
import type { orderView } from '../../../contract.ts';
import { useTexts } from '../../texts/index.ts';
import type { Customer } from '../customer.ts';
import { Bindings } from './Bindings.tsx';
import styles from './OrdersPanel.module.css';

type Order = Wire<typeof orderView>;

const FEW = 4;

/** The orders with their goods, newest first. */
export function OrdersPanel({ of }: { of: Customer }) {
  const t = useTexts();
  const [isWhole, setWhole] = useState(false);
  const { rows, error, retry, paging } = useList<Order>(`/customers/${of.id}/orders`, { limit: 20 });
  if (error) return <ErrorState error={error} onRetry={retry} />;
  const shown = isWhole ? rows : rows?.slice(0, FEW);
  return (
    <Panel title={t('orders')} tone="sheet" aside={<Total of={of.totals} />}>
      {rows?.length === 0 && <p className={styles.none}>{t('order.none')}</p>}
      <ol className={styles.orders}>
        {shown?.map(order => (
          <OneOrder key={order.id} order={order} />
        ))}
      </ol>
      {!isWhole && (rows?.length ?? 0) > FEW && (
        <Button type="link" size="small" className={styles.more ?? ''} onClick={() => setWhole(true)}>
          {t('order.more')}
        </Button>
      )}
      {isWhole && paging.kind === 'more' && paging.hasMore && (
        <Button size="small" loading={paging.isLoading} onClick={paging.more}>
          {t('timeline.more')}
        </Button>
      )}
      <Bindings of={of.id} />
    </Panel>
  );
}

function Total({ of }: { of: Customer['totals'] }) {
  const t = useTexts();
  if (of.orders === 0) return null;
  return (
    <span className={styles.none}>{t('order.total', { count: of.orders, paid: formatFen(of.paid) })}</span>
  );
}

function OneOrder({ order }: { order: Order }) {
  return (
    <li>
      <div className={styles.head}>
        <span>
          <DateTime at={order.orderedAt} style="day" /> {order.shop}
        </span>
        <strong>
          <Paid of={order} />
        </strong>
      </div>
      <Goods of={order.items} />
      <div className={styles.states}>
        <small title={order.orderNo}>{order.orderNo}</small>
        <State of={order} />
      </div>
    </li>
  );
}

/** In the currency it was paid in. */
function Paid({ of: { paid, currency } }: { of: Order }) {
  if (currency === 'CNY') return <Money fen={paid} />;
  return <data value={paid}>{`${formatFen(paid).replace('¥', '')} ${currency}`}</data>;
}

/** A wholesaler's order has hundreds of lines: the first few say what it was. */
const SOME = 6;

function Goods({ of }: { of: Order['items'] }) {
  const t = useTexts();
  const [isWhole, setWhole] = useState(false);
  if (of.length === 0) return <p className={styles.goods}>{t('order.noItems')}</p>;
  const shown = isWhole ? of : of.slice(0, SOME);
  return (
    <p className={styles.goods}>
      {shown.map(item => (item.quantity > 1 ? `${item.name} × ${item.quantity}` : item.name)).join(t('and'))}
      {of.length > SOME && (
        <Button type="link" size="small" onClick={() => setWhole(!isWhole)}>
          {isWhole ? t('fewer') : t('order.allItems', { count: of.length })}
        </Button>
      )}
    </p>
  );
}

/** How it stands, where that is not simply "paid and done". */
function State({ of }: { of: Order }) {
  const t = useTexts();
  const refunded = formatFen(of.refunded);
  if (of.refund === 'full') return <Tag tone="advice">{t('order.refundedFull')}</Tag>;
  if (of.refund === 'partial') return <Tag tone="advice">{t('order.refundedPart', { refunded })}</Tag>;
  if (of.payment !== 'paid') return <Tag>{t(`order.${of.payment}`)}</Tag>;
  if (of.fulfilment === 'shipped') return <Tag tone="accent">{t('order.shipped')}</Tag>;
  return null;
}
