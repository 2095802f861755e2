import { z } from 'zod';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import { factsOn } from '#platform/settings/facts-on.ts';

/** The lines by which colours are given, from the dated facts. Shares in percent, `losses` of a thousand. */
export type Thresholds = Record<(typeof NAMES)[number], number>;

const NAMES = [
  'health.deletions.yellow',
  'health.deletions.red',
  'health.deletions.fewest',
  'health.losses.yellow',
  'health.losses.red',
  'health.refusals.yellow',
  'health.refusals.red',
  'health.refusals.fewest',
  'health.quota.yellow',
  'health.quota.red',
  'health.unconfirmed.yellow',
  'health.unconfirmed.fewest',
  'health.slow.people_hour',
  'health.pause.hours',
  'wecom.calls.api.hour',
  'wecom.ways',
] as const;

const fact = z.object({ max: z.union([z.number().min(0), z.literal('unlimited')]) });

/** What holds at an instant. A fact that is missing is an error: nobody is called healthy for want of a line. */
export async function readThresholds(db: Db | Tx, at: Date): Promise<Thresholds> {
  const values = await factsOn(db, at, NAMES);
  const entries = NAMES.map(name => {
    const { max } = fact.parse(values.get(name));
    return [name, max === 'unlimited' ? Number.POSITIVE_INFINITY : max] as const;
  });
  return Object.fromEntries(entries) as Thresholds;
}
