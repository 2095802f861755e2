import { z } from 'zod';
import { day, fen, id, instant, name, pageOf, pageQuery, text } from '#platform/contract.ts';
import { gender, identityView } from '../contract.ts';

/** What speaks for or against two records being one person. Weights and formula: suggestions/evidence.ts. */
export const evidenceKind = z.enum([
  'name',
  'phone_tail',
  'masked_phone',
  'remark_phone',
  'birthday',
  'city',
  'handle',
  'order',
  'recycled_phone',
  'order_told',
  'other_birthday',
  'other_gender',
  'other_phone',
]);
export const evidence = z.object({ kind: evidenceKind, shown: z.string() });

/** One of the two records, as far as it helps to decide; phones masked. */
export const suggestionSide = z.object({
  id: id('cus'),
  name: z.string().nullable(),
  /** All names it goes by, the one above included. */
  names: z.array(z.string()),
  gender: gender.nullable(),
  birthday: day.nullable(),
  city: z.string().nullable(),
  source: z.string(),
  phones: z.array(z.string()),
  accounts: z.array(identityView.pick({ kind: true, accountName: true, shown: true })),
  members: z.array(z.string()),
  orders: z.number().int(),
  paid: fen,
  lastOrderAt: instant.nullable(),
  createdAt: instant,
});

export const suggestionView = z.object({
  id: id('sug'),
  /** 0 to 100. */
  confidence: z.number().int(),
  reasons: z.array(evidence),
  foundAt: instant,
  sides: z.tuple([suggestionSide, suggestionSide]),
});
export const suggestionQuery = pageQuery.extend({
  /** Only those at least this sure. */
  min: z.coerce.number().int().min(0).max(100).default(0),
  customer: id('cus').optional(),
});
export const suggestionList = pageOf(suggestionView).extend({ total: z.number().int() });
/**
 * How many wait, and what is too common to be compared by, as of the last comparison of everybody. `countedAt`: when they were
 * counted, where that takes so long that it is not done each time.
 */
export const suggestionCount = z.object({
  open: z.number().int(),
  sure: z.number().int(),
  countedAt: instant.nullable(),
  lastRun: z
    .object({
      at: instant,
      profiles: z.number().int(),
      tooCommon: z.array(z.object({ kind: z.string(), shown: z.string(), profiles: z.number().int() })),
    })
    .nullable(),
});
export const decisionBody = z.object({
  decision: z.enum(['accept', 'reject', 'later']),
  note: text(200).default(''),
});
/** Exactly those that were looked at beforehand: one found meanwhile is not among them. */
export const acceptManyBody = z.object({ ids: z.array(id('sug')).min(1).max(200) });
export const acceptManyResult = z.object({ accepted: z.number().int(), left: z.number().int() });

export const conflictView = z.object({
  field: z.enum(['gender', 'birthday', 'phone']),
  why: z.enum(['corrected', 'chosen', 'first_profile', 'last_seen']),
  chosenBy: z.string().nullable(),
  chosenAt: instant.nullable(),
  values: z.array(
    z.object({
      /** What to choose it by; of a phone its identity, never the number. */
      value: z.string(),
      shown: z.string(),
      profile: id('cus'),
      source: z.string(),
      toldAt: instant,
      shared: z.boolean(),
      counts: z.boolean(),
    }),
  ),
});
export const conflictList = z.object({ data: z.array(conflictView) });
export const chooseBody = z.object({
  field: conflictView.shape.field,
  value: name(40),
  reason: text(200).default(''),
});

export const sharedBody = z.object({ shared: z.boolean(), reason: name(200) });

export const bindingView = z.object({
  id: id('bnd'),
  orderNo: z.string(),
  state: z.enum(['suggested', 'waiting', 'bound', 'conflict', 'undone']),
  shop: z.string().nullable(),
  paid: fen.nullable(),
  orderedAt: instant.nullable(),
  toldBy: z.string(),
  toldAt: instant,
  /** Whose it is by its shop; null where that is nobody, or nobody one may see. */
  claimedBy: id('cus').nullable(),
  claimedName: z.string().nullable(),
});
export const bindingList = z.object({ data: z.array(bindingView) });
export const bindBody = z.object({ orderNo: name(64) });
export const bindingDecision = z.object({
  decision: z.enum(['confirm', 'undo']),
  reason: text(200).default(''),
});
