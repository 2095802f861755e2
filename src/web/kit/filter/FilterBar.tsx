import { FilterOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useWebTexts } from '../../i18n/i18n.ts';
import type { Value } from '../../url/search.ts';
import type { SetSearch } from '../../url/use-search.ts';
import { usePhone } from '../use-phone.ts';
import styles from './FilterBar.module.css';
import { FilterField } from './FilterField.tsx';
import { cleared, type Filter, isSet } from './filters.ts';
import { MoreFilters } from './MoreFilters.tsx';
import { SetFilters } from './SetFilters.tsx';

type Props<V> = {
  filters: readonly Filter<NoInfer<V>>[];
  value: Value<V>;
  onChange: SetSearch<V>;
};

/**
 * The conditions of a list in one line; those asked for seldom are in a drawer. What the drawer holds is also said in
 * the line below, each with its own way out, so nothing narrows a list unseen.
 */
export function FilterBar<V>({ filters, value, onChange }: Props<V>) {
  const t = useWebTexts();
  const isPhone = usePhone();
  const [isOpen, setOpen] = useState(false);
  const direct = filters.filter(filter => (isPhone ? filter.kind === 'text' : !filter.more));
  const behind = filters.filter(filter => !direct.includes(filter));
  const active = behind.filter(filter => isSet(filter, value));
  const clear = () => onChange(cleared(filters));
  return (
    <search className={styles.filters} aria-label={t('filter.label')}>
      <div className={styles.line}>
        {direct.map(filter => (
          <FilterField key={filter.label} filter={filter} value={value} onChange={onChange} />
        ))}
        {behind.length > 0 && (
          <Button icon={<FilterOutlined />} onClick={() => setOpen(true)} aria-haspopup="dialog">
            {isPhone ? t('filter.label') : t('filter.more')}
            {active.length > 0 && ` · ${active.length}`}
          </Button>
        )}
        {filters.some(filter => isSet(filter, value)) && (
          <Button type="link" onClick={clear}>
            {t('filter.clear')}
          </Button>
        )}
      </div>
      <SetFilters filters={active} value={value} onChange={onChange} />
      {isOpen && (
        <MoreFilters filters={behind} value={value} onChange={onChange} onClose={() => setOpen(false)} />
      )}
    </search>
  );
}
