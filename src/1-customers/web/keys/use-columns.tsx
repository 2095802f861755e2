import { DateTime } from '#web/kit/DateTime.tsx';
import { Tag } from '#web/kit/Tag.tsx';
import type { Column } from '#web/kit/table/columns.ts';
import { useTexts } from '../texts/index.ts';
import styles from './Keys.module.css';
import type { WriteKey } from './KeysPage.tsx';

export function useColumns(): Column<WriteKey>[] {
  const t = useTexts();
  return [
    {
      key: 'name',
      title: t('keys.name'),
      cell: row => (
        <span className={styles.name} data-revoked={row.revokedAt !== null}>
          {row.name}
          {row.revokedAt && <Tag tone="advice">{t('keys.revoked')}</Tag>}
        </span>
      ),
      width: 200,
    },
    {
      key: 'kind',
      title: t('keys.kind'),
      cell: row => <Tag tone={row.kind === 'server' ? 'accent' : 'plain'}>{t(`keys.kinds.${row.kind}`)}</Tag>,
      phone: 'aside',
    },
    { key: 'source', title: t('keys.source'), cell: row => row.account.name },
    { key: 'shown', title: t('keys.shown'), cell: row => <code>{row.shown}…</code> },
    {
      key: 'used',
      title: t('keys.lastUsed'),
      cell: row =>
        row.lastUsedAt ? (
          <DateTime at={row.lastUsedAt} style="ago" />
        ) : (
          <span className={styles.faint}>{t('keys.never')}</span>
        ),
      align: 'end',
    },
    {
      key: 'created',
      title: t('keys.created'),
      cell: row => <DateTime at={row.createdAt} style="day" />,
      align: 'end',
      phone: 'hidden',
    },
  ];
}
