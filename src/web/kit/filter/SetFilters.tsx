import { CloseOutlined } from '@ant-design/icons';
import { useWebTexts } from '../../i18n/i18n.ts';
import type { Value } from '../../url/search.ts';
import type { SetSearch } from '../../url/use-search.ts';
import styles from './FilterBar.module.css';
import { describeFilter, type Filter, filterKey, without } from './filters.ts';

type Props<V> = { filters: readonly Filter<NoInfer<V>>[]; value: Value<V>; onChange: SetSearch<V> };

/** The conditions the drawer holds, in words. */
export function SetFilters<V>({ filters, value, onChange }: Props<V>) {
  const t = useWebTexts();
  if (filters.length === 0) return null;
  return (
    <ul className={styles.set}>
      {filters.map(filter => {
        const what = describeFilter(filter, value, t) ?? filter.label;
        return (
          <li key={filterKey(filter)}>
            <button
              type="button"
              aria-label={t('filter.remove', { what })}
              onClick={() => onChange(without(filter, value))}
            >
              {what}
              <CloseOutlined />
            </button>
          </li>
        );
      })}
    </ul>
  );
}
