import { sql } from 'kysely';
import { toChannelMessage } from '#brand';
import type { Channel, StaffChannel, TaskOutcome } from '#channels';
import { withdrawnSince } from '#customers';
import { type Clock, MINUTE, SECOND } from '#platform/clock.ts';
import { say } from '#platform/contract.ts';
import type { Platform } from '#platform/platform.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import { readSetting } from '#platform/settings/settings.ts';
import { type Holds, lockPace, readHolds, readPaces } from '../health/pace.ts';
import { closeUnknown, sendAnswer } from './answers/send-answer.ts';
import { noticeOf } from './notices/content.ts';
import { resumeNotice, sendNotice } from './notices/send-notice.ts';
import { findOwnTask } from './reconcile.ts';
import { resolveTexts, sendTexts } from './sms/send.ts';
import { type DispatchTask, fail, failPeople, postpone, release, type Timing } from './task-states.ts';

const TIMING: Timing = { lease: 45 * SECOND, unseen: 2 * MINUTE, again: 10 * SECOND };
const MAX_ATTEMPTS = 5;
/** Calls under way at once, far below what WeCom allows. */
const AT_ONCE = 4;

export type ChannelOf = (accountId: number) => Promise<Channel>;

/** `later`: nothing to do right now, but not finished; ask again at the given time. */
export type DispatchRun = { outcome: 'finished' } | { outcome: 'later'; at: Date };

/**
 * Works off a broadcast's tasks. Each call is written down as under way before it is made. A call whose end was not
 * written down, because the process died or the answer was lost, is looked for at the platform; only when it is
 * certainly not there is it made again. So nobody gets a message twice, and nobody is forgotten.
 */
