import { z } from 'zod';
import { id, instant, name, text } from '#platform/contract.ts';
import { department } from '../live-codes/plan.contract.ts';
import { entryFigures, entryPeriod } from '../touchpoints/contract.ts';

/** `path`: the names that lead to it, its own last. */
export const wecomDepartment = department.extend({ path: z.array(z.string()) });
export const departmentQuery = z.object({ account: id('acc') });

export const acquisitionLinkBody = z.object({
  /** WeCom takes 30 characters. */
  name: name(30),
  touchpointId: id('tp'),
  accountId: id('acc'),
  memberIds: z.array(id('mem')).max(500),
  /** Everybody of them, as WeCom knows them at that moment; members or departments must be named. */
  departments: z.array(department).max(100).default([]),
  /** Customers are friends at once, without a member's consent (免验证). */
  asksNobody: z.boolean(),
  tagIds: z.array(id('tag')).max(20).default([]),
  /** Who is led to a member that has them already: nobody, whom anybody of the corp has, or one of these members. */
  priority: z.enum(['none', 'corp', 'members']).default('none'),
  priorityIds: z.array(id('mem')).max(100).default([]),
});

/** A change replaces all of it; the account stays. */
export const acquisitionLinkChange = acquisitionLinkBody.omit({ accountId: true });

const named = <Prefix extends string>(prefix: Prefix) => z.object({ id: id(prefix), name: z.string() });
const count = z.number().int();

export const acquisitionLinkRow = z.object({
  id: id('lnk'),
  name: z.string(),
  touchpoint: named('tp'),
  account: named('acc'),
  members: z.array(named('mem')),
  departments: z.array(department),
  tags: z.array(named('tag')),
  priority: z.enum(['none', 'corp', 'members']),
  priorityMembers: z.array(named('mem')),
  asksNobody: z.boolean(),
  /** `making`: WeCom is still to be told; `failed`: it refused; `gone`: somebody deleted it in WeCom's console. */
  state: z.enum(['making', 'ready', 'failed', 'gone', 'archived']),
  why: z.string().nullable(),
  /** To hand out; null until WeCom has made it. */
  address: z.string().nullable(),
  /** WeCom's own counts: who opened it and who was new, in the period; who came and who has written, ever. */
  clicks: count,
  added: count,
  customers: count,
  chatted: count,
  syncedAt: instant.nullable(),
  /** Of those Siyu saw come in. */
  figures: entryFigures,
});

export const acquisitionLinkQuery = z.object({
  q: text(100).optional(),
  touchpoint: id('tp').optional(),
  archived: z.enum(['yes']).optional(),
  days: entryPeriod,
});

/** What may still be added by links (获客额度). */
export const acquisitionQuota = z.object({
  account: named('acc'),
  total: count,
  balance: count,
  /** Below so many the corp is warned. */
  low: count,
  parts: z.array(z.object({ balance: count, expiresAt: instant.nullable() })),
  readAt: instant.nullable(),
  why: z.string().nullable(),
});
