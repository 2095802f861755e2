import type { LogEvent } from '#platform/log/events.ts';

/**
 * Whom events of the log are about: their own customer, and all whom a merge or its undoing names, as `persons` that are now
 * or as the `profiles` that moved. Each once.
 */
export function concernedBy(events: readonly LogEvent[], moved: 'persons' | 'profiles'): number[] {
  const named = events.flatMap(({ customerId, data }) => {
    const ids = data[moved];
    return [customerId, ...(Array.isArray(ids) ? ids : [])];
  });
  return [...new Set(named.filter(id => typeof id === 'number'))];
}
