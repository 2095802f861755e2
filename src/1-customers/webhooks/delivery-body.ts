import { z } from 'zod';
import { refusal, text } from '#platform/contract.ts';
import { parseFen } from '#platform/money.ts';
import { orderState } from '../imports/formats/values/statuses.ts';
import { readTime } from '../imports/formats/values/times.ts';

/** Which way a delivery writes money: decimal yuan (`"12.50"` or 12.5), or whole fen (1250). */
export type Unit = 'yuan' | 'fen';

const AMOUNT = {
  yuan: refusal('not_an_amount', {
    zh: '须是不小于 0、最多两位小数的金额（元）',
    en: 'Must be an amount in yuan, not below 0, with at most two decimals',
  }),
  fen: refusal('not_an_amount', {
    zh: '须是不小于 0 的整数（分）',
    en: 'Must be a whole number of fen, not below 0',
  }),
};
const TIME = refusal('not_a_time', {
  zh: '须是时间，如 2026-06-03T12:00:00+08:00 或 2026-06-03 12:00:00（北京时间）',
  en: 'Must be a time such as 2026-06-03T12:00:00+08:00 or 2026-06-03 12:00:00 (Beijing time)',
});
const STATUS = refusal('unknown_status', {
  zh: '须是 unpaid、paid、shipped、completed、closed、refunded 之一，或店铺常用的状态词（如 待发货）',
  en: 'Must be one of unpaid, paid, shipped, completed, closed, refunded, or a shop’s usual word for it',
});
/** 1,000 million yuan: larger ones are a mistake of the unit. */
const MOST = 100_000_000_000;

function fenOf(value: string | number, unit: Unit): number | undefined {
  if (unit === 'fen') return typeof value === 'number' && Number.isInteger(value) ? value : undefined;
  const parsed = parseFen(String(value));
  return parsed && !parsed.rounded ? parsed.fen : undefined;
}

/** In the unit the delivery says; always fen afterwards. */
const amount = (unit: Unit) =>
  z
    .union([z.number(), z.string().max(30)])
    .refine(value => {
      const fen = fenOf(value, unit);
      return fen !== undefined && fen >= 0 && fen <= MOST;
    }, AMOUNT[unit])
    .transform(value => fenOf(value, unit) ?? 0);

const time = z
  .string()
  .max(40)
  .refine(value => readTime(value.trim()) !== undefined, TIME)
  .transform(value => readTime(value.trim()) ?? new Date(0));

/** Text always: a JSON number loses digits beyond 2^53. */
const number = text(100).trim().min(1);
const words = text(200).trim();

const item = (unit: Unit) =>
  z.object({
    id: number.nullish(),
    sku: number.nullish(),
    name: words.min(1),
    spec: words.nullish(),
    quantity: z.number().int().min(1).max(1_000_000),
    price: amount(unit),
    amount: amount(unit).nullish(),
    refunded: amount(unit).nullish(),
  });

export const orderBody = (unit: Unit) =>
  z.object({
    orderNo: number,
    status: words
      .refine(word => orderState(word) !== undefined, STATUS)
      .meta({
        description:
          'unpaid, paid, shipped, completed, closed, refunded, or a shop’s usual Chinese word for it',
      }),
    orderedAt: time,
    paidAt: time.nullish(),
    completedAt: time.nullish(),
    updatedAt: time.nullish().meta({
      description:
        'When the shop changed it; older news that comes later is left out. The moment it came, if absent',
    }),
    paid: amount(unit),
    goods: amount(unit).nullish(),
    freight: amount(unit).nullish(),
    discount: amount(unit).nullish(),
    refunded: amount(unit).nullish(),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .default('CNY'),
    buyer: z.object({ id: number.nullish(), name: words.nullish(), phone: words.nullish() }).nullish(),
    receiver: z
      .object({
        name: words.nullish(),
        phone: words.nullish(),
        province: words.nullish(),
        city: words.nullish(),
      })
      .nullish(),
    staff: words.nullish(),
    source: words.nullish(),
    items: z.array(item(unit)).max(500).default([]),
  });
export type OrderBody = z.output<ReturnType<typeof orderBody>>;

export const refundBody = (unit: Unit) =>
  z.object({
    refundNo: number,
    orderNo: number,
    status: z.enum(['open', 'done', 'closed']),
    amount: amount(unit),
    updatedAt: time.nullish(),
    appliedAt: time.nullish(),
    finishedAt: time.nullish(),
    kind: words.nullish(),
    reason: words.nullish(),
    item: z
      .object({
        id: number.nullish(),
        sku: number.nullish(),
        name: words.nullish(),
        quantity: z.number().int().min(1).max(1_000_000).nullish(),
      })
      .nullish(),
  });
export type RefundBody = z.output<ReturnType<typeof refundBody>>;

/** For the API's document. */
export const oneDelivery = z.object({
  id: text(200).min(1).meta({
    description:
      'Of this delivery. Sent again under the same id nothing is done, unless it did not get in, or only in part',
  }),
  amounts: z.enum(['yuan', 'fen']).default('yuan').meta({
    description: 'How this delivery writes money: decimal yuan ("12.50" or 12.5) or whole fen (1250)',
  }),
  orders: z.array(orderBody('yuan')).optional().meta({
    description: 'Each is taken or refused for itself. Times: ISO 8601, or Beijing wall clock without a zone',
  }),
  refunds: z.array(refundBody('yuan')).optional().meta({
    description:
      'A refund of several items: one entry for each, all under one refundNo and with one updatedAt, always all in one delivery',
  }),
});
