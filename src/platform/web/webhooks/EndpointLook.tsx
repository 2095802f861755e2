import { Button } from 'antd';
import { CopyText } from '#web/kit/CopyText.tsx';
import { DateTime } from '#web/kit/DateTime.tsx';
import { Facts } from '#web/kit/Facts.tsx';
import { Notice } from '#web/kit/Notice.tsx';
import { QuickLook } from '#web/kit/QuickLook.tsx';
import { useTexts } from '../texts/index.ts';
import { Acts } from './Acts.tsx';
import { Deliveries } from './Deliveries.tsx';
import { State } from './use-columns.tsx';
import styles from './Webhooks.module.css';
import type { Endpoint, EventType, Made } from './WebhooksPage.tsx';

type Props = {
  endpoint: Endpoint;
  types: readonly EventType[];
  onMade: (made: Made) => void;
  onEdit: () => void;
  onDelivery: (id: string) => void;
  onClose: () => void;
};

/** One endpoint: how it stands, what goes there, and what went. */
export function EndpointLook({ endpoint, types, onMade, onEdit, onDelivery, onClose }: Props) {
  const t = useTexts();
  return (
    <QuickLook
      of={endpoint.id}
      title={endpoint.name}
      onClose={onClose}
      footer={<Acts endpoint={endpoint} onMade={onMade} onClose={onClose} />}
    >
      <div className={styles.stack}>
        <Trouble endpoint={endpoint} />
        <Facts facts={useFacts(endpoint, types)} />
        <Button className={styles.start ?? ''} onClick={onEdit}>
          {t('change')}
        </Button>
        <Deliveries endpoint={endpoint} types={types} onDelivery={onDelivery} />
      </div>
    </QuickLook>
  );
}

/** Why nothing arrives, and what to do. */
function Trouble({ endpoint }: { endpoint: Endpoint }) {
  const t = useTexts();
  const { status, disabledWhy, failingSince, held } = endpoint;
  if (status === 'disabled')
    return (
      <Notice kind="stop" title={t(`webhooks.disabledWhy.${disabledWhy ?? 'failing'}`)}>
        {t('webhooks.disabledWhat')}
      </Notice>
    );
  if (failingSince !== null)
    return (
      <Notice kind="advice" title={t('webhooks.failing')}>
        {t('webhooks.failingWhat')} <DateTime at={failingSince} />
      </Notice>
    );
  if (status === 'active' && held > 0)
    return (
      <Notice kind="note" title={t('webhooks.held', { n: held })}>
        {t('webhooks.heldWhat')}
      </Notice>
    );
  return null;
}

function useFacts(endpoint: Endpoint, types: readonly EventType[]) {
  const t = useTexts();
  const { url, fields, imports, lastDeliveredAt, createdAt, beforeUntil, waiting } = endpoint;
  const chosen = types.filter(({ type }) => endpoint.types.includes(type)).map(({ title }) => title);
  const persons = ['id' as const, ...fields].map(field => t(`webhooks.field.${field}`)).join(t('and'));
  const isBefore = beforeUntil !== null && new Date(beforeUntil) > new Date();
  return [
    { key: 'state', label: t('webhooks.state'), value: <State endpoint={endpoint} /> },
    { key: 'url', label: t('webhooks.url'), value: <CopyText text={url} /> },
    {
      key: 'types',
      label: t('webhooks.types'),
      value: chosen.length === 0 ? t('webhooks.allTypes') : chosen.join(t('and')),
    },
    { key: 'fields', label: t('webhooks.fields'), value: persons },
    {
      key: 'imports',
      label: t('webhooks.fromFiles'),
      value: t(imports ? 'webhooks.sent' : 'webhooks.notSent'),
    },
    {
      key: 'last',
      label: t('webhooks.last'),
      value: lastDeliveredAt ? <DateTime at={lastDeliveredAt} /> : t('webhooks.never'),
    },
    ...(waiting > 0
      ? [{ key: 'waiting', label: t('webhooks.results.waiting'), value: t('webhooks.count', { n: waiting }) }]
      : []),
    { key: 'created', label: t('webhooks.created'), value: <DateTime at={createdAt} /> },
    ...(isBefore
      ? [{ key: 'before', label: t('webhooks.beforeUntil'), value: <DateTime at={beforeUntil} /> }]
      : []),
  ];
}
