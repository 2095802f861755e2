import { useWebTexts } from '../../i18n/i18n.ts';
import type { Sort } from '../../url/search.ts';
import type { Column } from './columns.ts';
import styles from './DataTable.module.css';

type Props<Row, Key extends string> = {
  columns: readonly Column<Row, Key>[];
  sort: Sort<Key> | undefined;
  onSort: (sort: Sort<Key> | undefined) => void;
};

/** Cards have no headings to press; the phone's own picker sorts them. */
export function PhoneSort<Row, Key extends string>({ columns, sort, onSort }: Props<Row, Key>) {
  const t = useWebTexts();
  const choices = columns.flatMap(({ sort: key, title, align }) => {
    if (key === undefined) return [];
    const directions = align === 'end' ? [true, false] : [false, true];
    return directions.map(descending => ({
      value: `${descending ? '-' : ''}${key}`,
      label: `${title} · ${t(descending ? 'table.descending' : 'table.ascending')}`,
      sort: { key, descending },
    }));
  });
  if (choices.length === 0) return null;
  return (
    <select
      className={styles.phoneSort}
      aria-label={t('table.sortBy')}
      value={sort ? `${sort.descending ? '-' : ''}${sort.key}` : ''}
      onChange={event => onSort(choices.find(choice => choice.value === event.target.value)?.sort)}
    >
      <option value="">{t('table.sortNone')}</option>
      {choices.map(({ value, label }) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </select>
  );
}
