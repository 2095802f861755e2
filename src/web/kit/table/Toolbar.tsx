import { useWebTexts } from '../../i18n/i18n.ts';
import { formatCount } from '../format.ts';
import { usePhone } from '../use-phone.ts';
import { ColumnChooser } from './ColumnChooser.tsx';
import type { ColumnChoice } from './columns.ts';
import styles from './DataTable.module.css';
import { PhoneSort } from './PhoneSort.tsx';
import type { TableProps } from './table-props.ts';

type Props<Row, Key extends string> = TableProps<Row, Key> & { choice: ColumnChoice<Row, Key> };

/** Above the rows: how many there are, and how they are shown. */
export function Toolbar<Row, Key extends string>(props: Props<Row, Key>) {
  const { list, columns, choice, sort, onSort } = props;
  const t = useWebTexts();
  const isPhone = usePhone();
  const unit = props.unit ?? t('table.unit');
  const hasSort = isPhone && onSort !== undefined;
  const hasChoice = !isPhone && columns.some(column => column.optional);
  if (list.total === undefined && !props.tools && !hasSort && !hasChoice) return null;
  return (
    <div className={styles.toolbar}>
      <p role="status">
        {list.total !== undefined && t('table.total', { count: formatCount(list.total), unit })}
      </p>
      <span className={styles.space} />
      {props.tools}
      {hasSort && <PhoneSort columns={columns} sort={sort} onSort={onSort} />}
      {hasChoice && <ColumnChooser columns={columns} choice={choice} />}
    </div>
  );
}
