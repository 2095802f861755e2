import { sql } from 'kysely';
import type { DirectChannel, NumberFate, Sending, SendOutcome } from '#channels';
import { nextSending, openPhones, settleContacts, withdrawnSince } from '#customers';
import { MINUTE } from '#platform/clock.ts';
import { say } from '#platform/contract.ts';
import type { Platform } from '#platform/platform.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import { type DispatchTask, fail, failPeople, postpone, release, type Timing } from '../task-states.ts';
import type { SmsText } from './texts.ts';

const MAX_ATTEMPTS = 5;
/** A vendor's own list may lag; one that does not show a call after this long never got it. */
const UNSEEN = 10 * MINUTE;

type Person = { customerId: number; contactId: number; recipient: string };

/** Our id of a task's call, which goes with it and comes back with receipts. */
export const referenceOf = (taskId: number) => `t${taskId}`;

/**
 * Makes the call of one task: not in quiet hours, not to those who have asked to be left alone since it was planned,
 * and with numbers that are opened for this moment only.
 */
export async function sendTexts(
  platform: Platform,
  channel: DirectChannel,
  task: DispatchTask,
  timing: Timing,
): Promise<void> {
  const opens = await quietUntil(platform, task);
  if (opens) return await putOff(platform, task, opens);
  const people = await whoMayStill(platform, task);
  const sending = await sendingOf(platform, task, people);
  const gone = people.filter(({ recipient }) => !sending.keys.has(recipient));
  await platform.db.transaction().execute(tx =>
    failPeople(
      tx,
      platform,
      task.id,
      'sms_no_number',
      gone.map(one => one.recipient),
    ),
  );
  if (sending.numbers.length === 0) return await settleEmpty(platform, task);
  const outcome = await channel.send(sending);
  await writeOutcome(platform, task, outcome, sending, timing);
}

/** The fate of an earlier call is unknown: receipts tell, then the vendor's own list. It is never simply made again. */
export async function resolveTexts(
  platform: Platform,
  channel: DirectChannel,
  task: DispatchTask,
  timing: Timing,
): Promise<void> {
  const { db, clock } = platform;
  const calledAt = task.calledAt ?? clock.now();
  const { rows } = await sql<{ told: boolean }>`
    select exists (select 1 from sms_receipts where account_id = ${task.accountId} and reference = ${referenceOf(task.id)}) as told`.execute(
    db,
  );
  if (rows[0]?.told) return await accept(platform, task, 'created');
  const sending = await sendingOf(platform, task, await peopleOf(platform, task.id));
  const found = await channel.lookUp(sending, calledAt);
  if (found === 'carried_out') return await accept(platform, task, 'created');
  if (found === 'cannot_tell') return await accept(platform, task, 'unknown');
  const age = clock.now().getTime() - calledAt.getTime();
  if (age >= UNSEEN) await release(platform, task, clock.now());
  else await postpone(platform, task, new Date(clock.now().getTime() + timing.again));
}

async function quietUntil({ db, clock }: Platform, { broadcastId }: DispatchTask): Promise<Date | undefined> {
  const broadcast = await db
    .selectFrom('broadcasts')
    .select('purpose')
    .where('id', '=', broadcastId)
    .executeTakeFirstOrThrow();
  return broadcast.purpose === 'marketing' ? await nextSending(db, 'sms', clock.now()) : undefined;
}

async function peopleOf({ db }: Pick<Platform, 'db'> | { db: Tx }, taskId: number): Promise<Person[]> {
  const { rows } = await sql<Person>`
    select customer_id, contact_id, recipient from broadcast_people
    where task_id = ${taskId} and state = 'planned' and recipient is not null order by customer_id`.execute(
    db,
  );
  return rows;
}

