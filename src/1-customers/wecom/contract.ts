import { z } from 'zod';
import { id, instant } from '#platform/contract.ts';

const count = z.number().int().optional();

/** How much there is in a corp. */
export const syncRead = z.object({
  members: count,
  tags: count,
  relations: count,
  groups: count,
  /** The account's first comparison that came to its end. */
  first: z.boolean().optional(),
});

/** What a comparison found that no event had told, in the order in which people are told of it. */
export const syncFound = z.object({
  begun: count,
  ended: count,
  changed: count,
  tagsAdded: count,
  tagsRemoved: count,
  joined: count,
  left: count,
  groupsNew: count,
  groupsEnded: count,
  tagsNew: count,
  tagsRenamed: count,
  tagsGone: count,
  membersNew: count,
  membersChanged: count,
});

export const syncRunView = z.object({
  id: id('run'),
  state: z.enum(['running', 'done', 'failed']),
  startedAt: instant,
  finishedAt: instant.nullable(),
  read: syncRead,
  found: syncFound,
  failure: z.string().nullable(),
});

/** What WeCom is still to be told of, and what it could not be told. */
export const pushesView = z.object({
  waiting: z.number().int(),
  /** Each reason once, in words, with how many relations it keeps back. */
  refused: z.array(z.object({ why: z.string(), relations: z.number().int() })),
  people: z.array(
    z.object({
      customerId: id('cus'),
      name: z.string(),
      member: z.string(),
      what: z.array(z.string()),
      why: z.string(),
      at: instant,
    }),
  ),
});

/** A tag of Siyu as a corp tag of an account. */
export const corpTagView = z.object({
  tagId: id('tag'),
  accountId: id('acc'),
  state: z.enum(['linked', 'waiting', 'refused']),
  why: z.string().nullable(),
});
