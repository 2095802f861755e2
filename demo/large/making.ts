import type { Vault } from '#platform/vault/vault.ts';
import type { Calendar } from '../shop/calendar.ts';
import type { Frame } from './frame.ts';
import type { Instants } from './instants.ts';
import type { Numbers } from './numbers.ts';
import type { CopyValue, Rows } from './tables.ts';

/** What the rows of a big demo are made with. */
export type Making = {
  seed: number;
  calendar: Calendar;
  frame: Frame;
  numbers: Numbers;
  instants: Instants;
  vault: Vault;
  /** The moment of the making, as it stands in every row. */
  made: string;
  /** Scales how often people order; 1 is the demo shop's two years. */
  frequency: number;
  /** Tracked events per customer, on average. */
  tracked: number;
};

/** Who is named in what nobody in particular has done. */
export const ACTOR = 'demo';

/** Adds a key somebody is known by; returns its id. */
export function addIdentity(
  rows: Rows,
  { numbers, made }: Making,
  [customerId, kind, accountId, key, sealed, shown, source]: CopyValue[],
  seen: string,
): number {
  const id = numbers.take('identity');
  rows.identities.push([id, customerId, kind, accountId, key, sealed, shown, source, seen, made]);
  return id;
}
