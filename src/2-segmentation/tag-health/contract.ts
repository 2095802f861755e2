import { z } from 'zod';
import { id, instant, text } from '#platform/contract.ts';
import { FINDINGS } from './formula.contract.ts';

const count = z.number().int();

const foundTag = z.object({
  id: id('tag'),
  name: z.string(),
  group: z.string(),
  validDays: count.nullable(),
});

export const tagFinding = z.object({
  kind: z.enum(FINDINGS),
  tags: z.array(foundTag),
  people: count,
  /** Of so many who carry it. */
  of: count.nullable(),
  /** Of two tags, how many carry the one with fewer people. */
  fewer: count.nullable(),
  /** The group that one carries one tag of; null of a pair that a member named. */
  group: z.string().nullable(),
  /** Why two are alike: written the same, sounding the same, one part of the other. */
  why: z.enum(['same', 'sound', 'part']).nullable(),
  /** When the tag was made, and when something was last made with a segment that asks for it. */
  since: instant.nullable(),
  usedAt: instant.nullable(),
});

export const tagHealthView = z.object({
  /** When all tags were looked through; null: not yet. */
  at: instant.nullable(),
  tags: count,
  findings: z.array(tagFinding),
  /** Tags in each 企业微信. */
  corps: z.array(z.object({ name: z.string(), tags: count })),
  conflicts: z.array(z.object({ a: foundTag, b: foundTag })),
  /** Merges that can be taken back, the newest first. */
  merges: z.array(
    z.object({
      id: id('tmg'),
      from: z.string(),
      into: z.string(),
      people: count,
      at: instant,
      by: z.string(),
    }),
  ),
});

export const carriersQuery = z.object({
  kind: z.enum(['contradictory', 'stale', 'expiring']),
  tags: text(4_000)
    .default('')
    .transform(value => value.split(',').filter(part => part !== ''))
    .pipe(z.array(id('tag')).max(3_000)),
  page: z.coerce.number().int().min(1).max(10_000).default(1),
  pageSize: z.coerce.number().int().min(1).max(100).default(20),
});
export const carrierList = z.object({
  data: z.array(
    z.object({
      customerId: id('cus'),
      name: z.string(),
      tags: z.array(
        z.object({
          id: id('tag'),
          name: z.string(),
          source: z.string(),
          /** Who gave it, when it was given or confirmed last, and when it ends. */
          actor: z.string(),
          at: instant,
          expiresAt: instant.nullable(),
        }),
      ),
    }),
  ),
  total: count,
});
export const tagPair = z.object({ a: id('tag'), b: id('tag') });
