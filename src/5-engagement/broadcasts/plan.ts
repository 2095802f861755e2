import { sql } from 'kysely';
import type { z } from 'zod';
import { piecesIn } from '#channels';
import { claimContacts, settleContacts, type Verdict } from '#customers';
import type { Clock } from '#platform/clock.ts';
import type { Platform } from '#platform/platform.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import { snapshotAudience } from './audience.ts';
import { type Broadcast, readBroadcast } from './broadcasts.ts';
import type { broadcastChannel } from './contract.ts';
import { noticeOf } from './notices/content.ts';
import { takeForClaims } from './notices/plan-notices.ts';
import { recordTasks } from './tasks.ts';

/** People decided about in one transaction: long enough to be fast, short enough that other claims wait only a moment. */
const CHUNK = 1_000;

/**
 * Decides for everybody in the audience: held out, withheld with a reason, or planned with a member. Each chunk is one
 * transaction and is never done twice, so it can be cut short anywhere and taken up again.
 */
export async function planBroadcast(platform: Platform, broadcastId: number): Promise<void> {
  const { db, clock } = platform;
  let broadcast = await readBroadcast(db, broadcastId);
  if (broadcast.status !== 'planning') return;
  await snapshotAudience(platform, broadcast);
  broadcast = await readBroadcast(db, broadcastId);
  while ((await db.transaction().execute(tx => planChunk(tx, clock, broadcast))) === CHUNK);
  await db.transaction().execute(tx => recordTasks(tx, clock, broadcast));
}

async function planChunk(tx: Tx, clock: Clock, broadcast: Broadcast): Promise<number> {
  const { rows } = await sql<{ customerId: number; heldOut: boolean }>`
    select customer_id, ${isHeldOut(broadcast)} as held_out from broadcast_people
    where broadcast_id = ${broadcast.id} and state = 'audience'
    order by customer_id limit ${CHUNK} for update`.execute(tx);
  if (rows.length === 0) return 0;
  const heldOut = new Set(rows.filter(row => row.heldOut).map(row => row.customerId));
  const verdicts = await claimContacts(
    tx,
    clock,
    claimOf(
      broadcast,
      rows.map(row => row.customerId),
    ),
  );
  // Who is held out is checked like the others, so that both groups are people who would have been sent to.
  const released = verdicts.flatMap(v =>
    v.outcome === 'claimed' && heldOut.has(v.personId) ? [v.contactId] : [],
  );
  await settleContacts(tx, clock, released, 'released');
  await writeVerdicts(
    tx,
    broadcast.id,
    await takeForClaims(tx, clock, broadcast, verdicts, heldOut),
    heldOut,
  );
  return rows.length;
}

export function claimOf(broadcast: Broadcast, personIds: readonly number[]) {
  const notice = noticeOf(broadcast.message);
  return {
    channel: broadcast.channel as z.output<typeof broadcastChannel>,
    needs: notice ? { notice: notice.code } : { pieces: piecesIn(broadcast.message) },
    accountId: broadcast.accountId ?? undefined,
    purpose: broadcast.purpose as 'marketing' | 'service',
    topic: broadcast.topic ?? undefined,
    slot: broadcast.slot ?? broadcast.createdAt,
    source: 'broadcast',
    sourceId: broadcast.id,
    step: '',
    candidates: personIds.map(personId => ({ personId })),
  };
}

/** The split depends on the person and the broadcast's seed alone: the same however often it is asked. */
export function isHeldOut({ holdoutPercent, seed }: Broadcast) {
  return sql<boolean>`(abs(hashint8extended(customer_id, ${seed})) % 10000) < ${holdoutPercent * 100}`;
}

async function writeVerdicts(
  tx: Tx,
  broadcastId: number,
  verdicts: readonly Verdict[],
  heldOut: ReadonlySet<number>,
): Promise<void> {
  const rows = verdicts.map(verdict => {
    const customer_id = verdict.personId;
    if (verdict.outcome === 'withheld')
      return { customer_id, state: 'withheld', reason: verdict.reason, reason_facts: verdict.facts };
    if (heldOut.has(customer_id)) return { customer_id, state: 'held_out', member_id: verdict.memberId };
    const { memberId, recipient, contactId } = verdict;
    return { customer_id, state: 'planned', member_id: memberId, recipient, contact_id: contactId };
  });
  // Each row by its key: joined, the planner reads the whole audience for each chunk, of which its statistics know nothing yet.
  await sql`
    update broadcast_people p set state = v.state, reason = v.reason, reason_facts = v.reason_facts,
      member_id = v.member_id, recipient = v.recipient, contact_id = v.contact_id
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as v
      (customer_id bigint, state text, reason text, reason_facts jsonb, member_id bigint, recipient text, contact_id bigint)
    cross join lateral (
      select b.ctid from broadcast_people b where b.broadcast_id = ${broadcastId} and b.customer_id = v.customer_id offset 0
    ) known where p.ctid = known.ctid`.execute(tx);
}
