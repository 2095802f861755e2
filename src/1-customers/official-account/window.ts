import { sql } from 'kysely';
import { HOUR, MINUTE } from '#platform/clock.ts';
import type { Db } from '#platform/postgres/connect.ts';
import { type Answers, readLimits } from '../contact/limits.ts';

/** Until when an account may answer, and how many messages are left of what the platform allows. */
export type Window = { until: Date; left: number };
export type Following = { id: number; name: string; since: Date; window: Window | null };

type Row = {
  id: number;
  wroteAt: Date | null;
  actedAt: Date | null;
  spentAt: Date | null;
  sinceWrote: number;
  sinceActed: number;
};

/**
 * Until when these followers may be answered, and how often still; who is not in it cannot be. What is answered on the
 * platform's own page is not told to us: `left` knows only of what went out from here, and of what the platform refused.
 */
export async function windowsOfFollowers(
  db: Db,
  followerIds: readonly number[],
  now: Date,
): Promise<Map<number, Window>> {
  if (followerIds.length === 0) return new Map();
  const sent = (at: 'wrote_at' | 'acted_at') => sql`
    (select coalesce(sum(k.pieces), 0)::integer from contacts k join customers o on o.id = k.customer_id
      where o.person_id = c.person_id and k.channel = 'official_account' and k.account_id = f.account_id
        and k.state in ('claimed', 'sent') and k.slot >= ${sql.ref(`f.${at}`)})`;
  const { rows } = await sql<Row>`
    select f.id, f.wrote_at, f.acted_at, f.spent_at, ${sent('wrote_at')} as since_wrote, ${sent('acted_at')} as since_acted
    from followers f join customers c on c.id = f.customer_id
    where f.id = any(${followerIds}::bigint[]) and f.ended_at is null`.execute(db);
  const { answers } = await readLimits(db, 'official_account', now);
  return new Map(
    rows.flatMap(row => {
      const window = windowOf(row, answers, now);
      return window ? [[row.id, window] as const] : [];
    }),
  );
}

function windowOf(row: Row, { wrote, acted }: Answers, now: Date): Window | undefined {
  const { wroteAt, actedAt, spentAt, sinceWrote, sinceActed } = row;
  const windows = [
    { at: wroteAt, lasts: wrote.hours * HOUR, left: wrote.messages - sinceWrote },
    { at: actedAt, lasts: acted.minutes * MINUTE, left: acted.messages - sinceActed },
  ].flatMap(({ at, lasts, left }) =>
    at === null || (spentAt && at <= spentAt)
      ? []
      : [{ until: new Date(at.getTime() + lasts), left: Math.max(0, left) }],
  );
  return windows
    .filter(({ until }) => until > now)
    .sort((one, other) => other.left - one.left || other.until.getTime() - one.until.getTime())[0];
}

/** Which official accounts somebody follows, and until when and how often each may answer them. */
export async function readFollowing(db: Db, personId: number, now: Date): Promise<Following[]> {
  const { rows } = await sql<Omit<Following, 'window'> & { followerId: number }>`
    select f.id as follower_id, a.id, a.name, f.subscribed_at as since from followers f
    join customers c on c.id = f.customer_id join channel_accounts a on a.id = f.account_id and a.status = 'active'
    where c.person_id = ${personId} and f.ended_at is null order by a.id, f.id`.execute(db);
  const windows = await windowsOfFollowers(
    db,
    rows.map(row => row.followerId),
    now,
  );
  return rows.map(({ followerId, ...row }) => ({ ...row, window: windows.get(followerId) ?? null }));
}