/** Whoever was barred, refused or was erased since the plan does not get it, and carries that as the reason. */
async function whoMayStill(platform: Platform, task: DispatchTask): Promise<Person[]> {
  return await platform.db.transaction().execute(async tx => {
    const people = await peopleOf({ db: tx }, task.id);
    const told = await withdrawnSince(
      tx,
      people.map(one => one.contactId),
    );
    const withdrawn = new Map(told.map(({ contactId, reason }) => [contactId, reason]));
    if (withdrawn.size === 0) return people;
    const out = [...withdrawn].map(([contact_id, reason]) => ({ contact_id, reason }));
    await sql`
      update broadcast_people p set state = 'withheld', reason = w.reason, reason_facts = '{"why": ""}'
      from jsonb_to_recordset(${JSON.stringify(out)}::jsonb) as w (contact_id bigint, reason text)
      where p.task_id = ${task.id} and p.contact_id = w.contact_id`.execute(tx);
    await settleContacts(tx, platform.clock, [...withdrawn.keys()], 'released');
    return people.filter(one => !withdrawn.has(one.contactId));
  });
}

type Prepared = Sending & { keys: ReadonlyMap<string, string> };

async function sendingOf(
  { db, vault }: Platform,
  task: DispatchTask,
  people: readonly Person[],
): Promise<Prepared> {
  const { template, parameters } = task.message as SmsText;
  const keys = await openPhones(
    db,
    vault,
    people.map(one => one.recipient),
  );
  return { reference: referenceOf(task.id), numbers: [...keys.values()], template, parameters, keys };
}

async function writeOutcome(
  platform: Platform,
  task: DispatchTask,
  outcome: SendOutcome,
  sending: Prepared,
  timing: Timing,
): Promise<void> {
  const { clock } = platform;
  if (outcome.outcome === 'uncertain')
    return await postpone(platform, task, new Date(clock.now().getTime() + timing.again));
  if (outcome.outcome === 'answered') return await writeFates(platform, task, outcome.numbers, sending);
  const { because, again, code, message } = outcome;
  if (because === 'account') return await hold(platform, task, outcome.at ?? clock.now(), code);
  if (again && task.attempts < MAX_ATTEMPTS) {
    const wait = new Date(clock.now().getTime() + task.attempts * 15_000);
    return await release(platform, task, outcome.at ?? wait);
  }
  if (because === 'call') return await fail(platform, task, `${code}: ${say(message, 'zh')}`);
  // It is of one of the numbers, and nobody says of which: halves are tried, down to the one.
  if (sending.numbers.length > 1) return await halve(platform, task);
  await platform.db.transaction().execute(async tx => {
    await failPeople(tx, platform, task.id, `sms_${because}`);
    await settle(tx, platform, task, 'failed');
  });
}

/** Each number has its answer: accepted under the vendor's id, refused for good, put off into a task of its own. */
async function writeFates(
  platform: Platform,
  task: DispatchTask,
  fates: readonly NumberFate[],
  { keys }: Prepared,
): Promise<void> {
  const keyOf = new Map([...keys].map(([key, number]) => [number, key]));
  const of = (fate: NumberFate['fate']) =>
    fates.flatMap(one => {
      const key = keyOf.get(one.number);
      return one.fate === fate && key !== undefined ? [{ ...one, key }] : [];
    });
  await platform.db.transaction().execute(async tx => {
    const later = of('later').map(one => one.key);
    if (later.length > 0)
      await splitOff(tx, platform, task, later, new Date(platform.clock.now().getTime() + MINUTE));
    for (const one of of('refused'))
      if (one.fate === 'refused') await failPeople(tx, platform, task.id, `sms_${one.reason}`, [one.key]);
    const taken = of('accepted').map(one => ({ key: one.key, id: 'id' in one ? one.id : '' }));
    await sql`
      update broadcast_people p set state = 'task_created', external_id = nullif(a.id, '')
      from jsonb_to_recordset(${JSON.stringify(taken)}::jsonb) as a (key text, id text)
      where p.task_id = ${task.id} and p.recipient = a.key and p.state = 'planned'`.execute(tx);
    const unknown = of('unknown').map(one => one.key);
    await sql`
      update broadcast_people set state = 'task_created', reason = 'sms_uncertain'
      where task_id = ${task.id} and recipient = any(${unknown}::text[]) and state = 'planned'`.execute(tx);
    await settle(
      tx,
      platform,
      task,
      unknown.length > 0 ? 'unknown' : taken.length > 0 ? 'created' : 'failed',
    );
    await sql`update broadcasts set failure = null where id = ${task.broadcastId} and failure is not null`.execute(
      tx,
    );
  });
}

