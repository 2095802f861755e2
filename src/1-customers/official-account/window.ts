import { sql } from 'kysely';
import { HOUR, MINUTE } from '#platform/clock.ts';
import type { Db } from '#platform/postgres/connect.ts';
import { boundOf, factsOn } from '#platform/settings/facts-on.ts';

const NAMES = ['wrote.messages', 'wrote.hours', 'acted.messages', 'acted.minutes'] as const;

/** What the platform lets an account answer, from the dated rule facts: so many messages, for so long. */
type Answers = { messages: number; milliseconds: number };

async function readAnswers(db: Db, now: Date): Promise<{ wrote: Answers; acted: Answers }> {
  const full = (name: string) => `official_account.${name}`;
  const facts = await factsOn(db, now, NAMES.map(full));
  const max = (name: (typeof NAMES)[number]) => boundOf(facts, full(name), now);
  return {
    wrote: { messages: max('wrote.messages'), milliseconds: max('wrote.hours') * HOUR },
    acted: { messages: max('acted.messages'), milliseconds: max('acted.minutes') * MINUTE },
  };
}

export type Following = {
  id: number;
  name: string;
  since: Date;
  /** Until when the account may answer, and how many messages the platform allows for what opened the window. */
  window: { until: Date; messages: number } | null;
};

/**
 * Which official accounts somebody follows, and until when each may answer them. What is answered on the platform's own
 * page is not told to us: `messages` is what was allowed, not what is left.
 */
export async function readFollowing(db: Db, personId: number, now: Date): Promise<Following[]> {
  const { rows } = await sql<{
    id: number;
    name: string;
    since: Date;
    wroteAt: Date | null;
    actedAt: Date | null;
  }>`
    select a.id, a.name, f.subscribed_at as since, f.wrote_at, f.acted_at from followers f
    join customers c on c.id = f.customer_id join channel_accounts a on a.id = f.account_id and a.status = 'active'
    where c.person_id = ${personId} and f.ended_at is null order by a.id, f.id`.execute(db);
  if (rows.length === 0) return [];
  const { wrote, acted } = await readAnswers(db, now);
  return rows.map(({ id, name, since, wroteAt, actedAt }) => {
    const windows = [
      { at: wroteAt, ...wrote },
      { at: actedAt, ...acted },
    ].flatMap(({ at, messages, milliseconds }) =>
      at === null ? [] : [{ until: new Date(at.getTime() + milliseconds), messages }],
    );
    const [longest] = windows
      .filter(({ until }) => until > now)
      .sort((one, other) => other.until.getTime() - one.until.getTime());
    return { id, name, since, window: longest ?? null };
  });
}
