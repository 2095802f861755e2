import { PageLink } from '../PageLink.tsx';
import type { Column } from './columns.ts';
import styles from './DataTable.module.css';
import { RowBox, useRowClick } from './Row.tsx';
import { isChosen } from './selection.ts';
import type { TableProps } from './table-props.ts';

type Props<Row, Key extends string> = TableProps<Row, Key> & { rows: readonly Row[] };

/** The rows on a phone: the name on top, what stands aside beside it, the rest in lines. */
export function Cards<Row, Key extends string>(props: Props<Row, Key>) {
  const ids = props.rows.map(props.rowKey);
  return (
    <ul className={styles.cards} aria-label={props.label}>
      {props.rows.map((row, at) => (
        <Card key={ids[at]} {...props} row={row} id={ids[at] ?? ''} ids={ids} />
      ))}
    </ul>
  );
}

type CardProps<Row, Key extends string> = Props<Row, Key> & { row: Row; id: string; ids: readonly string[] };

function Card<Row, Key extends string>({ row, id, ids, ...props }: CardProps<Row, Key>) {
  const { columns, selection, rowName } = props;
  const to = props.to?.(row);
  const open = useRowClick(to);
  const [first, ...others] = columns;
  const isSelected = selection !== undefined && isChosen(selection.state, id);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard has the link in the first line
    <li className={styles.card} data-selected={isSelected} onClick={open}>
      <div className={styles.cardHead}>
        {selection && (
          <RowBox id={id} name={rowName(row)} ids={ids} selection={selection} isSelected={isSelected} />
        )}
        <strong className={styles.cardName}>
          {to === undefined ? first?.cell(row) : <PageLink to={to}>{first?.cell(row)}</PageLink>}
        </strong>
        {others
          .filter(column => column.phone === 'aside')
          .map(column => (
            <span key={column.key}>{column.cell(row)}</span>
          ))}
      </div>
      <dl className={styles.cardLines}>
        {others
          .filter(column => column.phone !== 'aside' && column.phone !== 'hidden')
          .map(column => (
            <Line key={column.key} column={column} row={row} />
          ))}
      </dl>
    </li>
  );
}

function Line<Row, Key extends string>({ column, row }: { column: Column<Row, Key>; row: Row }) {
  return (
    <div data-wide={column.phone !== undefined}>
      <dt className={column.phone === 'bare' ? 'visually-hidden' : undefined}>{column.title}</dt>
      <dd>{column.cell(row)}</dd>
    </div>
  );
}
