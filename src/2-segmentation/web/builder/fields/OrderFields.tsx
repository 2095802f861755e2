import { Select } from 'antd';
import type { ConditionOf, DraftNumberTest, OrdersDraft } from '../../rule/draft.ts';
import { numberTestFor, OF_COUNTS } from '../../rule/operators.ts';
import { useTexts } from '../../texts/index.ts';
import styles from '../RuleTree.module.css';
import { useChangeLeaf } from '../tree-context.ts';
import { useShops } from '../use-vocabulary.ts';
import { OperatorSelect } from './OperatorSelect.tsx';
import { ProductsField } from './ProductsField.tsx';
import { TestFields } from './TestFields.tsx';
import { WindowFields } from './WindowFields.tsx';

const MEASURES = ['count', 'paid', 'quantity'] as const;
const UNITS = { count: 'orders.orderUnit', paid: undefined, quantity: 'orders.pieceUnit' } as const;

/** Paid orders: how many, how much or how many pieces; when, where, of what. */
export function OrderFields({ condition }: { condition: ConditionOf<OrdersDraft> }) {
  const t = useTexts();
  const change = useChangeLeaf(condition);
  const { leaf } = condition;
  const unit = UNITS[leaf.orders];
  return (
    <>
      <Select<OrdersDraft['orders']>
        className={styles.operator ?? ''}
        variant="borderless"
        size="small"
        popupMatchSelectWidth={false}
        aria-label={t('orders.measure')}
        value={leaf.orders}
        options={MEASURES.map(value => ({ value, label: t(`orders.${value}`) }))}
        onChange={orders =>
          change({ orders, ...(isOtherUnit(leaf.orders, orders) && { test: cleared(leaf.test) }) })
        }
      />
      <OperatorSelect
        operators={OF_COUNTS}
        value={{ name: leaf.test.is, negated: false }}
        onChange={({ name }) => change({ test: numberTestFor(name as DraftNumberTest['is'], leaf.test) })}
      />
      <TestFields
        test={leaf.test}
        isMoney={leaf.orders === 'paid'}
        unit={unit && t(unit)}
        onChange={(test, field) => change({ test: test as DraftNumberTest }, field)}
      />
      <div className={styles.narrow}>
        <WindowFields window={leaf.window} onChange={(window, field) => change({ window }, field)} />
        <ShopsField ids={leaf.shops} onChange={shops => change({ shops })} />
        <ProductsField ids={leaf.products} onChange={products => change({ products })} />
        <RefundField value={leaf.refund} onChange={refund => change({ refund })} />
      </div>
    </>
  );
}

/** Three orders are not three fen. */
function isOtherUnit(before: OrdersDraft['orders'], after: OrdersDraft['orders']): boolean {
  return (before === 'paid') !== (after === 'paid');
}

function cleared(test: DraftNumberTest): DraftNumberTest {
  return test.is === 'between' ? { ...test, from: null, to: null } : { ...test, value: null };
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

const REFUNDS = {
  none: 'orders.refundNone',
  partial: 'orders.refundPartial',
  full: 'orders.refundFull',
} as const;

type RefundProps = { value: OrdersDraft['refund']; onChange: (refund: OrdersDraft['refund']) => void };

function RefundField({ value, onChange }: RefundProps) {
  const t = useTexts();
  return (
    <Select<'none' | 'partial' | 'full'>
      className={styles.refund ?? ''}
      size="small"
      allowClear
      aria-label={t('orders.refund')}
      placeholder={t('orders.anyRefund')}
      popupMatchSelectWidth={false}
      options={(['none', 'partial', 'full'] as const).map(one => ({ value: one, label: t(REFUNDS[one]) }))}
      value={value}
      onChange={next => onChange(next ?? null)}
    />
  );
}
