import { Select } from 'antd';
import { useState } from 'react';
import { useRead } from '#web/api/queries.ts';
import { useDebounced } from '#web/kit/use-debounced.ts';
import { useTexts } from '../texts/index.ts';
import styles from './Album.module.css';
import type { Product } from './reads.ts';

type Props = {
  id?: string;
  value?: string | null;
  onChange?: (id: string | null) => void;
  /** The product itself, where somebody has just chosen it. */
  onChosen: (product: Product | undefined) => void;
};

/** One product of the shops, looked up on the server: a shop may have thousands. */
export function ProductField({ id, value, onChange, onChosen }: Props) {
  const t = useTexts();
  const [typed, setTyped] = useState('');
  const [isOpen, setOpen] = useState(false);
  const q = useDebounced(typed.trim(), 250);
  const found = useRead<{ data: Product[] }>(isOpen ? '/products' : undefined, { q });
  const chosen = useRead<{ data: Product[] }>(value ? '/products' : undefined, { ids: value ? [value] : [] });
  const known = [...(chosen.data?.data ?? []), ...(isOpen ? (found.data?.data ?? []) : [])];
  const options = [...new Map(known.map(one => [one.id, one])).values()];
  const choose = (next: string | undefined) => {
    onChange?.(next ?? null);
    onChosen(options.find(one => one.id === next));
  };
  return (
    <Select<string>
      {...(id && { id })}
      allowClear
      placeholder={t('album.noProduct')}
      showSearch={{ filterOption: false, searchValue: typed, onSearch: setTyped }}
      onOpenChange={setOpen}
      notFoundContent={found.isFetching ? null : t('album.nothingFound')}
      loading={found.isFetching}
      optionLabelProp="title"
      options={options.map(one => ({
        value: one.id,
        title: one.name,
        label: (
          <span className={styles.option}>
            {one.name}
            <small>
              {one.shop} {one.sku}
            </small>
          </span>
        ),
      }))}
      value={value ?? null}
      onChange={choose}
    />
  );
}
