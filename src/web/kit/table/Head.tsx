import { CaretDownFilled, CaretUpFilled } from '@ant-design/icons';
import { useWebTexts } from '../../i18n/i18n.ts';
import type { Sort } from '../../url/search.ts';
import { Explain } from '../Explain.tsx';
import type { Column } from './columns.ts';
import styles from './DataTable.module.css';
import { isChosen } from './selection.ts';
import type { TableProps } from './table-props.ts';
import type { SelectionHandle } from './use-selection.ts';

type Props<Row, Key extends string> = TableProps<Row, Key> & { ids: readonly string[] };

export function Head<Row, Key extends string>({ columns, selection, ids, sort, onSort }: Props<Row, Key>) {
  return (
    <thead>
      <tr>
        {selection && <SelectPage selection={selection} ids={ids} />}
        {columns.map(column => (
          <th
            key={column.key}
            scope="col"
            data-align={column.align}
            style={{ minWidth: column.width }}
            aria-sort={ariaSort(column, sort)}
          >
            <Title column={column} sort={sort} onSort={onSort} />
          </th>
        ))}
      </tr>
    </thead>
  );
}

type TitleProps<Row, Key extends string> = {
  column: Column<Row, Key>;
  sort: Sort<Key> | undefined;
  onSort: ((sort: Sort<Key> | undefined) => void) | undefined;
};

function Title<Row, Key extends string>({ column, sort, onSort }: TitleProps<Row, Key>) {
  const t = useWebTexts();
  const title = column.explain ? <Explain term={column.title} text={column.explain} /> : column.title;
  const { sort: key } = column;
  if (key === undefined || !onSort) return title;
  const isSorted = sort?.key === key;
  const Arrow = isSorted && !sort.descending ? CaretUpFilled : CaretDownFilled;
  return (
    <span className={styles.sortable}>
      {column.explain && title}
      <button
        type="button"
        className={styles.sort}
        data-sorted={isSorted}
        aria-label={t('table.sort', { column: column.title })}
        onClick={() => onSort(nextSort(key, sort, column.align === 'end'))}
      >
        {!column.explain && column.title}
        <Arrow />
      </button>
    </span>
  );
}

/** Numbers start with the largest, names with the first; then the other way round; then not at all. */
export function nextSort<Key extends string>(
  key: Key,
  now: Sort<Key> | undefined,
  startsDescending: boolean,
): Sort<Key> | undefined {
  if (now?.key !== key) return { key, descending: startsDescending };
  return now.descending === startsDescending ? { key, descending: !startsDescending } : undefined;
}

function ariaSort<Row, Key extends string>(column: Column<Row, Key>, sort: Sort<Key> | undefined) {
  if (!sort || column.sort !== sort.key) return undefined;
  return sort.descending ? 'descending' : 'ascending';
}

function SelectPage({ selection, ids }: { selection: SelectionHandle; ids: readonly string[] }) {
  const t = useWebTexts();
  const chosen = ids.filter(id => isChosen(selection.state, id)).length;
  const isFull = chosen === ids.length;
  return (
    <td className={styles.check}>
      <input
        type="checkbox"
        aria-label={t('table.selectPage')}
        checked={isFull}
        ref={box => {
          if (box) box.indeterminate = chosen > 0 && !isFull;
        }}
        onChange={() => selection.set(ids, !isFull)}
      />
    </td>
  );
}
