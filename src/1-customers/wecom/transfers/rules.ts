import { DAY, HOUR } from '#platform/clock.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import { boundOf, factsOn } from '#platform/settings/facts-on.ts';

const [TIMES, DAYS, WAITS] = [
  ...(['wecom.transfer.customer.times', 'wecom.transfer.customer.days'] as const),
  'wecom.transfer.waits.hours',
] as const;

/** `most` transfers of a customer within `window` milliseconds; one ends by itself after `waits` milliseconds. */
export type TransferRules = { most: number; window: number; waits: number };

/** What the platform says of transfers on a day. */
export async function transferRules(db: Db | Tx, at: Date): Promise<TransferRules> {
  const facts = await factsOn(db, at, [TIMES, DAYS, WAITS]);
  const max = (name: string) => boundOf(facts, name, at);
  return { most: max(TIMES), window: max(DAYS) * DAY, waits: max(WAITS) * HOUR };
}
