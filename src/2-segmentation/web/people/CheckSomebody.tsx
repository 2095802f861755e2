import { Select } from 'antd';
import { useState } from 'react';
import type { customerList } from '#customers/contract';
import type { Wire } from '#web/api/client.ts';
import { useRead } from '#web/api/queries.ts';
import { useDebounced } from '#web/kit/use-debounced.ts';
import { useTexts } from '../texts/index.ts';
import styles from './People.module.css';
import { useCustomerName } from './use-customer-name.ts';

/** Looks up one customer to ask why they are in or, more often, why not. */
export function CheckSomebody({ onPick }: { onPick: (customerId: string) => void }) {
  const t = useTexts();
  const nameOf = useCustomerName();
  const [typed, setTyped] = useState('');
  const q = useDebounced(typed.trim(), 250);
  const found = useRead<Wire<typeof customerList>>(q ? '/customers' : undefined, { q, pageSize: 8 });
  const rows = q ? (found.data?.data ?? []) : [];
  return (
    <Select<string>
      className={styles.check ?? ''}
      size="small"
      aria-label={t('sample.check')}
      placeholder={t('sample.checkShort')}
      showSearch={{ filterOption: false, searchValue: typed, onSearch: setTyped }}
      popupMatchSelectWidth={260}
      loading={found.isFetching}
      notFoundContent={t(q && !found.isFetching ? 'sample.checkNone' : 'sample.checkHint')}
      options={rows.map(({ id, name, phone, city }) => ({
        value: id,
        label: (
          <span className={styles.option}>
            {nameOf({ id, name })}
            <small>{phone ?? city}</small>
          </span>
        ),
      }))}
      value={null as never}
      onChange={id => {
        setTyped('');
        onPick(id);
      }}
    />
  );
}
