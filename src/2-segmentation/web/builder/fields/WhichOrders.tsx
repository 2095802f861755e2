import { Input, Select } from 'antd';
import type { WhichDraft } from '../../rule/draft.ts';
import { useTexts } from '../../texts/index.ts';
import styles from '../RuleTree.module.css';
import { useShops } from '../use-vocabulary.ts';
import { ProductsField } from './ProductsField.tsx';

type Props = { which: WhichDraft; onChange: (patch: Partial<WhichDraft>, field?: string) => void };

/** Which orders are meant: of which shops, with which products or words in the name of one. */
export function WhichOrders({ which, onChange }: Props) {
  const t = useTexts();
  return (
    <>
      <ShopsField ids={which.shops} onChange={shops => onChange({ shops })} />
      <ProductsField ids={which.products} onChange={products => onChange({ products })} />
      <Input
        className={styles.productName ?? ''}
        size="small"
        allowClear
        maxLength={200}
        aria-label={t('orders.productName')}
        placeholder={t('orders.productName')}
        value={which.productName ?? ''}
        onChange={event => onChange({ productName: event.target.value || undefined }, 'productName')}
      />
    </>
  );
}

function ShopsField({ ids, onChange }: { ids: readonly string[]; onChange: (ids: string[]) => void }) {
  const t = useTexts();
  const shops = useShops();
  return (
    <Select<string[]>
      className={styles.narrowed ?? ''}
      size="small"
      mode="multiple"
      maxTagCount={1}
      aria-label={t('orders.shops')}
      placeholder={t('orders.anyShop')}
      showSearch={{ optionFilterProp: 'label' }}
      popupMatchSelectWidth={220}
      notFoundContent={t('value.nothing')}
      options={shops.map(({ id, name }) => ({ value: id, label: name }))}
      value={[...ids]}
      onChange={onChange}
    />
  );
}
