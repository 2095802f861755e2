import { Select } from 'antd';
import { ORDER_MEASURES, type OrderMeasure } from '../../../rules/vocabulary.contract.ts';
import type { ConditionOf, DraftNumberTest, OrdersDraft } from '../../rule/draft.ts';
import { numberTestFor, OF_COUNTS } from '../../rule/operators.ts';
import { useTexts } from '../../texts/index.ts';
import styles from '../RuleTree.module.css';
import { useChangeLeaf } from '../tree-context.ts';
import { OperatorSelect } from './OperatorSelect.tsx';
import { TestFields } from './TestFields.tsx';
import { WhichOrders } from './WhichOrders.tsx';
import { WindowFields } from './WindowFields.tsx';
import { WordSelect } from './WordSelect.tsx';

const MEASURES = Object.keys(ORDER_MEASURES) as OrderMeasure[];
const UNITS: Partial<Record<OrderMeasure, 'orders.orderUnit' | 'orders.pieceUnit' | 'value.dayUnit'>> = {
  count: 'orders.orderUnit',
  quantity: 'orders.pieceUnit',
  span_days: 'value.dayUnit',
};

/** Paid orders: how many, how much, how many pieces or a figure about them; when, where, of what. */
export function OrderFields({ condition }: { condition: ConditionOf<OrdersDraft> }) {
  const t = useTexts();
  const change = useChangeLeaf(condition);
  const { leaf } = condition;
  const unit = UNITS[leaf.orders];
  const { type } = ORDER_MEASURES[leaf.orders];
  return (
    <>
      <WordSelect<OrdersDraft['orders']>
        label={t('orders.measure')}
        value={leaf.orders}
        values={MEASURES}
        say={value => t(`orders.${value}`)}
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
        isMoney={type === 'money'}
        isShare={type === 'share'}
        unit={unit && t(unit)}
        onChange={(test, field) => change({ test: test as DraftNumberTest }, field)}
      />
      <div className={styles.narrow}>
        <WindowFields window={leaf.window} onChange={(window, field) => change({ window }, field)} />
        <WhichOrders which={leaf} onChange={change} />
        <RefundField value={leaf.refund} onChange={refund => change({ refund })} />
      </div>
    </>
  );
}

/** Three orders are not three fen, nor three percent. */
function isOtherUnit(before: OrderMeasure, after: OrderMeasure): boolean {
  return ORDER_MEASURES[before].type !== ORDER_MEASURES[after].type;
}

function cleared(test: DraftNumberTest): DraftNumberTest {
  return test.is === 'between' ? { ...test, from: null, to: null } : { ...test, value: null };
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
