import { Button } from 'antd';
import { api } from '#web/api/api.ts';
import type { Wire } from '#web/api/client.ts';
import { useRead, useWrite } from '#web/api/queries.ts';
import { DateTime } from '#web/kit/DateTime.tsx';
import { ErrorState } from '#web/kit/ErrorState.tsx';
import { Facts } from '#web/kit/Facts.tsx';
import { PageSkeleton } from '#web/kit/PageSkeleton.tsx';
import { QuickLook } from '#web/kit/QuickLook.tsx';
import { Snippet } from '#web/kit/Snippet.tsx';
import { Tag } from '#web/kit/Tag.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import type { deliveryView } from '../../webhooks/contract.ts';
import { useTexts } from '../texts/index.ts';
import { Outcome, TONES } from './Deliveries.tsx';
import styles from './Webhooks.module.css';
import type { Endpoint } from './WebhooksPage.tsx';

type Delivery = Wire<typeof deliveryView>;
const AGAIN = 3_000;

/** One delivery: each try, and what was sent. */
export function DeliveryLook({
  id,
  endpoint,
  onClose,
}: {
  id: string;
  endpoint: Endpoint;
  onClose: () => void;
}) {
  const path = `/webhook-deliveries/${id}`;
  const { data, error, refetch } = useRead<Delivery>(path, {}, { every: () => AGAIN });
  return (
    <QuickLook
      of={id}
      title={data?.type ?? id}
      onClose={onClose}
      footer={
        data && data.state !== 'waiting' && endpoint.status === 'active' ? <Replay path={path} /> : undefined
      }
    >
      {!data && (error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <PageSkeleton />)}
      {data && <Said delivery={data} endpoint={endpoint} />}
    </QuickLook>
  );
}

function Said({ delivery, endpoint }: { delivery: Delivery; endpoint: Endpoint }) {
  const t = useTexts();
  const { id, state, at, tries, tryAt, attempts, payload, told } = delivery;
  const facts = [
    {
      key: 'state',
      label: t('webhooks.state'),
      value: <Tag tone={TONES[state]}>{t(`webhooks.results.${state}`)}</Tag>,
    },
    { key: 'endpoint', label: t('webhooks.name'), value: endpoint.name },
    { key: 'id', label: 'webhook-id', value: <code>{id}</code> },
    { key: 'at', label: t('webhooks.happened'), value: <DateTime at={at} /> },
    ...(state === 'waiting' && tryAt
      ? [{ key: 'next', label: t('webhooks.tryAt'), value: <DateTime at={tryAt} /> }]
      : []),
    { key: 'tries', label: t('webhooks.tries'), value: t('webhooks.triesOf', { n: tries, all: 10 }) },
  ];
  return (
    <div className={styles.stack}>
      <Facts facts={facts} />
      <ul className={styles.list}>
        {attempts.map(one => (
          <li key={one.at}>
            <span className={styles.line}>
              <DateTime at={one.at} />
              <span>
                <Outcome outcome={one.outcome} status={one.status} />
              </span>
              <span className={styles.faint}>{t('webhooks.milliseconds', { n: one.milliseconds })}</span>
            </span>
          </li>
        ))}
      </ul>
      <Snippet title={t('webhooks.payload')} text={JSON.stringify(payload, null, 2)}>
        {told.length > 0 &&
          t('webhooks.told', { fields: told.map(field => t(`webhooks.field.${field}`)).join(t('and')) })}
      </Snippet>
    </div>
  );
}

function Replay({ path }: { path: string }) {
  const t = useTexts();
  const notify = useNotify();
  const write = useWrite((_: undefined, key) => api.post(`${path}/replay`, {}, { key }), {
    refresh: [path, '/webhook-endpoints'],
    onDone: () => notify.done(t('webhooks.replayDone', { n: 1 })),
    onProblem: notify.problem,
  });
  return (
    <Button onClick={() => write.run(undefined)} loading={write.isRunning}>
      {t('webhooks.replay')}
    </Button>
  );
}
