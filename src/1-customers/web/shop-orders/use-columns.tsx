import { DateTime } from '#web/kit/DateTime.tsx';
import { Tag } from '#web/kit/Tag.tsx';
import type { Column } from '#web/kit/table/columns.ts';
import { useTexts } from '../texts/index.ts';
import styles from './ShopOrders.module.css';
import type { Hook, Shop } from './ShopOrdersPage.tsx';

export function useShopColumns(): Column<Shop>[] {
  const t = useTexts();
  return [
    { key: 'name', title: t('shopOrders.youzan.name'), cell: row => row.name, width: 200 },
    {
      key: 'state',
      title: t('shopOrders.hooks.state'),
      cell: row =>
        row.failure && row.status === 'active' ? (
          <Tag tone="advice">{t('shopOrders.youzan.failed')}</Tag>
        ) : (
          <Tag tone={row.status === 'paused' ? 'advice' : 'plain'}>
            {t(`shopOrders.youzan.states.${row.status}`)}
          </Tag>
        ),
      phone: 'aside',
    },
    { key: 'shopId', title: t('shopOrders.youzan.shopId'), cell: row => <code>{row.shopId}</code> },
    {
      key: 'last',
      title: t('shopOrders.youzan.lastRead'),
      cell: row => <When at={row.lastAt} never={t('shopOrders.youzan.never')} />,
      align: 'end',
    },
  ];
}

export function useHookColumns(): Column<Hook>[] {
  const t = useTexts();
  return [
    { key: 'name', title: t('shopOrders.hooks.name'), cell: row => row.name, width: 200 },
    {
      key: 'state',
      title: t('shopOrders.hooks.state'),
      cell: row => (
        <span className={styles.tags}>
          <Tag tone={row.status === 'paused' ? 'advice' : 'plain'}>
            {t(`shopOrders.hooks.states.${row.status}`)}
          </Tag>
          {row.failed > 0 && <Tag tone="advice">{t('shopOrders.hooks.failedCount', { n: row.failed })}</Tag>}
        </span>
      ),
      phone: 'aside',
    },
    { key: 'source', title: t('shopOrders.hooks.source'), cell: row => row.account.name },
    {
      key: 'last',
      title: t('shopOrders.hooks.last'),
      cell: row => <When at={row.lastReceivedAt} never={t('shopOrders.hooks.never')} />,
      align: 'end',
    },
  ];
}

function When({ at, never }: { at: string | null; never: string }) {
  return at ? <DateTime at={at} style="ago" /> : <span className={styles.faint}>{never}</span>;
}
