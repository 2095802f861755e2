import { sql } from 'kysely';
import type { z } from 'zod';
import { audit } from '#platform/audit/audit.ts';
import type { Actor } from '#platform/auth/actor.ts';
import { type Clock, DAY } from '#platform/clock.ts';
import { NOT_FOUND, Problem, type ProblemKind } from '#platform/http/problem.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import type { overrideBody, overrideView } from './contract.ts';

const LONGEST = 14 * DAY;

const NOT_SO_LONG: ProblemKind = {
  code: 'override_out_of_range',
  status: 422,
  title: { zh: '截止时间不合适', en: 'Not a time to end at' },
  detail: {
    zh: '人工调整必须有结束时间：从现在起最多 14 天。什么都没有修改。',
    en: 'An override must end: within 14 days from now. Nothing was changed.',
  },
};

/**
 * Puts a person's word over the automatic pace of an account, or of one of its members, until a time they name; an earlier
 * one of the same ends. Both stay, with their reasons.
 */
export async function overridePace(
  tx: Tx,
  clock: Clock,
  actor: Actor,
  accountId: number,
  { memberId, pace, reason, until }: z.output<typeof overrideBody>,
): Promise<number> {
  const now = clock.now();
  if (until <= now || until.getTime() > now.getTime() + LONGEST) throw new Problem(NOT_SO_LONG);
  await mustExist(tx, accountId, memberId);
  const { rows: before } = await sql<{ pace: string; until: Date }>`
    update pace_overrides set ended_at = least(until, ${now}::timestamptz), ended_by = ${actor.name}
    where account_id = ${accountId} and member_id is not distinct from ${memberId}::bigint and ended_at is null
    returning pace, until`.execute(tx);
  const { id } = await tx
    .insertInto('paceOverrides')
    .values({ accountId, memberId, pace, reason, madeBy: actor.name, madeAt: now, until })
    .returning('id')
    .executeTakeFirstOrThrow();
  await audit(tx, clock, actor, {
    action: 'health.overridden',
    object: { kind: 'channel_account', id: accountId },
    reason,
    before: before[0] && { pace: before[0].pace, until: before[0].until },
    after: { pace, until, memberId },
  });
  return id;
}

/** The automatic pace holds again. */
export async function liftOverride(tx: Tx, clock: Clock, actor: Actor, id: number): Promise<void> {
  const now = clock.now();
  const { rows } = await sql<{ accountId: number; memberId: number | null; pace: string; until: Date }>`
    update pace_overrides set ended_at = ${now}, ended_by = ${actor.name}
    where id = ${id} and ended_at is null and until > ${now} returning account_id, member_id, pace, until`.execute(
    tx,
  );
  const [lifted] = rows;
  if (!lifted) throw new Problem(NOT_FOUND);
  await audit(tx, clock, actor, {
    action: 'health.override_lifted',
    object: { kind: 'channel_account', id: lifted.accountId },
    before: { pace: lifted.pace, until: lifted.until, memberId: lifted.memberId },
  });
}

async function mustExist(tx: Tx, accountId: number, memberId: number | null): Promise<void> {
  const { rows } = await sql`
    select 1 from channel_accounts a where a.id = ${accountId} and a.kind = 'wecom'
      and (${memberId}::bigint is null or exists (select 1 from member_accounts m where m.account_id = a.id and m.member_id = ${memberId}))
    for update of a`.execute(tx);
  if (rows.length === 0) throw new Problem(NOT_FOUND);
}

/** The last overrides of an account, those in force first. */
export async function listOverrides(
  db: Db | Tx,
  accountId: number,
): Promise<z.output<typeof overrideView>[]> {
  const { rows } = await sql<z.output<typeof overrideView>>`
    select o.id, case when m.id is not null then jsonb_build_object('id', m.id, 'name', m.name) end as member, o.pace, o.reason,
      coalesce(w.name, o.made_by) as who, o.made_at, o.until, o.ended_at
    from pace_overrides o left join members m on m.id = o.member_id left join members w on o.made_by = 'member:' || w.id
    where o.account_id = ${accountId} order by o.ended_at is not null, o.id desc limit 20`.execute(db);
  return rows;
}
