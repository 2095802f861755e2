import type { Field } from './fields.ts';
import { columnKey } from './header.ts';
import { fieldsByName } from './recognise.ts';
import { readAmount } from './values/amounts.ts';
import { readPhone } from './values/phones.ts';
import { bare, isNone } from './values/texts.ts';
import { readTime } from './values/times.ts';

/** What a column may mean, for the manual mapping. */
export type ColumnGuess = {
  /** Counted from 1, as a mapping writes it. */
  column: number;
  name: string;
  field: Field | undefined;
  by: 'name' | 'values' | undefined;
  /** The first few values. */
  samples: string[];
};

/** English names and those of common registers, beside the names of the known formats. */
const FURTHER: [Field, RegExp][] = [
  ['orderNo', /^(order(no|number|id)?|invoice(no|number)?|交易号|单号|订单id)$/],
  ['orderedAt', /^((order|invoice|created|purchase)(at|date|time)|date|下单日期|日期|成交时间|交易时间)$/],
  ['paidAt', /^(paid(at|date|time)|payment(date|time)|支付时间)$/],
  ['buyer', /^((customer|buyer|user|client)(id|no|number)?|会员(id|编号|名)|用户id|买家id|买家)$/],
  ['buyerPhone', /^(phone|mobile|tel|telephone|手机|手机号码|电话|联系电话|联系方式)$/],
  ['receiverName', /^(receiver|consignee|收件人|收货人姓名|姓名)$/],
  ['itemName', /^(product|item|description|title|name|(product|item)name|商品|商品标题|品名)$/],
  ['sku', /^(sku|stockcode|productcode|itemcode|货号|编码|商家编码|sku编码)$/],
  ['itemId', /^((product|item)id|商品编号)$/],
  ['quantity', /^(quantity|qty|count|件数|购买数量|商品数量)$/],
  ['price', /^(price|unitprice|售价|成交单价)$/],
  ['paid', /^(amount|total|paid|sales|revenue|实付款|实收金额|支付金额|成交金额|金额|总金额)$/],
  ['freight', /^(shipping|freight|postage|邮费)$/],
  ['refunded', /^(refund(ed)?|退款|退款金额)$/],
  ['status', /^(status|state|状态|交易状态)$/],
  ['province', /^(province|state|省|省份)$/],
  ['city', /^(city|市|城市)$/],
];

/** A guess for every column, by its name first and its values else; no field is guessed twice. */
export function guessColumns(
  header: readonly string[],
  sample: readonly (readonly string[])[],
): ColumnGuess[] {
  const guesses = header.map((name, index): ColumnGuess => {
    const samples = samplesOf(sample, index);
    return { column: index + 1, name, field: undefined, by: undefined, samples: samples.slice(0, 3) };
  });
  const taken = new Set<Field>();
  const guess = (by: 'name' | 'values', find: (one: ColumnGuess) => Field | undefined) => {
    for (const one of guesses) {
      const field = one.field ?? find(one);
      if (one.field || !field || taken.has(field)) continue;
      taken.add(field);
      one.field = field;
      one.by = by;
    }
  };
  const names = fieldsByName();
  guess(
    'name',
    one =>
      names.get(columnKey(one.name)) ?? FURTHER.find(([, pattern]) => pattern.test(plainKey(one.name)))?.[0],
  );
  guess('values', one => fieldByValues(samplesOf(sample, one.column - 1)));
  return guesses;
}

/** `customer_id`, `Customer-ID` and `CustomerID` are one name. */
function plainKey(name: string): string {
  return columnKey(name).replace(/[_\s-]/g, '');
}

function samplesOf(sample: readonly (readonly string[])[], index: number): string[] {
  return sample.map(cells => bare(cells[index] ?? '')).filter(text => !isNone(text));
}

/** `20260131`; longer runs of digits are more often numbers of orders. */
const COMPACT_DAY = /^(19|20)\d{6}$/;

function fieldByValues(values: readonly string[]): Field | undefined {
  if (values.length < 2) return undefined;
  const all = (test: (value: string) => boolean) => values.every(test);
  if (all(value => readPhone(value).e164 !== undefined || readPhone(value).shown !== undefined))
    return 'buyerPhone';
  if (all(value => readTime(value) !== undefined && (/[-/.年]/.test(value) || COMPACT_DAY.test(value))))
    return 'orderedAt';
  if (all(value => /^[A-Z]{0,3}\d{12,}$/.test(value))) return 'orderNo';
  if (all(value => readAmount(value) !== undefined && /[.¥元]/.test(value))) return 'paid';
  return undefined;
}
