import { z } from 'zod';
import { fen, id, instant, text } from '#platform/contract.ts';

/** 在职继承 or 离职继承. */
export const TRANSFER_KINDS = ['on_job', 'resigned'] as const;
export const TRANSFER_STATES = [
  'planned',
  'asking',
  'waiting',
  'done',
  'refused',
  'full',
  'failed',
  'cancelled',
] as const;

const kind = z.enum(TRANSFER_KINDS);
const count = z.number().int();
const named = z.object({ id: id('mem'), name: z.string() });

/** A member with customers or groups that can be handed on; of who left, those nobody has taken over yet. */
export const transferGiver = z.object({
  account: z.object({ id: id('acc'), name: z.string() }),
  member: named,
  kind,
  customers: count,
  groups: count,
  /** Of who left. */
  leftAt: instant.nullable(),
});

export const giverCustomersQuery = z.object({ account: id('acc'), kind, q: text(100).optional() });

/** Why somebody cannot be transferred now. */
export const hindrance = z.enum(['under_way', 'protected']);

export const giverCustomer = z.object({
  customerId: id('cus'),
  name: z.string(),
  /** Total value of the person, in fen; null where nothing is known. */
  value: fen.nullable(),
  hindrance: hindrance.nullable(),
  /** Until when they are protected. */
  until: instant.nullable(),
});

export const transferBody = z.object({
  accountId: id('acc'),
  kind,
  fromId: id('mem'),
  which: z.enum(['all', 'chosen', 'none']),
  /** With `chosen`. */
  customerIds: z.array(id('cus')).max(2_000).default([]),
  withGroups: z.boolean(),
  takerIds: z.array(id('mem')).min(1).max(50),
  spread: z.enum(['evenly', 'by_value']),
  /** What customers read when they have changed hands; of who left nothing is said. Empty: WeCom's own words. */
  words: text(200),
});

const takerShare = z.object({ member: named, customers: count, groups: count, value: fen });

/** What would come of it. */
export const transferPreview = z.object({
  customers: count,
  groups: count,
  takers: z.array(takerShare),
  cannot: z.array(
    z.object({
      why: hindrance,
      customers: count,
      /** When the first of them can. */
      from: instant.nullable(),
      people: z.array(z.object({ customerId: id('cus'), name: z.string(), until: instant.nullable() })),
    }),
  ),
});

export const transferCounts = z.partialRecord(z.enum(TRANSFER_STATES), count);

export const transferRow = z.object({
  id: id('trf'),
  account: z.object({ id: id('acc'), name: z.string() }),
  kind,
  from: named,
  takers: z.array(named),
  state: z.enum(['under_way', 'ended', 'cancelled']),
  customers: transferCounts,
  groups: transferCounts,
  createdBy: z.string(),
  createdAt: instant,
});

const fate = z.object({
  state: z.enum(TRANSFER_STATES),
  taker: z.string(),
  /** When it ends by itself, or has ended. */
  at: instant.nullable(),
  why: z.string().nullable(),
});

export const transferView = transferRow.extend({
  words: z.string(),
  spread: z.enum(['evenly', 'by_value']),
  /** Those with trouble first, at most 500. Out of the reader's sight without a name. */
  people: z.array(fate.extend({ customerId: id('cus').nullable(), name: z.string() })),
  groupList: z.array(fate.extend({ name: z.string() })),
});
