import { sql } from 'kysely';
import { audit } from '#platform/audit/audit.ts';
import type { Actor } from '#platform/auth/actor.ts';
import { NOT_FOUND, Problem } from '#platform/http/problem.ts';
import type { Platform } from '#platform/platform.ts';
import type { ChannelOf } from './dispatch.ts';
import { cancelPeople } from './results.ts';

type Task = { id: number; accountId: number | null; externalId: string | null; state: string };

/**
 * Stops a broadcast: what is not yet a task is not sent, tasks that members have not confirmed are withdrawn at the
 * platform, contacts that were not used are given back. What was sent stays sent; texts and answers that are all out cannot be stopped. A task whose call is under way is
 * left to the dispatcher, which knows how to find out.
 * @returns number of people who will not get it.
 */
export async function cancelBroadcast(
  platform: Platform,
  actor: Actor,
  broadcastId: number,
  channelOf: ChannelOf,
): Promise<number> {
  const { db, clock } = platform;
  await db.transaction().execute(async tx => {
    const { rows } = await sql<{ id: number }>`
      update broadcasts set status = 'cancelled', finished_at = ${clock.now()}, updated_at = ${clock.now()}
      where id = ${broadcastId} and not (channel in ('sms', 'official_account') and status = 'sent') returning id`.execute(
      tx,
    );
    if (rows.length === 0) throw new Problem(NOT_FOUND);
    await audit(tx, clock, actor, {
      action: 'broadcast.cancelled',
      object: { kind: 'broadcast', id: broadcastId },
    });
    const { rows: unsent } = await sql<{ id: number }>`
      update send_tasks set state = 'cancelled', settled_at = ${clock.now()}
      where broadcast_id = ${broadcastId} and state = 'recorded' returning id`.execute(tx);
    for (const { id } of unsent) await cancelPeople(tx, platform, id);
    await sql`update broadcast_people set state = 'cancelled' where broadcast_id = ${broadcastId} and state = 'audience'`.execute(
      tx,
    );
  });
  const { rows: open } = await sql<Task>`
    select id, account_id, external_id, state from send_tasks
    where broadcast_id = ${broadcastId} and state = 'created' and confirmed_at is null and member_id is not null`.execute(
    db,
  );
  for (const task of open) await withdraw(platform, task, channelOf);
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from broadcast_people where broadcast_id = ${broadcastId} and state = 'cancelled'`.execute(
    db,
  );
  return rows[0]?.n ?? 0;
}

async function withdraw(platform: Platform, task: Task, channelOf: ChannelOf): Promise<void> {
  if (task.accountId !== null && task.externalId !== null) {
    const channel = await channelOf(task.accountId);
    if (channel.staffConfirmed) await channel.cancel(task.externalId);
  }
  await platform.db.transaction().execute(async tx => {
    await sql`update send_tasks set state = 'cancelled', settled_at = ${platform.clock.now()} where id = ${task.id}`.execute(
      tx,
    );
    await cancelPeople(tx, platform, task.id);
  });
}