/** The whole call was carried out, or nobody can say whether it was: people wait for their receipts either way. */
async function accept(platform: Platform, task: DispatchTask, state: 'created' | 'unknown'): Promise<void> {
  await platform.db.transaction().execute(async tx => {
    await sql`
      update broadcast_people set state = 'task_created', reason = ${state === 'unknown' ? 'sms_uncertain' : null}
      where task_id = ${task.id} and state = 'planned'`.execute(tx);
    await settle(tx, platform, task, state);
  });
}

async function settle(
  tx: Tx,
  { clock }: Platform,
  task: DispatchTask,
  state: 'created' | 'unknown' | 'failed' | 'cancelled',
): Promise<void> {
  const isOver = state === 'failed' || state === 'cancelled';
  await tx
    .updateTable('sendTasks')
    .set({ state, leaseUntil: null, settledAt: isOver ? clock.now() : null })
    .where('id', '=', task.id)
    .execute();
}

/** Everybody of it has withdrawn or is gone: there is no call to make. */
async function settleEmpty(platform: Platform, task: DispatchTask): Promise<void> {
  await platform.db.transaction().execute(tx => settle(tx, platform, task, 'cancelled'));
}

/** Back to the queue without counting an attempt: nothing was asked. */
async function putOff({ db }: Platform, task: DispatchTask, at: Date): Promise<void> {
  await sql`
    update send_tasks set state = 'recorded', lease_until = ${at}, attempts = greatest(0, attempts - 1)
    where id = ${task.id}`.execute(db);
}

/** Nothing of this broadcast can go out before somebody has put the account right: all of it waits, and says why. */
async function hold(platform: Platform, task: DispatchTask, at: Date, code: string): Promise<void> {
  await putOff(platform, task, at);
  await sql`
    update send_tasks set lease_until = ${at}
    where broadcast_id = ${task.broadcastId} and state = 'recorded' and (lease_until is null or lease_until < ${at})`.execute(
    platform.db,
  );
  await sql`
    update broadcasts set failure = concat('sms ', (select platform from channel_accounts where id = ${task.accountId}), ' ', ${code}::text)
    where id = ${task.broadcastId}`.execute(platform.db);
}

async function halve(platform: Platform, task: DispatchTask): Promise<void> {
  await platform.db.transaction().execute(async tx => {
    const people = await peopleOf({ db: tx }, task.id);
    const other = people.slice(Math.ceil(people.length / 2)).map(one => one.recipient);
    await splitOff(tx, platform, task, other, platform.clock.now());
    await sql`
      update send_tasks set state = 'recorded', lease_until = null, attempts = greatest(0, attempts - 1)
      where id = ${task.id}`.execute(tx);
  });
}

/** Some of a task's people become a task of their own, which may be called from a time on. */
async function splitOff(
  tx: Tx,
  { clock }: Platform,
  task: DispatchTask,
  recipients: readonly string[],
  at: Date,
): Promise<void> {
  const { rows } = await sql<{ id: number }>`
    insert into send_tasks (broadcast_id, account_id, message, people, parts, state, attempts, lease_until, created_at)
    select broadcast_id, account_id, message, ${recipients.length}, parts, 'recorded', greatest(0, attempts - 1), ${at}, ${clock.now()}
    from send_tasks where id = ${task.id} returning id`.execute(tx);
  await sql`
    update broadcast_people set task_id = ${rows[0]?.id}
    where task_id = ${task.id} and recipient = any(${recipients}::text[]) and state = 'planned'`.execute(tx);
  await sql`update send_tasks set people = people - ${recipients.length} where id = ${task.id}`.execute(tx);
}
