import { sql } from 'kysely';
import { z } from 'zod';
import { HOUR, MINUTE, shanghaiDate } from '#platform/clock.ts';
import type { Db } from '#platform/postgres/connect.ts';

const bound = z.object({ max: z.number().int().min(0) });

/** What the platform lets an account answer, from the dated rule facts: so many messages, for so long. */
type Answers = { messages: number; milliseconds: number };

async function readAnswers(db: Db, now: Date): Promise<{ wrote: Answers; acted: Answers }> {
  const day = shanghaiDate(now);
  const { rows } = await sql<{ name: string; value: unknown }>`
    select distinct on (name) name, value from rule_facts
    where name like 'official_account.%' and effective_from <= ${day} and (effective_to is null or effective_to >= ${day})
    order by name, effective_from desc, id desc`.execute(db);
  const facts = new Map(rows.map(row => [row.name, row.value]));
  const max = (name: string) => bound.parse(facts.get(`official_account.${name}`)).max;
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
