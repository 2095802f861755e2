import type { wecom } from '#channels';
import type { Platform } from '#platform/platform.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import { type IdentityKey, learnPeople } from '../identities/learn.ts';

/** What a corp tells of 微信客服: that there is something to read at an account, or that its rights changed. */
export type KfNews = { accountId: number; at: Date } & (
  | { of: 'messages'; openKfId: string; token: string }
  | { of: 'accounts' }
);
export type KfListener = (news: KfNews) => Promise<void>;

const listeners = new WeakMap<Db, KfListener>();

/** The stage that serves says so here when a process opens. It is told twice: at once, and when the inbox is worked off. */
export function onKfNews({ db }: Platform, listener: KfListener): void {
  listeners.set(db, listener);
}

/** Waits for the listener, who reads; nothing to do for events of another kind. */
export async function tellKfNews(
  { db }: Platform,
  accountId: number,
  event: wecom.WecomEvent,
): Promise<void> {
  const listener = listeners.get(db);
  const at = new Date(event.at);
  if (event.event === 'kf_msg_or_event')
    await listener?.({ accountId, at, of: 'messages', openKfId: event.openKfId, token: event.token });
  if (event.event === 'kf_account_auth_change') await listener?.({ accountId, at, of: 'accounts' });
}

/** A welcome is good for twenty seconds: read in the process that heard, while the callback is answered. */
export function tellKfNewsNow(platform: Platform, accountId: number, event: wecom.WecomEvent): void {
  void tellKfNews(platform, accountId, event).catch(error =>
    platform.log.warn(
      { accountId, err: error },
      'what 微信客服 tells could not be read; the inbox comes to it',
    ),
  );
}

/** Who writes to a corp without being anybody's customer in its list. */
export type Visitor = {
  externalUserId: string;
  unionId: string | undefined;
  name: string | undefined;
  avatar: string | undefined;
  gender: 'male' | 'female' | undefined;
  at: Date;
};

/** Makes visitors known by the platform's key and the union id. @returns profiles by key; who was erased has none. */
export async function takeInVisitors(
  tx: Tx,
  { clock, vault }: Platform,
  accountId: number,
  visitors: readonly Visitor[],
): Promise<Map<string, number>> {
  const context = { clock, vault, actor: { name: `account:${accountId}` }, source: 'wecom' };
  const people = visitors.map(({ externalUserId, unionId, name, avatar, gender, at }) => {
    const keys: IdentityKey[] = [
      { kind: 'external_userid', accountId, key: externalUserId, shown: externalUserId },
    ];
    if (unionId) keys.push({ kind: 'unionid', accountId: 0, key: unionId, shown: unionId });
    const told = gender === 'male' ? 1 : gender === 'female' ? 2 : undefined;
    return { keys, name, gender: told, avatarUrl: avatar, at } as const;
  });
  const { customerIds } = await learnPeople(tx, context, people);
  return new Map(
    visitors.flatMap(({ externalUserId }, i) => {
      const id = customerIds[i];
      return id === undefined ? [] : [[externalUserId, id] as const];
    }),
  );
}
