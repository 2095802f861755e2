import { sql } from 'kysely';
import type { z } from 'zod';
import type { Actor } from '#platform/auth/actor.ts';
import type { Clock } from '#platform/clock.ts';
import { NOT_FOUND, Problem } from '#platform/http/problem.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import type { transferBody, transferPreview } from './contract.ts';
import { customersOf, giverInScope, groupsOf, type Theirs } from './givers.sql.ts';
import { GIVER_LEFT, TAKER_NOT_THERE } from './refusals.ts';
import { spread } from './spread.ts';

export type TransferBody = z.output<typeof transferBody>;
type Preview = z.output<typeof transferPreview>;

export type Plan = {
  people: (Theirs & { takerId: number })[];
  groups: { id: number; people: number; takerId: number }[];
  cannot: Theirs[];
  takers: { id: number; name: string }[];
};

/**
 * Who would go to whom, and who cannot. Several WeCom ids of one person go to the same taker.
 * @throws Problem not_found the giver is out of sight, transfer_giver_left, transfer_taker_not_there.
 */
export async function planTransfer(
  db: Db | Tx,
  clock: Clock,
  actor: Actor,
  body: TransferBody,
): Promise<Plan> {
  await mustBeGiver(db, actor, body);
  const takers = await takersOf(db, body);
  const all = body.which === 'none' ? [] : await customersOf(db, clock, body);
  const chosen = new Set(body.customerIds);
  const asked =
    body.which === 'chosen' ? all.filter(one => chosen.has(one.customerId) || chosen.has(one.personId)) : all;
  const can = asked.filter(one => one.hindrance === null);
  const persons = new Map(can.map(one => [one.personId, { key: one.personId, value: one.value ?? 0 }]));
  const ids = takers.map(taker => taker.id);
  const takerOf = spread([...persons.values()], ids, body.spread);
  const groups = body.withGroups ? await groupsOf(db, body) : [];
  const ownerOf = spread(
    groups.map(group => ({ key: group.id, value: group.people })),
    ids,
    'by_value',
  );
  return {
    takers,
    people: can.map(one => ({ ...one, takerId: takerOf.get(one.personId) ?? 0 })),
    groups: groups.map(group => ({ ...group, takerId: ownerOf.get(group.id) ?? 0 })),
    cannot: asked.filter(one => one.hindrance !== null),
  };
}

async function mustBeGiver(
  db: Db | Tx,
  actor: Actor,
  { accountId, kind, fromId }: TransferBody,
): Promise<void> {
  const { rows } = await sql<{ name: string; active: boolean }>`
    select m.name, bool_or(a.active) as active from member_accounts a join members m on m.id = a.member_id
    where a.account_id = ${accountId} and m.id = ${fromId} and ${giverInScope(actor.scope, sql`m.id`)} group by m.id`.execute(
    db,
  );
  const [giver] = rows;
  if (!giver) throw new Problem(NOT_FOUND);
  if (kind === 'on_job' && !giver.active) throw new Problem(GIVER_LEFT, { name: giver.name });
}

async function takersOf(db: Db | Tx, { accountId, fromId, takerIds }: TransferBody) {
  const ids = [...new Set(takerIds)];
  const { rows } = await sql<{ id: number; name: string; usable: boolean }>`
    select m.id, m.name, m.id <> ${fromId} and exists (select 1 from member_accounts a
      where a.member_id = m.id and a.account_id = ${accountId} and a.active) as usable
    from members m where m.id = any(${ids}::bigint[]) order by array_position(${ids}::bigint[], m.id)`.execute(
    db,
  );
  const missing = rows.filter(row => !row.usable).map(row => row.name);
  if (rows.length < ids.length) throw new Problem(NOT_FOUND);
  if (missing.length > 0) throw new Problem(TAKER_NOT_THERE, { names: missing.join('、') });
  return rows.map(({ id, name }) => ({ id, name }));
}

/** How many names stand behind each reason. */
const NAMED = 20;

/** What would come of it, and nothing is written. */
export async function previewTransfer(
  db: Db,
  clock: Clock,
  actor: Actor,
  body: TransferBody,
): Promise<Preview> {
  const plan = await planTransfer(db, clock, actor, body);
  const persons = new Map(plan.people.map(one => [one.personId, one]));
  return {
    customers: persons.size,
    groups: plan.groups.length,
    takers: plan.takers.map(member => {
      const theirs = [...persons.values()].filter(one => one.takerId === member.id);
      return {
        member,
        customers: theirs.length,
        groups: plan.groups.filter(group => group.takerId === member.id).length,
        value: theirs.reduce((sum, one) => sum + Math.round(one.value ?? 0), 0),
      };
    }),
    cannot: hindrancesOf(plan.cannot),
  };
}

function hindrancesOf(cannot: readonly Theirs[]): Preview['cannot'] {
  return (['under_way', 'protected'] as const).flatMap(why => {
    const of = cannot.filter(one => one.hindrance === why);
    const persons = [...new Map(of.map(one => [one.personId, one])).values()];
    if (persons.length === 0) return [];
    const untils = persons.flatMap(one => (one.until ? [one.until.getTime()] : []));
    const people = persons
      .slice(0, NAMED)
      .map(({ personId, name, until }) => ({ customerId: personId, name, until }));
    const from = untils.length > 0 ? new Date(Math.min(...untils)) : null;
    return [{ why, customers: persons.length, from, people }];
  });
}
