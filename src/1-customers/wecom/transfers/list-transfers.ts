import { type RawBuilder, sql } from 'kysely';
import type { z } from 'zod';
import type { Actor } from '#platform/auth/actor.ts';
import type { Clock } from '#platform/clock.ts';
import { say, type Words } from '#platform/contract.ts';
import { NOT_FOUND, Problem } from '#platform/http/problem.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import { inScope } from '../../customers/scope.ts';
import type { giverCustomer, giverCustomersQuery, transferRow, transferView } from './contract.ts';
import { customersOf, giverInScope } from './givers.sql.ts';

type Row = z.output<typeof transferRow>;
type View = z.output<typeof transferView>;
type Kept = Row & Pick<View, 'words' | 'spread'> & { cancelled: boolean };

const UNDER_WAY = new Set(['planned', 'asking', 'waiting']);

/** Transfers of members in sight, the newest first. */
export async function listTransfers(db: Db | Tx, actor: Actor): Promise<Row[]> {
  const rows = await readTransfers(db, actor, sql<boolean>`true`);
  return rows.map(({ words: _words, spread: _spread, ...row }) => row);
}

async function readTransfers(db: Db | Tx, { scope }: Actor, which: RawBuilder<boolean>) {
  const { rows } = await sql<Kept>`
    select x.id, jsonb_build_object('id', a.id, 'name', a.name) as account, x.kind, x.words, x.spread,
      jsonb_build_object('id', m.id, 'name', m.name) as "from", x.created_at, coalesce(by.name, x.created_by) as created_by,
      x.cancelled_at is not null as cancelled, coalesce(p.counts, '{}') as customers, coalesce(g.counts, '{}') as groups,
      (select coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'name', t.name) order by t.name, t.id), '[]') from members t
        where t.id in (select taker_id from transfer_people where transfer_id = x.id
          union select taker_id from transfer_groups where transfer_id = x.id)) as takers
    from transfers x join channel_accounts a on a.id = x.account_id join members m on m.id = x.from_id
    left join members by on 'member:' || by.id = x.created_by
    left join lateral (select jsonb_object_agg(state, n) as counts from
      (select state, count(*) as n from transfer_people where transfer_id = x.id group by state) s) p on true
    left join lateral (select jsonb_object_agg(state, n) as counts from
      (select state, count(*) as n from transfer_groups where transfer_id = x.id group by state) s) g on true
    where ${giverInScope(scope, sql`x.from_id`)} and ${which}
    order by x.id desc limit 200`.execute(db);
  return rows.map(({ cancelled, ...row }) => {
    const open = [...Object.keys(row.customers), ...Object.keys(row.groups)].some(state =>
      UNDER_WAY.has(state),
    );
    const state: Row['state'] = open ? 'under_way' : cancelled ? 'cancelled' : 'ended';
    return { ...row, createdAt: new Date(row.createdAt), state };
  });
}

type Fate = { state: View['people'][number]['state']; taker: string; at: Date | null; failure: Words | null };

/** One transfer with what became of each; whoever is out of the reader's sight has no name. */
export async function viewTransfer(db: Db | Tx, actor: Actor, id: number): Promise<View> {
  const [row] = await readTransfers(db, actor, sql<boolean>`x.id = ${id}`);
  if (!row) throw new Problem(NOT_FOUND);
  const { rows: people } = await sql<Fate & { customerId: number | null; name: string }>`
    select case when s.seen then c.person_id end as customer_id, case when s.seen then coalesce(o.name, c.name, '') else '' end as name,
      p.state, t.name as taker, coalesce(p.settled_at, p.due_at) as at, p.failure
    from transfer_people p join customers c on c.id = p.customer_id left join customers o on o.id = c.person_id
    join members t on t.id = p.taker_id cross join lateral (select ${inScope(actor.scope, sql`c.person_id`)} as seen) s
    where p.transfer_id = ${id}
    order by p.state in ('failed', 'refused', 'full') desc, p.state in ('planned', 'asking', 'waiting') desc, p.id limit 500`.execute(
    db,
  );
  const { rows: groups } = await sql<Fate & { name: string }>`
    select g.name, p.state, t.name as taker, p.settled_at as at, p.failure from transfer_groups p
    join customer_groups g on g.id = p.group_id join members t on t.id = p.taker_id
    where p.transfer_id = ${id} order by p.state = 'failed' desc, p.id limit 500`.execute(db);
  const told = <One extends Fate>({ failure, ...one }: One) => ({
    ...one,
    why: failure ? say(failure, actor.language) : null,
  });
  return { ...row, people: people.map(told), groupList: groups.map(told) };
}

type Query = z.output<typeof giverCustomersQuery> & { memberId: number };
const MOST_SHOWN = 2_000;

/** The customers of a giver to choose from, by person, the most valuable first. */
export async function listGiverCustomers(
  db: Db | Tx,
  clock: Clock,
  { scope }: Actor,
  { memberId, account, kind, q = '' }: Query,
): Promise<z.output<typeof giverCustomer>[]> {
  if (scope.kind === 'members' && !scope.memberIds.includes(memberId)) throw new Problem(NOT_FOUND);
  const all = await customersOf(db, clock, { accountId: account, kind, fromId: memberId });
  const persons = new Map(all.map(one => [one.personId, one]));
  return [...persons.values()]
    .filter(one => one.name.toLowerCase().includes(q.toLowerCase()))
    .sort((a, b) => (b.value ?? -1) - (a.value ?? -1) || a.personId - b.personId)
    .slice(0, MOST_SHOWN)
    .map(({ personId, name, value, hindrance, until }) => ({
      ...{ customerId: personId, name, hindrance, until },
      value: value === null ? null : Math.round(value),
    }));
}
