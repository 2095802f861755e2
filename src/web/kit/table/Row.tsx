import { useNavigate } from '@tanstack/react-router';
import type { MouseEvent } from 'react';
import { useWebTexts } from '../../i18n/i18n.ts';
import { parseSearch } from '../../url/search.ts';
import { PageLink } from '../PageLink.tsx';
import type { Column } from './columns.ts';
import styles from './DataTable.module.css';
import { isChosen } from './selection.ts';
import type { SelectionHandle } from './use-selection.ts';

type Props<Row, Key extends string> = {
  id: string;
  name: string;
  row: Row;
  columns: readonly Column<Row, Key>[];
  ids: readonly string[];
  to: string | undefined;
  selection: SelectionHandle | undefined;
};

/** One row: its name is a link, and a click anywhere else in it follows that link. */
export function Row<Row, Key extends string>({
  id,
  name,
  row,
  columns,
  ids,
  to,
  selection,
}: Props<Row, Key>) {
  const [first, ...others] = columns;
  const open = useRowClick(to);
  const isSelected = selection !== undefined && isChosen(selection.state, id);
  return (
    <tr data-selected={isSelected} data-opens={to !== undefined} onClick={open}>
      {selection && <SelectRow id={id} name={name} ids={ids} selection={selection} isSelected={isSelected} />}
      <th scope="row">
        {to === undefined ? (
          first?.cell(row)
        ) : (
          <PageLink to={to} className={styles.open} data-row-link="">
            {first?.cell(row)}
          </PageLink>
        )}
      </th>
      {others.map(column => (
        <td key={column.key} data-align={column.align} data-wrap={column.wrap}>
          {column.cell(row)}
        </td>
      ))}
    </tr>
  );
}

type SelectProps = {
  id: string;
  name: string;
  ids: readonly string[];
  selection: SelectionHandle;
  isSelected: boolean;
};

export function SelectRow({ id, name, ids, selection, isSelected }: SelectProps) {
  return (
    <td className={styles.check}>
      <RowBox id={id} name={name} ids={ids} selection={selection} isSelected={isSelected} />
    </td>
  );
}

/** The box of a row; Shift takes the rows between it and the last one touched. */
export function RowBox({ id, name, ids, selection, isSelected }: SelectProps) {
  const t = useWebTexts();
  return (
    <input
      type="checkbox"
      aria-label={t('table.selectRow', { name })}
      checked={isSelected}
      onChange={event => {
        const { shiftKey } = event.nativeEvent as globalThis.MouseEvent;
        selection.toggle(id, event.target.checked, shiftKey ? ids : []);
      }}
    />
  );
}

/** Follows the row's link on a click that meant the row: not one on a control (or what says it is part of one), not the end of selecting text. */
export function useRowClick(to: string | undefined): (event: MouseEvent) => void {
  const navigate = useNavigate();
  return event => {
    const target = event.target as HTMLElement;
    if (to === undefined || target.closest('a, button, input, label, select, [data-control]')) return;
    if (getSelection()?.toString()) return;
    if (event.metaKey || event.ctrlKey) {
      window.open(to, '_blank');
      return;
    }
    const [path = '/', query = ''] = to.split('?');
    void navigate({ to: path, search: parseSearch(query) as never, resetScroll: false });
  };
}
