import { sql } from 'kysely';
import { HOUR } from '#platform/clock.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import type { Pace, Reason } from './judge.ts';
import { readThresholds } from './thresholds.ts';

/** How fast one account, or one member of it, sends at this moment, whose word that is, and until when. */
export type PaceNow = {
  accountId: number;
  memberId: number | null;
  pace: Pace;
  by: 'system' | 'member';
  who: string;
  /** In the words of who overrode it; the system's reasons are `reasons`. */
  reason: string;
  reasons: Reason[];
  until: Date | null;
};

type Row = Omit<PaceNow, 'by' | 'pace'> & {
  automatic: Pace;
  pausedUntil: Date | null;
  overridden: Pace | null;
};

/** The paces of an account and of its members, or of all accounts; who has no row yet sends as planned. */
export async function readPaces(db: Db | Tx, now: Date, accountId?: number): Promise<PaceNow[]> {
  const { rows } = await sql<Row>`
    select coalesce(h.account_id, o.account_id) as account_id, coalesce(h.member_id, o.member_id) as member_id,
      coalesce(h.pace, 'full') as automatic, h.paused_until, coalesce(h.reasons, '[]') as reasons,
      o.pace as overridden, coalesce(o.made_by, 'system') as who, coalesce(o.reason, '') as reason, o.until
    from account_health h
    full join (select * from pace_overrides where ended_at is null and until > ${now}) o
      on o.account_id = h.account_id and o.member_id is not distinct from h.member_id
    where ${accountId ?? null}::bigint is null or coalesce(h.account_id, o.account_id) = ${accountId ?? null}`.execute(
    db,
  );
  return rows.map(row => effective(row, now));
}

/** A person's word first. A pause that is over leaves the slow pace, as long as the colour stays. */
function effective({ automatic, pausedUntil, overridden, ...row }: Row, now: Date): PaceNow {
  if (overridden) return { ...row, pace: overridden, by: 'member' };
  const isPaused = automatic === 'paused' && pausedUntil !== null && pausedUntil > now;
  const pace = automatic === 'paused' && !isPaused ? 'slow' : automatic;
  return { ...row, pace, by: 'system', until: isPaused ? pausedUntil : null };
}

/** Until when nothing new may be begun: by anybody of the account, and by single members. */
export type Holds = { all: Date | null; members: Map<number, Date> };

/** As long as a pause without an end of its own is looked at again. */
const LOOK_AGAIN = HOUR;

/**
 * What is held back at this moment. At the slow pace one task is begun, and the next when the people of the last have had
 * their time: a task for 250 people takes half an hour at 500 an hour. Ask under the account's lock (`lockPace`), or two
 * who ask at once both go.
 */
export async function readHolds(tx: Db | Tx, accountId: number, now: Date): Promise<Holds> {
  const holds: Holds = { all: null, members: new Map() };
  const slowed = (await readPaces(tx, now, accountId)).filter(({ pace }) => pace !== 'full');
  if (slowed.length === 0) return holds;
  const free = await freeAt(tx, accountId, now);
  for (const { memberId, pace, until } of slowed) {
    const paused = until ?? new Date(now.getTime() + LOOK_AGAIN);
    const at = pace === 'paused' ? paused : free(memberId);
    if (at === undefined || at <= now) continue;
    if (memberId === null) holds.all = at;
    else holds.members.set(memberId, at);
  }
  return holds;
}

/** No account sends more than this to one member's task, so no task takes longer at the slow pace. */
const LARGEST_TASK = 10_000;

/** When the people of the tasks begun lately will have had their time: of the account (null), or of a member. */
async function freeAt(tx: Db | Tx, accountId: number, now: Date) {
  const perHour = Math.max(1, (await readThresholds(tx, now))['health.slow.people_hour']);
  const span = (LARGEST_TASK / perHour) * HOUR;
  const { rows } = await sql<{ memberId: number | null; free: Date }>`
    select member_id, max(called_at + people * ${HOUR / perHour}::float8 * interval '1 millisecond') as free from send_tasks
    where account_id = ${accountId} and called_at > ${new Date(now.getTime() - span)} and state in ('calling', 'created', 'cancelled')
    group by grouping sets ((), (member_id))`.execute(tx);
  const found = new Map(rows.map(row => [row.memberId, row.free]));
  return (memberId: number | null) => found.get(memberId) ?? undefined;
}

/** Whoever begins tasks of a slowed account does so one after the other. */
export async function lockPace(tx: Tx, accountId: number): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext(${`pace ${accountId}`}))`.execute(tx);
}

/**
 * How many people one task may have: what the platform takes, and at a slow pace, or while it is paused, what an hour
 * takes. Otherwise one task would carry everything at once, however slowly the next one came.
 */
export async function mostPeople(
  tx: Db | Tx,
  accountId: number | null,
  now: Date,
  platformMost: number,
): Promise<(memberId: number) => number> {
  if (accountId === null) return () => platformMost;
  const slowed = (await readPaces(tx, now, accountId)).filter(({ pace }) => pace !== 'full');
  if (slowed.length === 0) return () => platformMost;
  const few = Math.max(1, Math.min(platformMost, (await readThresholds(tx, now))['health.slow.people_hour']));
  const whole = slowed.some(({ memberId }) => memberId === null);
  const members = new Set(slowed.map(({ memberId }) => memberId));
  return memberId => (whole || members.has(memberId) ? few : platformMost);
}
