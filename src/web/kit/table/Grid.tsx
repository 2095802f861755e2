import { useRef } from 'react';
import styles from './DataTable.module.css';
import { Head } from './Head.tsx';
import { Row as TableRow } from './Row.tsx';
import type { TableProps } from './table-props.ts';
import { useArrowKeys } from './use-arrow-keys.ts';
import { useOverflow } from './use-overflow.ts';

type Props<Row, Key extends string> = TableProps<Row, Key> & { rows: readonly Row[] };

/** The rows as a real table. */
export function Grid<Row, Key extends string>(props: Props<Row, Key>) {
  const { rows, columns, rowKey, rowName, to, selection, label } = props;
  const frame = useRef<HTMLDivElement>(null);
  const overflows = useOverflow(frame, columns.length);
  const onKeyDown = useArrowKeys();
  const ids = rows.map(rowKey);
  return (
    <div ref={frame} className={styles.frame} data-overflows={overflows}>
      <table onKeyDown={onKeyDown}>
        <caption className="visually-hidden">{label}</caption>
        <Head {...props} ids={ids} />
        <tbody>
          {rows.map((row, at) => (
            <TableRow
              key={ids[at]}
              id={ids[at] ?? ''}
              name={rowName(row)}
              row={row}
              columns={columns}
              ids={ids}
              to={to?.(row)}
              selection={selection}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}
