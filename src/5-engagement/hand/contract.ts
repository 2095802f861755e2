import { z } from 'zod';
import { id, instant } from '#platform/contract.ts';

export const handTask = z.object({
  broadcastId: id('bro'),
  broadcast: z.string(),
  customerId: id('cus'),
  name: z.string(),
  text: z.string(),
  plannedAt: instant,
});
export const handTaskList = z.object({ data: z.array(handTask), total: z.number().int() });
