import { sql } from 'kysely';
import type { Delivery } from '#channels';
import { settleContacts } from '#customers';
import { MINUTE } from '#platform/clock.ts';
import type { Platform } from '#platform/platform.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import type { ChannelOf } from './dispatch.ts';
import { takeNoticeReceipts } from './notices/send-notice.ts';
import { takeReceipts } from './sms/receipts.ts';

/** How long the platform is asked about a task that nobody confirms. */
const GIVE_UP_DAYS = 30;
const FRESH = MINUTE;

type OpenTask = { id: number; accountId: number; sender: string; externalId: string; broadcastId: number };

/**
 * Reads from the platform what became of tasks: confirmed or not, and each recipient's fate. The platform's word is the
 * truth; what it says twice changes nothing.
 * @returns number of tasks asked about.
 */
export async function syncResults(
  platform: Platform,
  channelOf: ChannelOf,
  limit = 200,
  broadcastId?: number,
): Promise<number> {
  await takeReceipts(platform);
  await takeNoticeReceipts(platform);
  const tasks = await openTasks(platform, limit, broadcastId);
  for (const task of tasks) {
    const channel = await channelOf(task.accountId);
    if (!channel.staffConfirmed) continue;
    const status = await channel.taskStatus(task.externalId, task.sender);
    await platform.db.transaction().execute(async tx => {
      await writeDeliveries(tx, platform, task, status.deliveries);
      const cancelled = status.state === 'cancelled';
      if (cancelled) await cancelPeople(tx, platform, task.id);
      await sql`
        update send_tasks set synced_at = ${platform.clock.now()},
          state = case when ${cancelled} then 'cancelled' else state end,
          confirmed_at = coalesce(confirmed_at, ${status.state === 'confirmed' ? (status.confirmedAt ?? platform.clock.now()) : null}::timestamptz),
          settled_at = case when not exists (select 1 from broadcast_people where task_id = ${task.id} and state = 'task_created')
            then ${platform.clock.now()}::timestamptz end
        where id = ${task.id}`.execute(tx);
    });
  }
  return tasks.length;
}

async function openTasks({ db, clock }: Platform, limit: number, broadcastId?: number): Promise<OpenTask[]> {
  const now = clock.now().getTime();
  const { rows } = await sql<OpenTask>`
    select id, account_id, sender, external_id, broadcast_id from send_tasks
    where state = 'created' and settled_at is null and external_id is not null and member_id is not null
      and created_at > ${new Date(now - GIVE_UP_DAYS * 1_440 * MINUTE)}
      and (${broadcastId ?? null}::bigint is not null and broadcast_id = ${broadcastId ?? null}
        or ${broadcastId ?? null}::bigint is null and (synced_at is null or synced_at < ${new Date(now - FRESH)}))
    order by synced_at nulls first, id limit ${limit}`.execute(db);
  return rows;
}

async function writeDeliveries(
  tx: Tx,
  platform: Platform,
  task: OpenTask,
  deliveries: readonly Delivery[],
): Promise<void> {
  const settled = deliveries.filter(delivery => delivery.state !== 'waiting');
  if (settled.length === 0) return;
  const now = platform.clock.now().toISOString();
  const rows = settled.map(({ recipient, state, at }) => ({
    recipient,
    state,
    at: at?.toISOString() ?? now,
  }));
  const { rows: changed } = await sql<{ contactId: number; delivered: boolean }>`
    with given as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as d (recipient text, state text, at timestamptz)
    ), changed as (
      update broadcast_people p set
        state = case when given.state = 'delivered' then 'delivered' else 'failed' end,
        reason = case when given.state = 'delivered' then null else given.state end,
        delivered_at = case when given.state = 'delivered' then given.at end
      from given
      where p.task_id = ${task.id} and p.recipient = given.recipient and p.state = 'task_created'
      returning p.customer_id, p.contact_id, p.member_id, given.state, given.at
    ), told as (
      insert into events (type, customer_id, account_id, at, actor, data)
      select case when state = 'delivered' then 'message.delivered' else 'message.failed' end, customer_id, ${task.accountId}::bigint, at,
        'member:' || member_id, jsonb_build_object('broadcastId', ${task.broadcastId}::bigint, 'state', state,
          'name', (select name from broadcasts where id = ${task.broadcastId}))
      from changed
    )
    select contact_id, state = 'delivered' as delivered from changed`.execute(tx);
  await settleContacts(
    tx,
    platform.clock,
    changed.filter(row => row.delivered).map(row => row.contactId),
    'sent',
  );
  await settleContacts(
    tx,
    platform.clock,
    changed.filter(row => !row.delivered).map(row => row.contactId),
    'failed',
  );
}

/** What was cancelled was not sent: the people's contacts are theirs again. */
export async function cancelPeople(
  tx: Tx,
  { clock }: Pick<Platform, 'clock'>,
  taskId: number,
): Promise<void> {
  const { rows } = await sql<{ contactId: number }>`
    update broadcast_people set state = 'cancelled' where task_id = ${taskId} and state in ('planned', 'task_created')
    returning contact_id`.execute(tx);
  await settleContacts(
    tx,
    clock,
    rows.map(row => row.contactId),
    'released',
  );
}
