import { Button } from 'antd';
import type { List, Paging } from '../../api/queries.ts';
import { useWebTexts } from '../../i18n/i18n.ts';
import { ErrorState } from '../ErrorState.tsx';
import { formatCount } from '../format.ts';
import styles from './DataTable.module.css';

/** Below the rows: how to get the others. */
export function Foot<Row>({ list, unit }: { list: List<Row>; unit: string | undefined }) {
  if (list.error) return <ErrorState error={list.error} onRetry={list.retry} />;
  return list.paging.kind === 'more' ? (
    <More list={list} paging={list.paging} unit={unit} />
  ) : (
    <Pages paging={list.paging} />
  );
}

type MoreProps<Row> = {
  list: List<Row>;
  paging: Extract<Paging, { kind: 'more' }>;
  unit: string | undefined;
};

function More<Row>({ list, paging, unit }: MoreProps<Row>) {
  const t = useWebTexts();
  if (!paging.hasMore) return null;
  const shown = formatCount(list.rows?.length ?? 0);
  const values = { shown, total: formatCount(list.total ?? 0), unit: unit ?? t('table.unit') };
  return (
    <div className={styles.foot}>
      <span>{list.total === undefined ? t('table.shownOnly', values) : t('table.shown', values)}</span>
      <Button onClick={paging.more} loading={paging.isLoading}>
        {t('table.more')}
      </Button>
    </div>
  );
}

function Pages({ paging }: { paging: Extract<Paging, { kind: 'pages' }> }) {
  const t = useWebTexts();
  const { page, pages, go } = paging;
  if (pages <= 1) return null;
  return (
    <nav className={styles.foot} aria-label={t('table.pages')}>
      <Button disabled={page <= 1} onClick={() => go(page - 1)}>
        {t('table.previous')}
      </Button>
      <span>{t('table.page', { page, pages })}</span>
      <Button disabled={page >= pages} onClick={() => go(page + 1)}>
        {t('table.next')}
      </Button>
    </nav>
  );
}
