import { z } from 'zod';
import { DAY, SECOND, SHANGHAI_OFFSET } from '#platform/clock.ts';
import { text as boundedText } from '#platform/contract.ts';
import type { YouzanClient } from './client.ts';
import { YouzanFault } from './faults.ts';
import type { YouzanOptions } from './options.ts';

/** Nothing that a database does not take: no NUL, no half of a pair, no end to it. */
const textTo = (max: number) => z.union([z.string(), z.number()]).transform(String).pipe(boundedText(max));
const text = textTo(2_000);
const number = textTo(100);
const some = text.nullish();

/** An order as Youzan tells it. Only what is needed is looked at; what is not known stays out of the way. */
const tradeShape = z.looseObject({
  full_order_info: z.looseObject({
    order_info: z.looseObject({
      tid: number.refine(tid => tid !== ''),
      status: text,
      created: text,
      pay_time: some,
      success_time: some,
      update_time: some,
      refund_state: some,
    }),
    buyer_info: z.looseObject({ yz_open_id: some, buyer_phone: some, fans_nickname: some }).nullish(),
    address_info: z
      .looseObject({ receiver_name: some, receiver_tel: some, delivery_province: some, delivery_city: some })
      .nullish(),
    pay_info: z.looseObject({ total_fee: some, payment: some, real_payment: some, post_fee: some }).nullish(),
    orders: z
      .array(
        z.looseObject({
          oid: some,
          title: text,
          num: z.coerce.number().int().positive().max(1_000_000),
          price: text,
          payment: some,
          outer_item_id: some,
          sku_properties_name: some,
        }),
      )
      .max(1_000)
      .default([]),
    source_info: z.looseObject({ source: z.looseObject({ platform: some }).nullish() }).nullish(),
  }),
  refund_order: z.array(z.record(z.string(), z.unknown())).nullish(),
});
export type Trade = z.output<typeof tradeShape>;

/** What can be said of an order that is not as it should be: perhaps its number and when it changed. */
const remains = z.object({
  full_order_info: z.object({
    order_info: z.object({ tid: number.optional().catch(undefined), update_time: some.catch(undefined) }),
  }),
});
export type Unreadable = { tid: string | undefined; updated: string | undefined };
export type TradePage = { trades: Trade[]; unreadable: Unreadable[] };

/**
 * All orders changed between two times, window by window, each window from its last page to its first: an order that
 * changes meanwhile leaves the window, those behind it move towards the first page, and that is still to be read. What
 * left is in the next window. Nothing comes in, because the end is in the past.
 */
export async function* changedTrades(
  client: YouzanClient,
  options: YouzanOptions,
  from: Date,
  to: Date,
): AsyncGenerator<TradePage & { since: Date; until: Date }> {
  for (let start = from.getTime(); start < to.getTime(); ) {
    const end = Math.min(start + options.windowDays * DAY, to.getTime());
    const { until, total } = await fittingWindow(client, options, start, end);
    for (let page = Math.max(1, Math.ceil(total / options.pageSize)); page >= 1; page--) {
      const read = await askPage(client, options, start, until, page);
      yield { ...read, since: new Date(start), until: new Date(page === 1 ? until : start) };
    }
    start = until;
  }
}

/** The API has so many pages and no more: where a window holds more, a shorter one is asked for. */
async function fittingWindow(client: YouzanClient, options: YouzanOptions, start: number, end: number) {
  for (
    let until = end;
    ;
    until = start + Math.max(SECOND, Math.floor((until - start) / 2 / SECOND) * SECOND)
  ) {
    const { total } = await askPage(client, options, start, until, 1);
    if (total <= options.pages * options.pageSize) return { until, total };
    if (until - start <= SECOND) throw new YouzanFault('too_many', false);
  }
}

const pageShape = z.object({
  total_results: z.coerce.number().int().min(0),
  full_order_info_list: z.array(z.unknown()).nullish(),
});

async function askPage(
  client: YouzanClient,
  options: YouzanOptions,
  start: number,
  end: number,
  page: number,
) {
  const data = await client.call('youzan.trades.sold.get', options.tradesVersion, {
    start_update: written(start, options),
    end_update: written(end, options),
    page_no: page,
    page_size: options.pageSize,
  });
  const read = pageShape.safeParse(data);
  if (!read.success) throw new YouzanFault('shape', false);
  const [trades, unreadable]: [Trade[], Unreadable[]] = [[], []];
  for (const told of read.data.full_order_info_list ?? []) {
    const trade = tradeShape.safeParse(told);
    if (trade.success) trades.push(trade.data);
    else unreadable.push(remainsOf(told));
  }
  return { total: read.data.total_results, trades, unreadable };
}

function remainsOf(told: unknown): Unreadable {
  const order = remains.safeParse(told).data?.full_order_info.order_info;
  return { tid: order?.tid, updated: order?.update_time ?? undefined };
}

/** Beijing wall clock, as the pages write times. */
function written(at: number, { times }: YouzanOptions): string | number {
  if (times === 'milliseconds') return at;
  return new Date(at + SHANGHAI_OFFSET).toISOString().slice(0, 19).replace('T', ' ');
}
