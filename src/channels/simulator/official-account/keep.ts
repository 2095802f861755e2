import type { OfficialAccountServer } from './server.ts';
import type { FakeAccount, FakeFollower } from './world.ts';

/** The world as text, to be kept in a file; tokens are not, because they end soon anyway. */
export function worldText({ accounts }: OfficialAccountServer): string {
  return JSON.stringify([...accounts.values()], (key, value) => {
    if (key === 'token') return undefined;
    return value instanceof Map ? { map: [...value] } : value;
  });
}

/** Puts a kept world into a server that has none. */
export function readWorld({ accounts }: OfficialAccountServer, text: string): void {
  const read = JSON.parse(text, (_, value) =>
    typeof value === 'object' && value !== null && Array.isArray(value.map) ? new Map(value.map) : value,
  ) as (FakeAccount & { followers: Map<string, FakeFollower> })[];
  for (const account of read) accounts.set(account.appid, account);
}
