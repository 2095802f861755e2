import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { z } from 'zod';
import { audit } from '#platform/audit/audit.ts';
import type { Actor } from '#platform/auth/actor.ts';
import { type Language, say } from '#platform/contract.ts';
import { NOT_FOUND, Problem } from '#platform/http/problem.ts';
import type { Platform } from '#platform/platform.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import type { deliveryView } from './contract.ts';
import type { OpenHook } from './hooks.ts';
import { type Delivery, type DeliveryFault, readDelivery } from './read-delivery.ts';
import { NOT_REPLAYABLE } from './refusals.ts';

export const LIVE_ORDERS = { name: 'hooks.work' };
/** Sealed to the hook: the row has no number yet when its body is sealed. */
export const bodyPlace = (hookId: number) => `hook_deliveries/${hookId}`;

type Stored = { accepted: number; isDuplicate: boolean; faults: DeliveryFault[] } | { problem: Problem };

/**
 * Keeps what was sent before it is answered, and has a worker take it up. What is no delivery at all is kept too, as
 * failed, so that it can be seen; it is refused all the same. One that is sent again under its id is taken up again
 * where it has not got in wholly.
 */
export async function storeDelivery(
  platform: Platform,
  hook: OpenHook,
  bytes: Uint8Array,
  language: Language,
): Promise<Stored> {
  const receivedAt = platform.clock.now();
  const read = tryRead(bytes, receivedAt, language);
  const before = await platform.db.transaction().execute(async tx => {
    const given = rowOf(platform, hook.id, bytes, read);
    const known = await insertDelivery(tx, given);
    const isTakenUp = !known || ('told' in read && (await takeUpAgain(tx, platform, known, given)));
    await tx
      .updateTable('orderHooks')
      .set({ lastReceivedAt: receivedAt })
      .where('id', '=', hook.id)
      .execute();
    if (isTakenUp && 'told' in read) await platform.jobs.enqueue(tx, LIVE_ORDERS, {}, { onlyOne: 'hooks' });
    return isTakenUp ? undefined : known;
  });
  if ('problem' in read) return read;
  return before
    ? { accepted: 0, isDuplicate: true, faults: before.faults }
    : { accepted: read.accepted, isDuplicate: false, faults: read.faults };
}

type Read = Delivery | { problem: Problem; key: string };

function tryRead(bytes: Uint8Array, at: Date, language: Language): Read {
  try {
    return readDelivery(bytes, at, language);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { problem: error, key: `sha256 ${createHash('sha256').update(bytes).digest('hex')}` };
  }
}

function rowOf({ clock, vault }: Platform, hookId: number, bytes: Uint8Array, read: Read) {
  const isRead = 'told' in read;
  return {
    hookId,
    dedupeKey: read.key,
    body: vault.seal(Buffer.from(bytes).toString('base64'), bodyPlace(hookId)),
    bytes: bytes.length,
    state: isRead ? 'waiting' : 'failed',
    receivedAt: clock.now(),
    doneAt: isRead ? null : clock.now(),
    faults: JSON.stringify(isRead ? read.faults : (read.problem.errors ?? [])),
    failure: isRead ? null : read.problem.kind.code,
  };
}

type Given = ReturnType<typeof rowOf>;
type Known = { id: number; state: string; body: Buffer | null; faults: DeliveryFault[] };

/** @returns what is kept of it, where this delivery had come before. */
async function insertDelivery(tx: Tx, given: Given): Promise<Known | undefined> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('hookDeliveries')
    .values(given)
    .onConflict(conflict => conflict.columns(['hookId', 'dedupeKey']).doNothing())
    .executeTakeFirst();
  if (Number(numInsertedOrUpdatedRows ?? 0) > 0) return undefined;
  return await tx
    .selectFrom('hookDeliveries')
    .select(['id', 'state', 'body', sql<DeliveryFault[]>`faults`.as('faults')])
    .where('hookId', '=', given.hookId)
    .where('dedupeKey', '=', given.dedupeKey)
    .forUpdate()
    .executeTakeFirstOrThrow();
}

/** What is in, or waits, is left. The very same again is no newer than when it came first. */
async function takeUpAgain(tx: Tx, { vault }: Platform, known: Known, given: Given): Promise<boolean> {
  if (known.state !== 'failed' && known.state !== 'partial') return false;
  const place = bodyPlace(given.hookId);
  const isSame = known.body !== null && vault.open(known.body, place) === vault.open(given.body, place);
  const { receivedAt, ...rest } = given;
  await tx
    .updateTable('hookDeliveries')
    .set({ ...rest, attempts: 0, tryAfter: null, ...(!isSame && { receivedAt }) })
    .where('id', '=', known.id)
    .execute();
  return true;
}

/** Has a delivery that did not get in tried again, as it was sent. */
export async function replayDelivery(
  tx: Tx,
  { clock, jobs }: Pick<Platform, 'clock' | 'jobs'>,
  actor: Pick<Actor, 'name'>,
  id: number,
): Promise<void> {
  const row = await tx
    .selectFrom('hookDeliveries')
    .select(['hookId', 'state', 'dedupeKey', sql<boolean>`body is not null`.as('hasBody')])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw new Problem(NOT_FOUND);
  if (!row.hasBody || !['failed', 'partial'].includes(row.state)) throw new Problem(NOT_REPLAYABLE);
  await tx
    .updateTable('hookDeliveries')
    .set({ state: 'waiting', attempts: 0, tryAfter: null, failure: null, doneAt: null })
    .where('id', '=', id)
    .execute();
  await jobs.enqueue(tx, LIVE_ORDERS, {}, { onlyOne: 'hooks' });
  await audit(tx, clock, actor, {
    action: 'order_hook.replayed',
    object: { kind: 'order_hook', id: row.hookId },
    after: { delivery: id },
  });
}

const SHOWN = 50;

const FAILURES = {
  not_json: { zh: '正文不是 JSON', en: 'The body is no JSON' },
  too_deep: { zh: '正文嵌套太深', en: 'The body is nested too deeply' },
  invalid_request: { zh: '正文缺少 id，或 orders 不是列表', en: 'The body has no id, or orders is no list' },
  gave_up: {
    zh: '多次尝试没有成功，原文已保留',
    en: 'Tried several times without success; what was sent is kept',
  },
} as const;
export type DeliveryFailure = keyof typeof FAILURES;

/** The last deliveries of a hook, the newest first. */
export async function listDeliveries(
  db: Db,
  hookId: number,
  language: Language,
): Promise<z.output<typeof deliveryView>[]> {
  const rows = await db
    .selectFrom('hookDeliveries')
    .select(['id', 'dedupeKey', 'receivedAt', 'bytes', 'orders', 'refunds', 'failure'])
    .select(sql<z.output<typeof deliveryView>['state']>`state`.as('state'))
    .select(sql<DeliveryFault[]>`faults`.as('faults'))
    .select(sql<boolean>`body is not null and state in ('failed', 'partial')`.as('canReplay'))
    .where('hookId', '=', hookId)
    .orderBy('id', 'desc')
    .limit(SHOWN)
    .execute();
  return rows.map(({ dedupeKey, failure, ...row }) => ({
    ...row,
    key: dedupeKey,
    failure:
      failure === null
        ? null
        : say(FAILURES[failure as DeliveryFailure] ?? { zh: failure, en: failure }, language),
  }));
}
