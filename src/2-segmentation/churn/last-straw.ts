import { sql } from 'kysely';
import type { z } from 'zod';
import { DAY, shanghaiDate } from '#platform/clock.ts';
import type { Platform } from '#platform/platform.ts';
import type { Db } from '#platform/postgres/connect.ts';
import type { churnView, Straw } from './contract.ts';
import { CHURN } from './formula.contract.ts';
import { DELETED, EXPOSED_DAYS, FOLLOWED_DAYS, STRAWS } from './last-straw.sql.ts';

type View = z.output<typeof churnView>;
type StrawRow = {
  broadcast: number;
  name: string;
  sentAt: string;
  sent: number;
  deleted: number;
  weeks: number;
};

/**
 * Who deleted us, and what was sent in the seven days before. A broadcast is held against the usual rate: deletions per
 * person and week among those who had got nothing for seven days.
 */
export async function readChurn(platform: Platform, days: number): Promise<View> {
  const { clickhouse, db, clock } = platform;
  const now = clock.now();
  const since = new Date(now.getTime() - days * DAY);
  const values = { now: String(now.getTime()), since: String(since.getTime()) };
  const [straws, [deleted], [exposed], [followed]] = await Promise.all([
    clickhouse.rows<Omit<StrawRow, 'sentAt'> & { sent_at: string }>(STRAWS, values),
    clickhouse.rows<{ deletions: number; unexposed: number }>(DELETED, values),
    clickhouse.rows<{ days: number }>(EXPOSED_DAYS, values),
    clickhouse.rows<{ days: number }>(FOLLOWED_DAYS, values),
  ]);
  const deletions = Number(deleted?.deletions ?? 0);
  const unexposed = Number(deleted?.unexposed ?? 0);
  const weeks = (Number(followed?.days ?? 0) - Number(exposed?.days ?? 0)) / 7;
  const usual = weeks > 0 ? { deletions: unexposed, weeks, rate: unexposed / weeks } : null;
  const rows = straws.map(({ sent_at, ...row }) => ({ ...row, sentAt: sent_at }));
  const topics = await topicsOf(
    db,
    rows.map(row => Number(row.broadcast)),
  );
  return {
    since: shanghaiDate(since),
    ...{ deletions, afterMessage: deletions - unexposed, usual },
    straws: rows.map(row => strawOf(row, usual?.rate ?? null, topics.get(Number(row.broadcast)) ?? null)),
  };
}

export function strawOf(row: StrawRow, rate: number | null, topic: string | null): Straw {
  const { name, sent, deleted } = row;
  const expected = Number(row.weeks) * (rate ?? 0);
  return {
    broadcastId: Number(row.broadcast),
    ...{ name, topic, sent: Number(sent), deleted: Number(deleted), expected },
    sentAt: new Date(Number(row.sentAt)),
    // Without a usual rate nothing is more than usual.
    isAbove: rate !== null && isAbove(Number(deleted), expected),
  };
}

/** More than chance would have it: as many or more come about by the usual rate less than once in twenty times. */
export function isAbove(deleted: number, expected: number): boolean {
  return deleted >= CHURN.fewest && poissonTail(deleted, expected) < CHURN.chance;
}

/** P(X ≥ n) for X Poisson with this mean; in logarithms, because e^-mean is no number any more from 745 on. */
export function poissonTail(n: number, mean: number): number {
  if (mean === 0) return n > 0 ? 0 : 1;
  let [log, below] = [-mean, 0];
  for (let k = 0; k < n; k++) {
    below += Math.exp(log);
    log += Math.log(mean / (k + 1));
  }
  return Math.max(0, 1 - below);
}

async function topicsOf(db: Db, broadcasts: readonly number[]): Promise<Map<number, string>> {
  if (broadcasts.length === 0) return new Map();
  const { rows } = await sql<{ id: number; topic: string | null }>`
    select b.id, (select k.topic from contacts k where k.source = 'broadcast' and k.source_id = b.id limit 1) as topic
    from unnest(${broadcasts}::bigint[]) as b (id)`.execute(db);
  return new Map(rows.flatMap(({ id, topic }) => (topic ? [[id, topic] as const] : [])));
}
