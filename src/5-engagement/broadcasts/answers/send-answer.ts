import { sql } from 'kysely';
import { toChannelMessage } from '#brand';
import type { AnswerChannel, AnswerOutcome } from '#channels';
import { nextSending, noteSpent, settleContacts, withdrawnSince } from '#customers';
import { MINUTE, SECOND } from '#platform/clock.ts';
import { say } from '#platform/contract.ts';
import type { Platform } from '#platform/platform.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import { type DispatchTask, fail, failPeople, release } from '../task-states.ts';

const MAX_ATTEMPTS = 5;

export type Person = { customerId: number; contactId: number; recipient: string; purpose: string };

/** Whom a task is for, while nobody has said otherwise. */
export async function personOf(db: Db, taskId: number): Promise<Person | undefined> {
  const { rows } = await sql<Person>`
    select p.customer_id, p.contact_id, p.recipient, b.purpose from broadcast_people p join broadcasts b on b.id = p.broadcast_id
    where p.task_id = ${taskId} and p.state = 'planned' and p.recipient is not null`.execute(db);
  return rows[0];
}

/** The task's person, if they may be sent to now; otherwise the task is put off or closed, and there is nobody. */
export async function personToSendTo(platform: Platform, task: DispatchTask): Promise<Person | undefined> {
  const { db, clock } = platform;
  const person = await personOf(db, task.id);
  if (!person) return void (await close(platform, task));
  const opens = person.purpose === 'marketing' && (await nextSending(db, 'official_account', clock.now()));
  if (opens) return void (await release(platform, task, opens));
  const [withdrawn] = await withdrawnSince(db, [person.contactId]);
  if (withdrawn) return void (await refuse(platform, task, 'withdrawn'));
  return person;
}

/**
 * Answers one person: not in quiet hours, not who has asked to be left alone since it was planned. That the call is under
 * way is committed already, so that after a crash it is closed as unknown and never made again.
 */
export async function sendAnswer(
  platform: Platform,
  channel: AnswerChannel,
  task: DispatchTask,
): Promise<void> {
  const person = await personToSendTo(platform, task);
  if (!person) return;
  const outcome = await channel.answer(person.recipient, await toChannelMessage(platform, task.message));
  await writeOutcome(platform, task, person, outcome);
}

async function writeOutcome(
  platform: Platform,
  task: DispatchTask,
  person: Person,
  outcome: AnswerOutcome,
): Promise<void> {
  const { clock } = platform;
  if (outcome.outcome === 'uncertain') return await closeUnknown(platform, task);
  if (outcome.outcome !== 'refused')
    return await deliver(platform, task, person, outcome.outcome === 'partly' ? 'official_partly' : null);
  const { because, again, at, code, message } = outcome;
  if (because === 'window' || because === 'used' || because === 'gone')
    return await refuse(platform, task, `official_${because}`, because === 'gone' ? undefined : person);
  if (because === 'account') return await hold(platform, task, at, code);
  if (again && task.attempts < MAX_ATTEMPTS)
    return await release(platform, task, at ?? new Date(clock.now().getTime() + task.attempts * 15 * SECOND));
  await fail(platform, task, `${code}: ${say(message, 'zh')}`);
}

/** Taken by the platform: it tells nothing afterwards, so this is all that will ever be known. */
export async function deliver(
  platform: Platform,
  task: DispatchTask,
  { contactId }: Person,
  reason: string | null,
): Promise<void> {
  const { clock } = platform;
  await platform.db.transaction().execute(async tx => {
    const { rows } = await sql`
      with delivered as (
        update broadcast_people set state = 'delivered', delivered_at = ${clock.now()}, reason = ${reason}
        where task_id = ${task.id} and state = 'planned' returning customer_id
      )
      insert into events (type, customer_id, account_id, at, actor, data)
      select 'message.delivered', customer_id, ${task.accountId}::bigint, ${clock.now()}, 'system',
        jsonb_build_object('broadcastId', ${task.broadcastId}::bigint, 'channel', 'official_account', 'state', 'delivered',
          'name', (select name from broadcasts where id = ${task.broadcastId}))
      from delivered returning customer_id`.execute(tx);
    if (rows.length > 0) await settleContacts(tx, clock, [contactId], 'sent');
    await settle(tx, platform, task, 'created');
    await sql`update broadcasts set failure = null where id = ${task.broadcastId} and failure is not null`.execute(
      tx,
    );
  });
}

const LOOK_AGAIN = 10 * MINUTE;

/**
 * Nothing of this broadcast can go out before the account is put right or the day is over: all of it waits, without
 * counting an attempt, and says why. Whose window closes meanwhile is told so then.
 */
export async function hold(
  { db, clock }: Platform,
  task: DispatchTask,
  at: Date | undefined,
  code: string,
): Promise<void> {
  const until = at ?? new Date(clock.now().getTime() + LOOK_AGAIN);
  await sql`
    update send_tasks set state = 'recorded', lease_until = ${until}, attempts = greatest(0, attempts - 1)
    where id = ${task.id} and state = 'calling'`.execute(db);
  await sql`
    update send_tasks set lease_until = ${until}
    where broadcast_id = ${task.broadcastId} and state = 'recorded' and (lease_until is null or lease_until < ${until})`.execute(
    db,
  );
  await sql`update broadcasts set failure = ${`official ${code}`} where id = ${task.broadcastId}`.execute(db);
}

/** Nothing went out. After the platform's own word on its window, only what they do later opens one. */
export async function refuse(
  platform: Platform,
  task: DispatchTask,
  reason: string,
  spent?: Person,
): Promise<void> {
  await platform.db.transaction().execute(async tx => {
    await failPeople(tx, platform, task.id, reason);
    if (spent) await noteSpent(tx, task.accountId, spent.recipient, platform.clock.now());
    await settle(tx, platform, task, 'failed');
  });
}

/** Nobody can find out whether it went out: it counts as a contact, and is never made again. */
export async function closeUnknown(platform: Platform, task: DispatchTask): Promise<void> {
  const { clock } = platform;
  await platform.db.transaction().execute(async tx => {
    const { rows } = await sql<{ contactId: number }>`
      update broadcast_people set state = 'failed', reason = 'official_uncertain'
      where task_id = ${task.id} and state = 'planned' returning contact_id`.execute(tx);
    const contactIds = rows.map(row => row.contactId);
    await settleContacts(tx, clock, contactIds, 'sent');
    await settle(tx, platform, task, 'unknown');
  });
}

export const close = (platform: Platform, task: DispatchTask) =>
  platform.db.transaction().execute(tx => settle(tx, platform, task, 'cancelled'));

async function settle(
  tx: Tx,
  { clock }: Platform,
  task: DispatchTask,
  state: 'created' | 'unknown' | 'failed' | 'cancelled',
): Promise<void> {
  await tx
    .updateTable('sendTasks')
    .set({ state, leaseUntil: null, settledAt: clock.now() })
    .where('id', '=', task.id)
    .where('state', '=', 'calling')
    .execute();
}
