import type { Context } from 'hono';
import type { officialAccount, wecom } from '#channels';
import type { Platform } from '#platform/platform.ts';
import type { Db } from '#platform/postgres/connect.ts';
import { noteVerified } from '../accounts/check.ts';

type Told = wecom.WecomEvent | officialAccount.FollowerEvent;
type Refused = { ok: false; reason: string };
type Query = Record<string, string>;

/** A platform's callbacks with the keys of one account. */
type Callback<Event> = {
  verifyUrl(query: Query): { ok: true; text: string } | Refused;
  receive(query: Query, body: string): { ok: true; event: Event; dedupeKey: string } | Refused;
};

/** Far above any callback of a platform. */
const LARGEST = 256 * 1024;

export const INBOX = { name: 'channel.inbox' };

/** The platform asks the address back before it saves it. */
export async function answerCheck(
  platform: Platform,
  accountId: number,
  http: Context,
  callback: Pick<Callback<unknown>, 'verifyUrl'>,
): Promise<Response> {
  const verified = callback.verifyUrl(http.req.query());
  if (!verified.ok) return http.text(verified.reason, 403);
  await noteVerified(platform, accountId);
  return http.text(verified.text);
}

/** Stored, answered, then worked off. `onNews` hears of what had not come before, and keeps nobody waiting. */
export async function takeCallback<Event extends Told>(
  platform: Platform,
  accountId: number,
  http: Context,
  callback: Pick<Callback<Event>, 'receive'>,
  { isWanted, onNews }: { isWanted?(event: Event): boolean; onNews?(event: Event): void } = {},
): Promise<Response> {
  const body = await http.req.text();
  if (body.length > LARGEST) return http.text('too large', 413);
  const received = callback.receive(http.req.query(), body);
  if (!received.ok) return http.text(received.reason, 403);
  const { event, dedupeKey } = received;
  if ((isWanted?.(event) ?? true) && (await store(platform, accountId, dedupeKey, event))) {
    onNews?.(event);
    wakeInbox(platform);
  }
  return http.text('success');
}

/** The raw event first; a repeat of one that is already there changes nothing. @returns whether it is news. */
async function store(
  { db, clock }: Platform,
  accountId: number,
  dedupeKey: string,
  event: Told,
): Promise<boolean> {
  const stored = await db
    .insertInto('channelInbox')
    .values({ accountId, dedupeKey, body: JSON.stringify(event), receivedAt: clock.now() })
    .onConflict(conflict => conflict.columns(['accountId', 'dedupeKey']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return stored !== undefined;
}

const waking = new WeakSet<Db>();

/**
 * Has the inbox worked off, without waiting: the event is safe, and the job comes every minute by itself. One asking at a
 * time, because of jobs that may wait only once each waits for the other's commit, and in a flood that is a queue of its
 * own: at a hundred callbacks a second half of the welcomes came too late.
 */
function wakeInbox({ db, jobs, log }: Platform): void {
  if (waking.has(db)) return;
  waking.add(db);
  void jobs
    .enqueue(db, INBOX, {}, { onlyOne: 'inbox' })
    .catch(error => log.warn({ err: error }, 'inbox not woken; it will be within a minute'))
    .finally(() => waking.delete(db));
}
