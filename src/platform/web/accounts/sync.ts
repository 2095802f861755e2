import type { Account } from './AccountsPage.tsx';

/** The comparison with the platform is under way or waits its turn. */
export function isSyncing({ lastSync }: Account): boolean {
  return lastSync?.state === 'waiting' || lastSync?.state === 'running';
}