export async function dispatchBroadcast(
  platform: Platform,
  broadcastId: number,
  channelOf: ChannelOf,
  signal?: AbortSignal,
): Promise<DispatchRun> {
  const timing = { ...TIMING, ...(await readSetting<Partial<Timing>>(platform.db, 'broadcast.timing')) };
  const pace = await openPace(platform, broadcastId);
  const work = async () => {
    for (;;) {
      const task = signal?.aborted ? undefined : await takeAtPace(platform, broadcastId, timing, pace);
      if (!task) return;
      const channel = await channelOf(task.accountId);
      if (!channel.staffConfirmed && channel.answers) {
        const notice = noticeOf(task.message);
        if (notice)
          await (task.state === 'recorded'
            ? sendNotice(platform, task, notice)
            : resumeNotice(platform, task));
        else if (task.state !== 'recorded') await closeUnknown(platform, task);
        else await sendAnswer(platform, channel, task);
      } else if (!channel.staffConfirmed) {
        const act = task.state === 'recorded' ? sendTexts : resolveTexts;
        await act(platform, channel, task, timing);
      } else if (task.state === 'recorded') await makeCall(platform, channel, task, timing);
      else await resolveCall(platform, channel, task, timing);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return await finish(platform, broadcastId, pace);
}

/** Of which account the tasks are, and whether any of it was slowed down when that was last looked at. */
type PaceOf = { accountId: number | null; slowed: boolean; at: number };
/** At the planned pace health is not asked before every single task. */
const PACE_HOLDS = 5 * SECOND;

async function openPace({ db }: Platform, broadcastId: number): Promise<PaceOf> {
  const { accountId } = await db
    .selectFrom('broadcasts')
    .select('accountId')
    .where('id', '=', broadcastId)
    .executeTakeFirstOrThrow();
  return { accountId, slowed: false, at: Number.NEGATIVE_INFINITY };
}

/**
 * Here, before a call is begun, an account that is not well sends slower: the gate has let these people through, and they
 * are kept, each with their claim, until their task's turn has come. Calls whose end is unknown are cleared up at any pace.
 */
async function takeAtPace(
  platform: Platform,
  broadcastId: number,
  timing: Timing,
  pace: PaceOf,
): Promise<DispatchTask | undefined> {
  const { db, clock } = platform;
  const now = clock.now();
  if (pace.accountId === null) return await takeTask(db, now, broadcastId, timing);
  const { accountId } = pace;
  if (now.getTime() - pace.at >= PACE_HOLDS) {
    pace.slowed = (await readPaces(db, now, accountId)).some(one => one.pace !== 'full');
    pace.at = now.getTime();
  }
  if (!pace.slowed) return await takeTask(db, now, broadcastId, timing);
  return await db.transaction().execute(async tx => {
    await lockPace(tx, accountId);
    return await takeTask(tx, now, broadcastId, timing, await readHolds(tx, accountId, now));
  });
}

/** Takes the next task that nobody is working on and marks it as being called, in one statement. */
async function takeTask(
  db: Db | Tx,
  now: Date,
  broadcastId: number,
  { lease }: Timing,
  { all, members }: Holds = { all: null, members: new Map() },
): Promise<DispatchTask | undefined> {
  const { rows } = await sql<DispatchTask>`
    with next as (
      select id, state from send_tasks
      where broadcast_id = ${broadcastId} and state in ('recorded', 'calling') and (lease_until is null or lease_until <= ${now})
        and (state = 'calling' or ${all === null} and (member_id is null or member_id <> all(${[...members.keys()]}::bigint[])))
      order by id limit 1 for update skip locked
    )
    update send_tasks t set
      state = 'calling', lease_until = ${new Date(now.getTime() + lease)},
      called_at = case when next.state = 'recorded' then ${now}::timestamptz else t.called_at end,
      attempts = t.attempts + case when next.state = 'recorded' then 1 else 0 end
    from next where t.id = next.id
    returning t.id, t.broadcast_id, t.account_id, t.member_id, t.sender, t.message, next.state, t.attempts, t.called_at, t.created_at`.execute(
    db,
  );
  return rows[0];
}

async function makeCall(
  platform: Platform,
  channel: StaffChannel,
  task: DispatchTask,
  timing: Timing,
): Promise<void> {
  if (task.sender === null) return await fail(platform, task, 'sender_left');
  if (platform.clock.now().getTime() - task.createdAt.getTime() > WAITED) await dropWithdrawn(platform, task);
  const people = await recipientsOf(platform, task.id, 'planned');
  if (people.length === 0) return await fail(platform, task, 'nobody_left');
  const outcome = await channel.createTask({
    sender: task.sender,
    to: { people },
    message: await toChannelMessage(platform, task.message),
  });
  await writeOutcome(platform, task, outcome, timing);
}

/** A task may wait long for its turn; after this long its people are asked about again. */
const WAITED = MINUTE;

/** Who refused, or was erased, while the task waited is not sent to. */
async function dropWithdrawn(platform: Platform, task: DispatchTask): Promise<void> {
  const { rows } = await sql<{ contactId: number; recipient: string }>`
    select contact_id, recipient from broadcast_people
    where task_id = ${task.id} and state = 'planned' and contact_id is not null and recipient is not null`.execute(
    platform.db,
  );
  const withdrawn = new Set(
    (
      await withdrawnSince(
        platform.db,
        rows.map(row => row.contactId),
      )
    ).map(one => one.contactId),
  );
  const recipients = rows.filter(row => withdrawn.has(row.contactId)).map(row => row.recipient);
  await platform.db.transaction().execute(tx => failPeople(tx, platform, task.id, 'withdrawn', recipients));
}

/** The fate of an earlier call is unknown: ask the platform. */
async function resolveCall(
  platform: Platform,
  channel: StaffChannel,
  task: DispatchTask,
  timing: Timing,
): Promise<void> {
  const found = await findOwnTask(platform, channel, task, await recipientsOf(platform, task.id));
  if (found.outcome === 'found')
    return await writeOutcome(
      platform,
      task,
      { outcome: 'created', taskId: found.taskId, refused: [] },
      timing,
    );
  const age = platform.clock.now().getTime() - (task.calledAt?.getTime() ?? 0);
  if (found.outcome === 'not_there' && age >= timing.unseen)
    await release(platform, task, platform.clock.now());
  else await postpone(platform, task, new Date(platform.clock.now().getTime() + timing.again));
}

async function writeOutcome(
  platform: Platform,
  task: DispatchTask,
  result: TaskOutcome,
  timing: Timing,
): Promise<void> {
  const { clock } = platform;
  if (result.outcome === 'uncertain')
    return await postpone(platform, task, new Date(clock.now().getTime() + timing.again));
  if (result.outcome === 'refused') {
    const at = result.at ?? new Date(clock.now().getTime() + task.attempts * 15 * SECOND);
    if (result.again && task.attempts < MAX_ATTEMPTS) return await release(platform, task, at);
    return await fail(platform, task, `${result.code}: ${say(result.message, 'zh')}`);
  }
  await platform.db.transaction().execute(async tx => {
    await tx
      .updateTable('sendTasks')
      .set({ state: 'created', externalId: result.taskId, leaseUntil: null })
      .where('id', '=', task.id)
      .execute();
    await sql`update broadcast_people set state = 'task_created' where task_id = ${task.id} and state = 'planned'`.execute(
      tx,
    );
    await failPeople(tx, platform, task.id, 'gone', result.refused);
  });
}

async function recipientsOf({ db }: Platform, taskId: number, state?: 'planned'): Promise<string[]> {
  const { rows } = await sql<{ recipient: string }>`
    select recipient from broadcast_people where task_id = ${taskId} and recipient is not null
      and (${state ?? null}::text is null or state = ${state ?? null}) order by recipient`.execute(db);
  return rows.map(row => row.recipient);
}

/** Done when no task is waiting for its call; else says when the next one may be looked at. */
async function finish(
  { db, clock }: Platform,
  broadcastId: number,
  { accountId, slowed }: PaceOf,
): Promise<DispatchRun> {
  const { rows } = await sql<{ next: Date | null }>`
    select min(coalesce(lease_until, created_at)) as next from send_tasks
    where broadcast_id = ${broadcastId} and state in ('recorded', 'calling')`.execute(db);
  const next = rows[0]?.next;
  if (next && accountId !== null && slowed)
    return { outcome: 'later', at: await paceFree(db, clock, accountId, next) };
  if (next) return { outcome: 'later', at: next };
  await db
    .updateTable('broadcasts')
    .set({ status: 'sent', finishedAt: clock.now() })
    .where('id', '=', broadcastId)
    .where('status', '=', 'sending')
    .execute();
  return { outcome: 'finished' };
}

/** Held back, the tasks are looked at when the first of them may go, and each minute, because a person may say otherwise. */
async function paceFree(db: Db, clock: Clock, accountId: number, next: Date): Promise<Date> {
  const now = clock.now();
  const { all, members } = await readHolds(db, accountId, now);
  const soonest = Math.min(all?.getTime() ?? now.getTime() + MINUTE, ...[...members.values()].map(Number));
  return new Date(Math.max(next.getTime(), Math.min(soonest, now.getTime() + MINUTE)));
}
