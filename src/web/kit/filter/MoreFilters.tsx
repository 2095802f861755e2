import { Button, Drawer } from 'antd';
import { useWebTexts } from '../../i18n/i18n.ts';
import type { Value } from '../../url/search.ts';
import type { SetSearch } from '../../url/use-search.ts';
import { usePhone } from '../use-phone.ts';
import styles from './FilterBar.module.css';
import { FilterField } from './FilterField.tsx';
import { cleared, type Filter, filterKey } from './filters.ts';

type Props<V> = {
  filters: readonly Filter<NoInfer<V>>[];
  value: Value<V>;
  onChange: SetSearch<V>;
  onClose: () => void;
};

/** The conditions one asks for seldom. Each acts at once, so the list behind answers while one looks. */
export function MoreFilters<V>({ filters, value, onChange, onClose }: Props<V>) {
  const t = useWebTexts();
  const isPhone = usePhone();
  const set: SetSearch<V> = patch => onChange(patch, { replace: true });
  const footer = (
    <div className={styles.drawerFoot}>
      <Button onClick={() => set(cleared(filters))}>{t('filter.clear')}</Button>
      <Button type="primary" onClick={onClose}>
        {t('filter.apply')}
      </Button>
    </div>
  );
  return (
    <Drawer
      open
      onClose={onClose}
      title={t('filter.more')}
      placement={isPhone ? 'bottom' : 'right'}
      size={isPhone ? '80%' : 400}
      mask={{ blur: false }}
      footer={footer}
    >
      <div className={styles.drawer}>
        {filters.map(filter => (
          <FilterField key={filterKey(filter)} filter={filter} value={value} onChange={set} isLabelled />
        ))}
      </div>
    </Drawer>
  );
}
