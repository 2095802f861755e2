import { DateTime } from '#web/kit/DateTime.tsx';
import { Tag } from '#web/kit/Tag.tsx';
import type { Column } from '#web/kit/table/columns.ts';
import { useTexts } from '../texts/index.ts';
import styles from './Webhooks.module.css';
import type { Endpoint } from './WebhooksPage.tsx';

export function useColumns(all: number | undefined): Column<Endpoint>[] {
  const t = useTexts();
  return [
    { key: 'name', title: t('webhooks.name'), cell: row => row.name, width: 200 },
    { key: 'state', title: t('webhooks.state'), cell: row => <State endpoint={row} />, phone: 'aside' },
    { key: 'url', title: t('webhooks.url'), cell: row => <code>{hostOf(row.url)}</code> },
    {
      key: 'types',
      title: t('webhooks.types'),
      cell: row =>
        row.types.length === 0
          ? t('webhooks.allTypes')
          : t('webhooks.someTypes', { n: row.types.length, all: all ?? '' }),
    },
    {
      key: 'last',
      title: t('webhooks.last'),
      cell: row =>
        row.lastDeliveredAt ? (
          <DateTime at={row.lastDeliveredAt} style="ago" />
        ) : (
          <span className={styles.faint}>{t('webhooks.never')}</span>
        ),
      align: 'end',
    },
  ];
}

/** How an endpoint stands: the state it was put in, and whether what is sent arrives. */
export function State({ endpoint }: { endpoint: Endpoint }) {
  const t = useTexts();
  const { status, failingSince, failed, held } = endpoint;
  const isFailing = status === 'active' && failingSince !== null;
  return (
    <span className={styles.tags}>
      {isFailing ? (
        <Tag tone="advice">{t('webhooks.failing')}</Tag>
      ) : (
        <Tag tone={status === 'active' ? 'plain' : status === 'paused' ? 'advice' : 'stop'}>
          {t(`webhooks.states.${status}`)}
        </Tag>
      )}
      {failed + held > 0 && <Tag tone="advice">{t('webhooks.undelivered', { n: failed + held })}</Tag>}
    </span>
  );
}

/** Where it leads; what follows may hold a key. */
export function hostOf(url: string): string {
  return new URL(url).host;
}
