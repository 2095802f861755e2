import { z } from 'zod';
import { id, instant, name } from '#platform/contract.ts';

export const smsVendor = z.enum(['aliyun', 'tencent']);

/** Between 【 and 】, which the vendor adds itself. */
const signName = z
  .string()
  .trim()
  .regex(/^[^\s【】[\]]{2,12}$/);
const appId = z.string().regex(/^\d{6,20}$/);
const region = z.string().regex(/^[a-z]{2,10}-[a-z0-9-]{2,30}$/);
/** Fen for 1,000 billed parts: 4.5 fen a part is 4,500. */
const price = z.number().int().min(0).max(1_000_000);

export const smsAccountBody = z
  .object({
    vendor: smsVendor,
    name: name(60),
    signName,
    /** Tencent's SdkAppId; Aliyun has none. */
    appId: appId.optional(),
    region: region.optional(),
    keyId: name(100),
    keySecret: name(200),
    pricePerThousand: price,
  })
  .refine(body => body.vendor !== 'tencent' || body.appId !== undefined, { path: ['appId'] });

/** What is left out stays. */
export const smsAccountPatch = z
  .object({
    name: name(60),
    signName,
    appId,
    region,
    keyId: name(100),
    keySecret: name(200),
    pricePerThousand: price,
    status: z.enum(['active', 'paused']),
  })
  .partial();

export const smsAccountView = z.object({
  id: id('sms'),
  name: z.string(),
  vendor: smsVendor,
  status: z.enum(['active', 'paused']),
  signName: z.string(),
  appId: z.string().nullable(),
  region: z.string().nullable(),
  /** The key's id, its middle masked; the secret never comes out. */
  keyShown: z.string(),
  pricePerThousand: z.number().int(),
  /** Where the vendor pushes to. They are secrets: only whoever may change the account sees them. */
  receiptsUrl: z.string().nullable(),
  repliesUrl: z.string().nullable(),
  lastReceiptAt: instant.nullable(),
  lastReplyAt: instant.nullable(),
});

export const SMS_CHECK_STEPS = ['network', 'keys', 'sign', 'receipts'] as const;
export const smsCheck = z.object({
  steps: z.array(
    z.object({
      step: z.enum(SMS_CHECK_STEPS),
      state: z.enum(['ok', 'failed', 'waiting']),
      message: z.string(),
    }),
  ),
});

export const smsReply = z.object({
  id: id('rpl'),
  customerId: id('cus').nullable(),
  name: z.string().nullable(),
  text: z.string(),
  stop: z.boolean(),
  at: instant,
});
