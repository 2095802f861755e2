import { z } from 'zod';
import { id, instant, name, refusal, text } from '#platform/contract.ts';

const key = text(200).trim().min(1);

const ADDRESS = refusal('not_https', { zh: '须以 https:// 开头', en: 'Must begin with https://' });
/** The secret goes there. Plain HTTP only to this machine: a proxy of one's own, and the tests. */
const isSafe = (address: string) =>
  /^https:/i.test(address) ||
  (/^http:/i.test(address) && ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(address).hostname));

/** What may be said of the API itself; see channels/youzan/options.ts for what each means. */
export const youzanAdvanced = z
  .object({
    baseUrl: z.url().max(200).refine(isSafe, ADDRESS),
    tradesVersion: key,
    pageSize: z.number().int().min(1).max(100),
    times: z.enum(['wall', 'milliseconds']),
    overlapMinutes: z.number().int().min(0).max(1_440),
    firstDays: z.number().int().min(1).max(1_095),
    windowDays: z.number().int().min(1).max(90),
    callsPerSecond: z.number().min(0.1).max(50),
    refundNo: key,
    refundAmount: key,
    refundState: key,
    refundDone: z.array(key).max(20),
    refundClosed: z.array(key).max(20),
  })
  .partial();

/** The shop: one whose files were brought in already, or a new one by name. Files and the API then mean the same orders. */
export const youzanBody = z.object({
  source: z.union([z.object({ id: id('acc') }), z.object({ name: name(60) })]),
  clientId: key,
  clientSecret: key,
  /** 店铺 ID (kdt_id). */
  shopId: key,
  options: youzanAdvanced.optional(),
});
export const youzanPatch = z
  .object({ clientId: key, clientSecret: key, options: youzanAdvanced, status: z.enum(['active', 'paused']) })
  .partial();

export const youzanView = z.object({
  id: id('shop'),
  name: z.string(),
  shopId: z.string(),
  clientId: z.string(),
  status: z.enum(['active', 'paused']),
  /** Where Youzan's messages are to be sent. */
  pushPath: z.string(),
  options: youzanAdvanced,
  /** Everything the shop changed until then is in. */
  readUntil: instant.nullable(),
  lastAt: instant.nullable(),
  lastOrders: z.number().int(),
  lastRefunds: z.number().int(),
  faults: z.array(z.object({ orderNo: z.string(), message: z.string() })),
  failure: z.string().nullable(),
  failedAt: instant.nullable(),
});
