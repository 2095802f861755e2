import { z } from 'zod';

/**
 * What a Youzan shop is connected with. Names, limits and addresses come from third-party notes of 有赞云's pages and were
 * never tried against the live service: each can be set, so that a shop is not shut out by a note that was wrong.
 */
export const youzanOptions = z.object({
  baseUrl: z.url().default('https://open.youzanyun.com'),
  /** Version of `youzan.trades.sold.get`. */
  tradesVersion: z.string().max(20).default('4.0.4'),
  /** The API takes at most 100, and 100 pages. */
  pageSize: z.number().int().min(1).max(100).default(50),
  pages: z.number().int().min(1).max(100).default(100),
  /** How `start_update` is written: Beijing wall clock, or milliseconds. */
  times: z.enum(['wall', 'milliseconds']).default('wall'),
  /** What is asked again each time: clocks differ, and a change may be listed late. */
  overlapMinutes: z.number().int().min(0).max(1_440).default(10),
  /** How far back the first fetch goes. */
  firstDays: z.number().int().min(1).max(1_095).default(90),
  /** One question spans at most this; the API takes three months. */
  windowDays: z.number().int().min(1).max(90).default(30),
  callsPerSecond: z.number().min(0.1).max(50).default(5),
  /** Names of what a refund carries, and which of its states mean done and closed. */
  refundNo: z.string().max(40).default('refund_id'),
  refundAmount: z.string().max(40).default('refund_fee'),
  refundState: z.string().max(40).default('refund_state'),
  refundDone: z.array(z.string().max(40)).default(['60', 'SUCCESS']),
  refundClosed: z.array(z.string().max(40)).default(['50', 'CLOSED']),
});
export type YouzanOptions = z.output<typeof youzanOptions>;
/** An application of one's own (自用型): its two keys and the shop it may read. */
export type YouzanKeys = { clientId: string; clientSecret: string; shopId: string };
