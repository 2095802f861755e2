import { z } from 'zod';
import { day, id, instant } from '#platform/contract.ts';
import { customerRow } from '../../contract.ts';
import { CAUSES } from './causes.contract.ts';

export const reachDaysQuery = z.object({
  days: z.coerce.number().int().min(1).max(366).default(30),
  /** Without one: on any account. */
  account: id('acc').optional(),
});

/** A day as it ended, or as it stands. The sum of the causes is the difference to the day before, exactly. */
export const reachDay = z.object({
  day,
  people: z.number().int(),
  reachable: z.number().int(),
  /** The day it is compared with; null for the first on record, which has no causes. */
  before: day.nullable(),
  at: instant,
  causes: z.array(z.object({ cause: z.enum(CAUSES), people: z.number().int() })),
});
export const reachDays = z.object({
  data: z.array(reachDay),
  /** Accounts with a record of their own; none where there is but one. */
  accounts: z.array(z.object({ id: id('acc'), name: z.string() })),
});

export const reachPeopleQuery = z.object({
  day,
  cause: z.enum(CAUSES),
  account: id('acc').optional(),
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  pageSize: z.coerce.number().int().min(1).max(100).default(20),
});
export const reachPeople = z.object({ data: z.array(customerRow), total: z.number().int() });
