import { z } from 'zod';
import { id, instant, text } from '#platform/contract.ts';

export const GROUP_STATES = ['normal', 'owner_left', 'inheriting', 'inherited', 'dismissed'] as const;

export const groupListQuery = z.object({
  q: text(100).optional(),
  account: id('acc').optional(),
  dismissed: z.enum(['yes']).optional(),
});

/** A customer group (客户群) as of the last time it was read. */
export const groupRow = z.object({
  id: id('grp'),
  account: z.object({ id: id('acc'), name: z.string() }),
  /** WeCom's own id, by which a join way names it. */
  chatId: z.string(),
  name: z.string(),
  owner: z.string(),
  state: z.enum(GROUP_STATES),
  customers: z.number().int(),
  members: z.number().int(),
  /** Customers who came in, and who went, during the last thirty days. */
  joined: z.number().int(),
  left: z.number().int(),
  createdAt: instant,
});
