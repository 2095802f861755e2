import { Button } from 'antd';
import { useWebTexts } from '../../i18n/i18n.ts';
import { EmptyState } from '../EmptyState.tsx';
import { ErrorState } from '../ErrorState.tsx';
import { usePhone } from '../use-phone.ts';
import { BatchBar } from './BatchBar.tsx';
import { Cards } from './Cards.tsx';
import { useColumnChoice } from './columns.ts';
import styles from './DataTable.module.css';
import { Foot } from './Foot.tsx';
import { Grid } from './Grid.tsx';
import { Skeleton } from './Skeleton.tsx';
import { isNothing } from './selection.ts';
import { Toolbar } from './Toolbar.tsx';
import type { TableProps } from './table-props.ts';

/**
 * The list of the house: server-side rows with an exact total, sorting, columns to choose, and a selection that works
 * on the query. Filters and saved views stand above it (FilterBar, SavedViews); a row opens a drawer or a page (`to`).
 * On a phone the same columns become cards.
 */
export function DataTable<Row, Key extends string = string>(props: TableProps<Row, Key>) {
  const { list, selection, batch } = props;
  const choice = useColumnChoice(props.name, props.columns);
  const isPhone = usePhone();
  const Rows = isPhone ? Cards : Grid;
  const isBusy = list.isStale || list.rows === undefined;
  const isChoosing = selection !== undefined && !isNothing(selection.state, list.total);
  return (
    <div className={styles.table} aria-busy={isBusy} data-stale={list.isStale}>
      {list.rows !== undefined && list.rows.length > 0 && <Toolbar {...props} choice={choice} />}
      {list.rows === undefined && !list.error && <Skeleton columns={choice.shown.length} />}
      {list.rows === undefined && list.error && <ErrorState error={list.error} onRetry={list.retry} />}
      {list.rows !== undefined && list.rows.length === 0 && <Nothing {...props} />}
      {list.rows !== undefined && list.rows.length > 0 && (
        <>
          <Rows {...props} rows={list.rows} columns={choice.shown} />
          <Foot list={list} unit={props.unit} />
        </>
      )}
      {isChoosing && batch && <BatchBar selection={selection} list={list} unit={props.unit} batch={batch} />}
    </div>
  );
}

/** No row: because of the filters, or because there is nothing yet. */
function Nothing<Row, Key extends string>({ onClearFilters, empty }: TableProps<Row, Key>) {
  const t = useWebTexts();
  if (!onClearFilters) return empty;
  return (
    <EmptyState
      title={t('table.noMatch')}
      what={t('table.noMatchWhat')}
      action={<Button onClick={onClearFilters}>{t('table.clearFilters')}</Button>}
    />
  );
}
