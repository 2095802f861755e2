import { sql } from 'kysely';
import { settleContacts, type Verdict } from '#customers';
import { audit } from '#platform/audit/audit.ts';
import { SYSTEM } from '#platform/auth/actor.ts';
import { type Clock, DAY } from '#platform/clock.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import { judge } from './judge.ts';
import { lockMigration, type Migration } from './migration.ts';
import { claimWave, type Placed, placeWave } from './place.ts';

/** Reasons that pass by themselves: who has one stays in the queue for a later wave. */
const PASSING: readonly string[] = ['cap_day', 'cap_week', 'quiet_hours'];
/**
 * Moves a running migration along, in one transaction: who has been silent for too long is given up, a crossed line stops
 * it, and when the next wave is due, the next of the queue are handed to members. Done when nobody is left to ask or to wait for.
 */
export async function advanceMigration(tx: Tx, clock: Clock, id: number): Promise<void> {
  const migration = await lockMigration(tx, id);
  if (migration.status !== 'running') return;
  await giveUpSilent(tx, clock, migration);
  if (await stopAtLine(tx, clock, migration)) return;
  const now = clock.now();
  if (!migration.nextWaveAt || migration.nextWaveAt > now) return;
  const persons = await nextOf(tx, migration);
  const placed = placeWave(persons, migration, now);
  await writeVerdicts(tx, migration, placed, await claimWave(tx, clock, id, placed), now);
  const next = new Date(now.getTime() + migration.waveDays * DAY);
  const done = { status: 'ended', endedAt: now, nextWaveAt: null } as const;
  const isDone = persons.length === 0 && !(await anybodyOpen(tx, id));
  await tx
    .updateTable('buyerMigrations')
    .set(isDone ? done : { nextWaveAt: next })
    .where('id', '=', id)
    .execute();
}

async function anybodyOpen(tx: Tx, id: number): Promise<boolean> {
  const { rows } = await sql`
    select 1 from migration_people where migration_id = ${id} and state in ('queued', 'waiting', 'asked') limit 1`.execute(
    tx,
  );
  return rows.length > 0;
}

/** Who was asked and has not answered for as long as the plan waits. They may still accept later; then that counts. */
async function giveUpSilent(tx: Tx, clock: Clock, { id, answerDays }: Migration): Promise<void> {
  const now = clock.now();
  await sql`
    update migration_people set state = 'no_answer', settled_at = ${now}
    where migration_id = ${id} and state = 'asked' and asked_at <= ${new Date(now.getTime() - answerDays * DAY)}`.execute(
    tx,
  );
}

/** Stops the migration when those asked since somebody last looked cross a line; whoever waits to be asked is let go. */
async function stopAtLine(tx: Tx, clock: Clock, migration: Migration): Promise<boolean> {
  const { rows } = await sql<{ accepted: number; refused: number; judged: number }>`
    select (count(*) filter (where state = 'accepted'))::integer as accepted,
      (count(*) filter (where state = 'refused'))::integer as refused, count(*)::integer as judged
    from migration_people where migration_id = ${migration.id} and asked_at >= ${migration.judgedSince}
      and state in ('accepted', 'refused', 'no_answer')`.execute(tx);
  const crossed = rows[0] && judge(rows[0], migration);
  if (!crossed) return false;
  const stopped = JSON.stringify({ ...crossed, at: clock.now().toISOString() });
  await tx
    .updateTable('buyerMigrations')
    .set({ status: 'stopped', stopped, nextWaveAt: null })
    .where('id', '=', migration.id)
    .execute();
  await releaseWaiting(tx, clock, migration.id);
  await audit(tx, clock, SYSTEM, {
    action: 'migration.stopped',
    object: { kind: 'migration', id: migration.id },
    after: crossed,
  });
  return true;
}

/** Those who wait to be asked go back into the queue, and their contacts count no longer. */
export async function releaseWaiting(tx: Tx, clock: Clock, id: number): Promise<void> {
  const { rows } = await sql<{ contactId: number }>`
    with waiting as (
      select customer_id, contact_id from migration_people where migration_id = ${id} and state = 'waiting' for update
    ), freed as (
      update migration_people p set state = 'queued', member_id = null, due = null, wave = null, contact_id = null
      from waiting w where p.migration_id = ${id} and p.customer_id = w.customer_id
    )
    select contact_id from waiting where contact_id is not null`.execute(tx);
  const contactIds = rows.map(row => row.contactId);
  await settleContacts(tx, clock, contactIds, 'released');
}

/**
 * The next of the queue. Who has become a friend since the audience was written down need not be asked, who said no to
 * another migration is not asked again, and whom another is asking right now waits.
 */
async function nextOf(tx: Tx, { id, accountId, waveSize }: Migration): Promise<number[]> {
  await sql`
    update migration_people p set state = 'joined' where p.migration_id = ${id} and p.state = 'queued'
      and exists (select 1 from customers me join customers c on c.person_id = me.person_id join follows f on f.customer_id = c.id
        where me.id = p.customer_id and f.account_id = ${accountId} and f.ended_at is null)`.execute(tx);
  await sql`
    update migration_people p set state = 'withheld', reason = 'refused', reason_facts = '{}'
    where p.migration_id = ${id} and p.state = 'queued' and ${elsewhere(id, 'refused')}`.execute(tx);
  const { rows } = await sql<{ customerId: number }>`
    select p.customer_id from migration_people p where p.migration_id = ${id} and p.state = 'queued'
      and not ${elsewhere(id, 'waiting', 'asked')}
    order by p.rank limit ${waveSize} for update`.execute(tx);
  return rows.map(row => row.customerId);
}

/** That the person `p` stands so in another migration. */
function elsewhere(id: number, ...states: string[]) {
  return sql<boolean>`exists (
    select 1 from customers me join customers c on c.person_id = me.person_id join migration_people o on o.customer_id = c.id
    where me.id = p.customer_id and o.migration_id <> ${id} and o.state = any(${states}))`;
}

async function writeVerdicts(
  tx: Tx,
  { id }: Migration,
  placed: readonly Placed[],
  verdicts: readonly Verdict[],
  now: Date,
): Promise<void> {
  const places = new Map(placed.map(one => [one.personId, one]));
  const rows = verdicts.flatMap(verdict => {
    const { personId } = verdict;
    if (verdict.outcome === 'claimed')
      return { personId, state: 'waiting', contactId: verdict.contactId, ...places.get(personId) };
    const { reason, facts } = verdict;
    return PASSING.includes(reason) ? [] : { personId, state: 'withheld', reason, facts };
  });
  if (rows.length === 0) return;
  await sql`
    with wave as (
      insert into migration_waves (migration_id, number, opened_at)
      select ${id}, coalesce(max(number), 0) + 1, ${now}::timestamptz from migration_waves where migration_id = ${id}
      returning number
    )
    update migration_people p set state = v.state, wave = wave.number, member_id = v."memberId", due = v.due,
      contact_id = v."contactId", reason = v.reason, reason_facts = v.facts
    from wave, jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as v
      ("personId" bigint, state text, "memberId" bigint, due date, "contactId" bigint, reason text, facts jsonb)
    where p.migration_id = ${id} and p.customer_id = v."personId"`.execute(tx);
}
