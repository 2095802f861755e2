import { sql } from 'kysely';
import type { z } from 'zod';
import { audit } from '#platform/audit/audit.ts';
import type { Actor } from '#platform/auth/actor.ts';
import { type Clock, DAY, fromShanghai, shanghaiDate } from '#platform/clock.ts';
import { NOT_FOUND, Problem } from '#platform/http/problem.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import { HAS_CODES, NAME_TAKEN } from '../live-codes/refusals.ts';
import type { costFigures, touchpointBody, touchpointListQuery, touchpointRow } from './contract.ts';
import { entryFiguresOf, type Figures, NO_FIGURES } from './figures.sql.ts';
import { nameSources } from './order-sources.ts';

type Body = z.output<typeof touchpointBody>;
type Input = Omit<Body, 'orderSources'> & Partial<Pick<Body, 'orderSources'>>;
type Row = z.output<typeof touchpointRow>;
type Costs = z.output<typeof costFigures>;

export async function createTouchpoint(tx: Tx, clock: Clock, actor: Actor, input: Input): Promise<number> {
  await refuseName(tx, input.name, 0);
  const { orderSources = [], ...said } = input;
  const { id } = await tx
    .insertInto('touchpoints')
    .values({ ...said, createdBy: actor.name, createdAt: clock.now() })
    .returning('id')
    .executeTakeFirstOrThrow();
  await nameSources(tx, id, orderSources);
  await audit(tx, clock, actor, {
    action: 'touchpoint.created',
    object: { kind: 'touchpoint', id },
    after: input,
  });
  return id;
}

export async function changeTouchpoint(
  tx: Tx,
  clock: Clock,
  actor: Actor,
  id: number,
  input: Input,
): Promise<void> {
  const before = await lock(tx, id);
  await refuseName(tx, input.name, id);
  const { orderSources = [], ...said } = input;
  await tx.updateTable('touchpoints').set(said).where('id', '=', id).execute();
  await nameSources(tx, id, orderSources);
  await audit(tx, clock, actor, {
    action: 'touchpoint.changed',
    object: { kind: 'touchpoint', id },
    before,
    after: input,
  });
}

/** Put away: out of the lists, its figures stay. @throws Problem touchpoint_has_codes while codes of it are in use. */
export async function archiveTouchpoint(tx: Tx, clock: Clock, actor: Actor, id: number): Promise<void> {
  const { name } = await lock(tx, id);
  const { rows } = await sql<{ n: number }>`
    select (select count(*)::integer from live_codes where touchpoint_id = ${id} and archived_at is null)
      + (select count(*)::integer from acquisition_links where touchpoint_id = ${id} and archived_at is null) as n`.execute(
    tx,
  );
  const codes = rows[0]?.n ?? 0;
  if (codes > 0) throw new Problem(HAS_CODES, { name, codes });
  await tx.updateTable('touchpoints').set({ archivedAt: clock.now() }).where('id', '=', id).execute();
  await audit(tx, clock, actor, {
    action: 'touchpoint.archived',
    object: { kind: 'touchpoint', id },
    before: { name },
  });
}

async function lock(tx: Tx, id: number): Promise<{ name: string }> {
  const { rows } = await sql<{ name: string }>`
    select name, kind, campaign, store, url, member_id, stop_loss,
      (select coalesce(jsonb_agg(jsonb_build_object('accountId', account_id, 'source', source) order by account_id, source), '[]')
        from touchpoint_order_sources where touchpoint_id = id) as order_sources
    from touchpoints
    where id = ${id} and archived_at is null for update`.execute(tx);
  if (!rows[0]) throw new Problem(NOT_FOUND);
  return rows[0];
}

async function refuseName(tx: Tx, name: string, id: number): Promise<void> {
  const { rows } = await sql`
    select 1 from touchpoints where name = ${name} and archived_at is null and id <> ${id}`.execute(tx);
  if (rows.length > 0) throw new Problem(NAME_TAKEN, { name });
}

type Asked = Pick<z.output<typeof touchpointListQuery>, 'days'> &
  Partial<z.output<typeof touchpointListQuery>> & { id?: number };

/** Touchpoints with how those fared who came in lately, and what that cost; the dearest in people first. */
export async function listTouchpoints(db: Db | Tx, now: Date, asked: Asked): Promise<Row[]> {
  const { q = '', kind = null, archived, days, id = null } = asked;
  const { rows } = await sql<Omit<Row, 'figures' | 'costs'>>`
    select t.id, t.name, t.kind, t.campaign, t.store, t.url, t.stop_loss, t.archived_at is not null as archived,
      case when m.id is not null then jsonb_build_object('id', m.id, 'name', m.name) end as member,
      (select coalesce(jsonb_agg(jsonb_build_object('account', jsonb_build_object('id', a.id, 'name', a.name), 'source', n.source) order by a.name, n.source), '[]')
        from touchpoint_order_sources n join channel_accounts a on a.id = n.account_id where n.touchpoint_id = t.id) as order_sources,
      (select count(*)::integer from live_codes l where l.touchpoint_id = t.id and l.archived_at is null) as codes
    from touchpoints t left join members m on m.id = t.member_id
    where (${id}::bigint is null or t.id = ${id}) and (${id}::bigint is not null or (t.archived_at is not null) = ${archived === 'yes'})
      and (${kind}::text is null or t.kind = ${kind})
      and (${q} = '' or strpos(lower(t.name || ' ' || t.campaign || ' ' || t.store), lower(${q})) > 0)
    order by t.id desc`.execute(db);
  const ids = rows.map(row => row.id);
  const from = sinceDay(now, days);
  const [figures, spent] = await Promise.all([
    entryFiguresOf(db, { by: 'touchpoint', ids, from, now }),
    spentOf(db, ids, from),
  ]);
  const found = rows.map(row => {
    const own = figures.get(row.id) ?? NO_FIGURES;
    return { ...row, figures: own, costs: costsOf(own, spent.get(row.id), row.stopLoss) };
  });
  return found.toSorted((a, b) => b.figures.people - a.figures.people || b.id - a.id);
}

/** The midnight with which the last so many days begin, today among them. */
export function sinceDay(now: Date, days: number): Date {
  return new Date(fromShanghai(shanghaiDate(now)).getTime() - (days - 1) * DAY);
}

type Spent = { money: number; subsidy: number };

async function spentOf(db: Db | Tx, ids: readonly number[], from: Date): Promise<Map<number, Spent>> {
  const { rows } = await sql<Spent & { id: number }>`
    select touchpoint_id as id, coalesce(sum(amount) filter (where kind = 'money'), 0)::bigint as money,
      coalesce(sum(amount) filter (where kind = 'subsidy'), 0)::bigint as subsidy
    from touchpoint_costs where touchpoint_id = any(${ids}::bigint[]) and day >= ${shanghaiDate(from)}::date and removed_at is null
    group by 1`.execute(db);
  return new Map(rows.map(({ id, ...spent }) => [id, spent]));
}

/** What a new customer cost, and what came back of it; rounded to whole fen. */
export function costsOf(figures: Figures, spent: Spent | undefined, stopLoss: number | null): Costs {
  const { money, subsidy } = spent ?? { money: 0, subsidy: 0 };
  const total = money + subsidy;
  const perCustomer = total > 0 && figures.fresh > 0 ? Math.round(total / figures.fresh) : null;
  // Spent, and nobody came: every further customer would be too dear.
  const isAlarm = stopLoss !== null && (perCustomer === null ? total > stopLoss : perCustomer > stopLoss);
  return { money, subsidy, perCustomer, payback: total > 0 ? figures.revenue / total : null, isAlarm };
}
