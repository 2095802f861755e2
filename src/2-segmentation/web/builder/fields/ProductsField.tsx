import { Select } from 'antd';
import { useState } from 'react';
import type { productView } from '#customers/contract';
import type { Wire } from '#web/api/client.ts';
import { useRead } from '#web/api/queries.ts';
import { useDebounced } from '#web/kit/use-debounced.ts';
import { useTexts } from '../../texts/index.ts';
import styles from '../RuleTree.module.css';

type Product = Wire<typeof productView>;
type Props = { ids: readonly string[]; onChange: (ids: string[]) => void };

/** Products, looked up on the server: a shop may have thousands. */
export function ProductsField({ ids, onChange }: Props) {
  const t = useTexts();
  const [typed, setTyped] = useState('');
  const [isOpen, setOpen] = useState(false);
  const q = useDebounced(typed.trim(), 250);
  const found = useRead<{ data: Product[] }>(isOpen ? '/products' : undefined, { q });
  const chosen = useRead<{ data: Product[] }>(ids.length > 0 ? '/products' : undefined, { ids });
  const known = new Map(
    [...(chosen.data?.data ?? []), ...(found.data?.data ?? [])].map(one => [one.id, one]),
  );
  const offered = isOpen ? (found.data?.data ?? []).map(({ id }) => id) : [];
  return (
    <Select<string[]>
      className={styles.narrowed ?? ''}
      size="small"
      mode="multiple"
      maxTagCount={1}
      aria-label={t('orders.products')}
      placeholder={t('orders.anyProduct')}
      showSearch={{ filterOption: false, searchValue: typed, onSearch: setTyped }}
      onOpenChange={setOpen}
      popupMatchSelectWidth={320}
      notFoundContent={found.isFetching ? null : t('value.nothing')}
      optionLabelProp="title"
      loading={found.isFetching}
      options={[...new Set([...offered, ...ids])].map(id => productOption(id, known.get(id)))}
      value={[...ids]}
      onChange={onChange}
    />
  );
}

function productOption(id: string, product: Product | undefined) {
  if (!product) return { value: id, title: id, label: id };
  return {
    value: id,
    title: product.name,
    label: (
      <span className={styles.option}>
        {product.name}
        <small>{product.sku}</small>
      </span>
    ),
  };
}
