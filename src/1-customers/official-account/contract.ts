import { z } from 'zod';
import { id, instant, name, pageQuery, text } from '#platform/contract.ts';

export const officialAccountBody = z.object({
  name: name(60),
  appId: name(64),
  secret: name(200),
  callbackToken: z
    .string()
    .regex(/^[A-Za-z0-9]{3,32}$/)
    .optional(),
  callbackKey: z
    .string()
    .regex(/^[A-Za-z0-9]{43}$/)
    .optional(),
});

const address = z.url({ protocol: /^https?$/ }).max(2_048);

/** What a member answers: words, and a link as a card below them if one is to go with it. */
export const replyContent = z.object({
  text: text(2_000).trim().min(1),
  link: z
    .object({ title: name(64), url: address, description: text(170).default('') })
    .nullable()
    .default(null),
});
export const replyBody = replyContent.extend({ accountId: id('acc') });

/** What fills a template's fields, and where a tap on the notice leads; empty: nowhere. */
export const noticeContent = z.object({
  values: z.record(name(40), text(200).trim()),
  url: z.union([z.literal(''), address]).default(''),
});
export const noticeBody = noticeContent.extend({ templateId: id('ntt') });

const field = z.object({ key: z.string().regex(/^\w{1,40}$/), label: name(40) });

export const noticeTemplateBody = z.object({
  accountId: id('acc'),
  code: z
    .string()
    .trim()
    .regex(/^[\w-]{4,128}$/),
  title: name(40),
  /** As the platform shows it: lines of `标签{{thing1.DATA}}`. */
  content: text(1_000).trim().min(1),
});

export const noticeTemplateView = z.object({
  id: id('ntt'),
  account: z.object({ id: id('acc'), name: z.string() }),
  code: z.string(),
  title: z.string(),
  content: z.string(),
  fields: z.array(field),
  longTerm: z.boolean(),
  source: z.enum(['platform', 'hand']),
  /** How many followers take one, and how many notices that is together. */
  followers: z.number().int(),
  grants: z.number().int(),
  updatedAt: instant,
});

const window = z.object({ until: instant, left: z.number().int() });

export const officialMessageView = z.object({
  id: id('ofm'),
  accountName: z.string(),
  kind: z.enum(['reply', 'notice']),
  /** Of a notice the template's title. */
  title: z.string().nullable(),
  text: z.string(),
  state: z.enum(['waiting', 'calling', 'sent', 'partly', 'failed', 'unknown']),
  failure: z.string().nullable(),
  by: z.string().nullable(),
  at: instant,
});

/** What official accounts somebody follows, what each may send them now, and what went out from here. */
export const customerOfficialView = z.object({
  following: z.array(
    z.object({
      account: z.object({ id: id('acc'), name: z.string() }),
      since: instant,
      /** Null while they follow. */
      endedAt: instant.nullable(),
      wroteAt: instant.nullable(),
      window: window.nullable(),
      /** Why no answer can be sent, in the gate's words; null where one can. */
      refused: z.string().nullable(),
      notices: z.array(
        z.object({
          template: z.object({ id: id('ntt'), title: z.string(), fields: z.array(field) }),
          remaining: z.number().int(),
        }),
      ),
    }),
  ),
  messages: z.array(officialMessageView),
});

export const followerQuery = pageQuery.extend({
  cursor: z
    .string()
    .regex(/^\d{1,15}$/)
    .optional(),
  account: id('acc').optional(),
  /** `open`: they can be answered now; `left`: they follow no more. */
  state: z.enum(['following', 'open', 'left']).optional(),
  /** Of the code they came by. */
  scene: text(64).optional(),
  /** Who is, or is not, a customer of a member in WeCom too. */
  wecom: z.enum(['yes', 'no']).optional(),
});

export const followerRow = z.object({
  id: id('flw'),
  customer: z.object({ id: id('cus'), name: z.string() }),
  account: z.object({ id: id('acc'), name: z.string() }),
  since: instant,
  endedAt: instant.nullable(),
  cameBy: z.string(),
  scene: z.string(),
  wroteAt: instant.nullable(),
  window: window.nullable(),
  hasWecom: z.boolean(),
});
