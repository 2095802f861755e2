import { Button, Segmented } from 'antd';
import { useState } from 'react';
import type { Wire } from '#web/api/client.ts';
import { useRead } from '#web/api/queries.ts';
import { DateTime } from '#web/kit/DateTime.tsx';
import { Tag } from '#web/kit/Tag.tsx';
import type { deliveryRow } from '../../webhooks/contract.ts';
import { useTexts } from '../texts/index.ts';
import { ReplayRange } from './ReplayRange.tsx';
import styles from './Webhooks.module.css';
import type { Endpoint, EventType } from './WebhooksPage.tsx';

type Delivery = Wire<typeof deliveryRow>;
type Props = { endpoint: Endpoint; types: readonly EventType[]; onDelivery: (id: string) => void };

export const TONES = { waiting: 'plain', delivered: 'plain', failed: 'stop', held: 'advice' } as const;
const FILTERS = ['all', 'failed', 'held', 'waiting'] as const;
const AGAIN = 3_000;

/** The last deliveries and what became of them. */
export function Deliveries({ endpoint, types, onDelivery }: Props) {
  const t = useTexts();
  const [shown, show] = useState<(typeof FILTERS)[number]>('all');
  const [isReplaying, setReplaying] = useState(false);
  const { data } = useRead<{ data: Delivery[] }>(
    `/webhook-endpoints/${endpoint.id}/deliveries`,
    shown === 'all' ? {} : { state: shown },
    { every: () => AGAIN },
  );
  return (
    <section>
      <div className={styles.line}>
        <strong>{t('webhooks.deliveries')}</strong>
        {endpoint.status === 'active' && (
          <Button size="small" onClick={() => setReplaying(true)}>
            {t('webhooks.replayRange')}
          </Button>
        )}
      </div>
      <Segmented
        className={styles.filter ?? ''}
        size="small"
        value={shown}
        onChange={show}
        options={FILTERS.map(value => ({
          value,
          label: t(value === 'all' ? 'webhooks.all' : `webhooks.results.${value}`),
        }))}
      />
      {data?.data.length === 0 && <p className={styles.faint}>{t('webhooks.none')}</p>}
      <ul className={styles.list}>
        {data?.data.map(delivery => (
          <li key={delivery.id}>
            <DeliveryLine delivery={delivery} types={types} onLook={() => onDelivery(delivery.id)} />
          </li>
        ))}
      </ul>
      {isReplaying && <ReplayRange endpointId={endpoint.id} onClose={() => setReplaying(false)} />}
    </section>
  );
}

function DeliveryLine({
  delivery: { type, state, at, last, tryAt },
  types,
  onLook,
}: {
  delivery: Delivery;
  types: readonly EventType[];
  onLook: () => void;
}) {
  const t = useTexts();
  const title = types.find(one => one.type === type)?.title ?? t('webhooks.testEvent');
  return (
    <button type="button" className={styles.delivery} onClick={onLook}>
      <span className={styles.line}>
        <Tag tone={TONES[state]}>{t(`webhooks.results.${state}`)}</Tag>
        <span>{title}</span>
        <span className={styles.faint}>
          <DateTime at={at} style="ago" />
        </span>
      </span>
      {last && last.outcome !== 'taken' && (
        <span className={styles.fault}>
          <Outcome outcome={last.outcome} status={last.status} />
          {state === 'waiting' && tryAt && (
            <>
              {' '}
              {t('webhooks.tryAt')} <DateTime at={tryAt} />
            </>
          )}
        </span>
      )}
    </button>
  );
}

/** What a receiver said, or why it could not. */
export function Outcome({ outcome, status }: Pick<NonNullable<Delivery['last']>, 'outcome' | 'status'>) {
  const t = useTexts();
  return (
    <>
      {t(`webhooks.outcomes.${outcome}`)}
      {status !== null && ` (HTTP ${status})`}
    </>
  );
}
