import type { Wire } from '#web/api/client.ts';
import type { broadcastRow } from '../broadcasts/contract.ts';

/** Whether anybody has been decided about yet: no draft, nothing on the clock, and not cancelled before its time. */
export function isBegun({ status, funnel }: Pick<Wire<typeof broadcastRow>, 'status' | 'funnel'>): boolean {
  if (status === 'draft' || status === 'scheduled') return false;
  return status !== 'cancelled' || funnel.audience > 0;
}
