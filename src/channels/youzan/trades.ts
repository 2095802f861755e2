import { z } from 'zod';
import { DAY, SECOND, SHANGHAI_OFFSET } from '#platform/clock.ts';
import type { YouzanClient } from './client.ts';
import { YouzanFault } from './faults.ts';
import type { YouzanOptions } from './options.ts';

const text = z.union([z.string(), z.number()]).transform(String);
const some = text.nullish();

/** An order as Youzan tells it. Only what is needed is looked at; what is not known stays out of the way. */
const tradeShape = z.looseObject({
  full_order_info: z.looseObject({
    order_info: z.looseObject({
      tid: text,
      status: z.string(),
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
          title: z.string(),
          num: z.coerce.number().int().positive(),
          price: text,
          payment: some,
          outer_item_id: some,
          sku_properties_name: some,
        }),
      )
      .default([]),
    source_info: z.looseObject({ source: z.looseObject({ platform: some }).nullish() }).nullish(),
  }),
  refund_order: z.array(z.record(z.string(), z.unknown())).nullish(),
});
export type Trade = z.output<typeof tradeShape>;

export type TradePage = { trades: Trade[]; unreadable: number };

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
): AsyncGenerator<TradePage & { until: Date }> {
  for (let start = from.getTime(); start < to.getTime(); ) {
    const end = Math.min(start + options.windowDays * DAY, to.getTime());
    const { until, total } = await fittingWindow(client, options, start, end);
    for (let page = Math.max(1, Math.ceil(total / options.pageSize)); page >= 1; page--) {
      const read = await askPage(client, options, start, until, page);
      yield { ...read, until: new Date(page === 1 ? until : start) };
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
  const told = read.data.full_order_info_list ?? [];
  const trades = told.flatMap(one => tradeShape.safeParse(one).data ?? []);
  return { total: read.data.total_results, trades, unreadable: told.length - trades.length };
}

/** Beijing wall clock, as the pages write times. */
function written(at: number, { times }: YouzanOptions): string | number {
  if (times === 'milliseconds') return at;
  return new Date(at + SHANGHAI_OFFSET).toISOString().slice(0, 19).replace('T', ' ');
}
