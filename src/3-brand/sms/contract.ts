import { z } from 'zod';
import { fen, id, instant, name, text } from '#platform/contract.ts';

export const smsKind = z.enum(['marketing', 'transactional']);

export const smsTemplateBody = z.object({
  accountId: id('sms'),
  name: name(60),
  /** What the vendor calls it: SMS_123456789 at Aliyun, a number at Tencent Cloud. */
  code: z.string().regex(/^[A-Za-z0-9_]{1,40}$/),
  kind: smsKind,
  /** As it was approved, without the signature, with the vendor's own places. */
  text: text(1_000).trim().min(1),
});

export const smsTemplateDraft = smsTemplateBody.pick({ accountId: true, kind: true, text: true });

/** What the vendor's rules and the law say to a text, and what it costs. */
export const smsTemplateCheck = z.object({
  issues: z.array(z.object({ code: z.string(), words: z.string() })),
  variables: z.array(z.string()),
  /** With the signature; variables count as they are written, because their values are not known yet. */
  characters: z.number().int(),
  parts: z.number().int(),
  /** Of a thousand people. */
  costOfThousand: fen,
});

export const smsTemplateView = z.object({
  id: id('smt'),
  accountId: id('sms'),
  accountName: z.string(),
  vendor: z.enum(['aliyun', 'tencent']),
  signName: z.string(),
  name: z.string(),
  code: z.string(),
  kind: smsKind,
  text: z.string(),
  variables: z.array(z.string()),
  characters: z.number().int(),
  parts: z.number().int(),
  costOfThousand: fen,
  updatedAt: instant,
});
