import { z } from 'zod';
import { id, instant, name, pageQuery } from '#platform/contract.ts';
import { entryFigures, entryPeriod } from '../touchpoints/contract.ts';

/** Where the codes of a set stand in a shop. */
export const SET_PLACES = ['counter', 'table', 'receipt', 'package'] as const;
export const MOST_CODES = 200;

export const setStore = z.object({
  store: name(16),
  /** Who stands behind its codes; each is the substitute of the others. */
  memberIds: z.array(id('mem')).min(1).max(30),
  /** A code for each of them, or one for the shop. */
  perClerk: z.boolean(),
});

export const codeSetBody = z.object({
  name: name(20),
  accountId: id('acc'),
  place: z.enum(SET_PLACES),
  stores: z.array(setStore).min(1).max(100),
  tagIds: z.array(id('tag')).max(20).default([]),
});

const count = z.number().int();
const named = <Prefix extends string>(prefix: Prefix) => z.object({ id: id(prefix), name: z.string() });

export const codeSetRow = z.object({
  id: id('set'),
  name: z.string(),
  place: z.enum(SET_PLACES),
  account: named('acc'),
  stores: count,
  codes: count,
  archived: z.boolean(),
  createdAt: instant,
  /** Over its shops: who came into two counts for each. */
  figures: z.object({ visitors: count, people: count, fresh: count, ordered: count }),
});

/** Beside what entries say: who has talked since, as far as a platform or a member tells. */
const setFigures = entryFigures.extend({ chatted: count });

export const setCodeView = z.object({
  id: id('code'),
  name: z.string(),
  clerk: named('mem').nullable(),
  link: z.string(),
  paused: z.boolean(),
  archived: z.boolean(),
  ways: z.object({ ready: count, all: count, failed: count }),
  figures: setFigures,
});

export const codeSetView = codeSetRow.extend({
  /** How long after a receipt somebody may add and be meant. */
  receiptMinutes: count,
  storeList: z.array(
    z.object({
      store: z.string(),
      touchpoint: named('tp'),
      figures: setFigures,
      codes: z.array(setCodeView),
    }),
  ),
});

export const codeSetQuery = z.object({ archived: z.enum(['yes']).optional(), days: entryPeriod });

export const RECEIPT_STATES = ['open', 'suggested', 'known', 'unclear'] as const;

/** A receipt whose code was scanned, and whose it may be. */
export const receiptView = z.object({
  id: id('rcp'),
  at: instant,
  orderNo: z.string(),
  code: named('code'),
  member: named('mem'),
  state: z.enum(RECEIPT_STATES),
  customer: named('cus').nullable(),
  /** What became of the claim: theirs, waiting for its order, in conflict, taken back. */
  binding: z.enum(['suggested', 'waiting', 'bound', 'conflict', 'undone']).nullable(),
});
export const receiptQuery = pageQuery.extend({
  cursor: z
    .string()
    .regex(/^\d{1,15}$/)
    .optional(),
});

export const setPosterQuery = z.object({
  poster: id('pos'),
  width: z.coerce.number().int().min(60).max(2_480).optional(),
});
