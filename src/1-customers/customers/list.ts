import { sql } from 'kysely';
import type { z } from 'zod';
import type { Actor } from '#platform/auth/actor.ts';
import type { ClickHouse } from '#platform/clickhouse/connect.ts';
import type { Clock } from '#platform/clock.ts';
import type { Db } from '#platform/postgres/connect.ts';
import type { Vault } from '#platform/vault/vault.ts';
import { reachableSql } from '../contact/reachable.ts';
import type { customerFacets, customerList, customerListQuery } from '../contract.ts';
import { phoneKey, toE164 } from '../identities/phones.ts';
import { isAnswerable, passesOf } from './columns/choose.ts';
import { currentColumns } from './columns/current.ts';
import { countFitting, find } from './columns/find.ts';
import { followUpDay } from './follow-up.sql.ts';
import {
  type Condition,
  type CustomerFilters,
  countQuery,
  facetQuery,
  type KnownBy,
  listCondition,
  listQuery,
  peopleQuery,
} from './list.sql.ts';

type Query = z.output<typeof customerListQuery>;
type List = z.output<typeof customerList>;
export type ListNeeds = { db: Db; clickhouse: ClickHouse; vault: Vault; clock: Clock };

/** One page of customers in the actor's scope, with the exact total. PostgreSQL tells of whom is found. */
export async function listCustomers(needs: ListNeeds, actor: Actor, query: Query): Promise<List> {
  const { ids, total } = (await findInColumns(needs, actor, query)) ?? (await findPage(needs, actor, query));
  return { data: await describeCustomers(needs.db, ids), total };
}

export type Page = { ids: number[]; total: number };

/** So deep into the list, sorting all of it is no dearer. */
const DEEPEST = 5_000;

/** A page from the columns in memory, if they hold what is asked. */
export async function findInColumns(needs: ListNeeds, actor: Actor, query: Query): Promise<Page | undefined> {
  const { sort, order, page, pageSize } = query;
  if (sort === 'name' || page * pageSize > DEEPEST || !isAnswerable(query)) return undefined;
  const columns = await currentColumns(needs);
  if (!columns) return undefined;
  const { ids, total } = find(columns, query, actor.scope, { sort, order, wanted: page * pageSize });
  return { ids: ids.slice((page - 1) * pageSize), total };
}

/** The same page from ClickHouse, which knows everything. */
export async function findPage(needs: ListNeeds, actor: Actor, query: Query): Promise<Page> {
  const condition = await conditionOf(needs, actor, query);
  const { rows, total } = await needs.clickhouse.page<{ person_id: number }>(
    listQuery(condition, query.sort, query.order),
    { ...condition.values, limit: query.pageSize, offset: (query.page - 1) * query.pageSize },
  );
  return { ids: rows.map(row => row.person_id), total };
}

export async function countCustomers(
  needs: ListNeeds,
  actor: Actor,
  query: CustomerFilters,
): Promise<number> {
  const columns = isAnswerable(query) ? await currentColumns(needs) : undefined;
  if (columns) return countFitting(columns, passesOf(columns, query, actor.scope));
  return await countOf(needs.clickhouse, await conditionOf(needs, actor, query));
}

/** Everybody the filters find in the actor's scope. */
export async function findCustomers(
  needs: ListNeeds,
  actor: Actor,
  filters: CustomerFilters,
): Promise<number[]> {
  const condition = await conditionOf(needs, actor, filters);
  const rows = await needs.clickhouse.rows<{ person_id: number }>(peopleQuery(condition), condition.values);
  return rows.map(row => row.person_id);
}

/** What the filters can be set to, among the customers in the actor's scope. */
export async function readFacets(
  { clickhouse }: Pick<ListNeeds, 'clickhouse'>,
  actor: Actor,
): Promise<z.output<typeof customerFacets>> {
  const condition = listCondition({}, actor.scope);
  const read = async (column: 'city' | 'source') => {
    const rows = await clickhouse.rows<{ value: string; customers: number }>(
      facetQuery(column, condition),
      condition.values,
    );
    return rows.map(({ value, customers }) => ({ value, customers: Number(customers) }));
  };
  return { cities: await read('city'), sources: await read('source') };
}

async function countOf(clickhouse: ClickHouse, condition: Condition): Promise<number> {
  const [row] = await clickhouse.rows<{ total: number }>(countQuery(condition), condition.values);
  return Number(row?.total ?? 0);
}

async function conditionOf(needs: ListNeeds, actor: Actor, query: CustomerFilters): Promise<Condition> {
  const { db, clock } = needs;
  const reachable = query.reachable ? { reachable: await reachableSql(db, 'wecom', clock.now()) } : {};
  return listCondition(query, actor.scope, { ...reachable, known: await knownBy(needs, query.q?.trim()) });
}

/**
 * Who has this number: a phone by its blind index, the last four digits of one, which the mask leaves to be seen, or an
 * order number, account or card of a shop, whole.
 */
async function knownBy({ db, vault }: ListNeeds, q = ''): Promise<KnownBy | undefined> {
  const e164 = /^[+\d\s-]{7,20}$/.test(q) ? toE164(q) : undefined;
  if (q.length < 4) return undefined;
  const { rows } = await sql<{ personId: number }>`
    with account as (select id from channel_accounts), found as (
      select customer_id from identities where kind = 'phone' and account_id = 0 and key = ${e164 ? phoneKey(vault, e164) : ''}
      union select customer_id from identities where kind = 'phone' and right(shown, 4) = ${q}
      union select i.customer_id from account a join identities i
        on i.account_id = a.id and i.key = ${q} and i.kind in ('buyer', 'member_card', 'user_id')
      union select o.customer_id from account a join orders o on o.account_id = a.id and o.order_no = ${q}
    )
    select distinct c.person_id from found join customers c on c.id = found.customer_id`.execute(db);
  return { persons: rows.map(row => row.personId), isAlone: e164 !== undefined };
}

/** What a list shows of these people, in the order given. Whose name nobody knows goes by the name a shop has for them. */
export async function describeCustomers(db: Db, personIds: readonly number[]): Promise<List['data']> {
  if (personIds.length === 0) return [];
  const { rows } = await sql<List['data'][number]>`
    with wanted as (
      select person_id, position from unnest(${personIds}::bigint[]) with ordinality as w (person_id, position)
    ), profile as (
      select c.person_id, array_agg(c.id) as ids,
        (array_agg(c.name order by c.id) filter (where c.name is not null))[1] as name,
        (array_agg(c.city order by c.id) filter (where c.city is not null))[1] as city,
        (array_agg(c.source order by c.id))[1] as source,
        min(c.created_at) as created_at,
        ${followUpDay(sql`c.person_id`)} as next_follow_up,
        array_agg(c.owner_member_id) filter (where c.owner_member_id is not null) as owners
      from customers c join wanted using (person_id) group by c.person_id
    )
    select w.person_id as id, coalesce(p.name, (select i.shown from identities i
        where i.customer_id = any(p.ids) and i.kind in ('buyer', 'member_card', 'user_id') order by i.id limit 1), '') as name, coalesce(p.city, '') as city, p.source, p.created_at,
      p.next_follow_up::text as next_follow_up,
      (select i.shown from identities i where i.customer_id = any(p.ids) and i.kind = 'phone' order by exists (select 1 from field_choices f
          where f.customer_id = any(p.ids) and f.field = 'phone' and f.value = i.id::text and f.withdrawn_at is null) desc, i.shared, i.last_seen_at desc, i.id limit 1) as phone,
      coalesce((select f.str from customer_facts f where f.customer_id = w.person_id and f.key = 'tier'), '') as tier,
      coalesce((select f.num from customer_facts f where f.customer_id = w.person_id and f.key = 'value.total'), 0)::bigint as value,
      exists (select 1 from follows f where f.customer_id = any(p.ids) and f.ended_at is null) as followed,
      coalesce((select jsonb_agg(jsonb_build_object('id', id, 'name', (select m.name from members m where m.id = theirs.id)) order by id)
        from (select unnest(p.owners) as id union
          select f.member_id from follows f where f.customer_id = any(p.ids) and f.ended_at is null) theirs), '[]') as members,
      coalesce((select jsonb_agg(distinct jsonb_build_object('id', t.id, 'name', t.name, 'group', g.name))
        from customer_tags ct join tags t on t.id = ct.tag_id join tag_groups g on g.id = t.group_id
        where ct.customer_id = any(p.ids)), '[]') as tags,
      coalesce((select jsonb_agg(jsonb_build_object('key', d.key, 'value', coalesce(f.str, f.num::text, (f.at at time zone 'Asia/Shanghai')::date::text)))
        from custom_fields d join customer_facts f on f.customer_id = w.person_id and f.key = 'field.' || d.key
        where d.in_list and d.archived_at is null), '[]') as fields,
      bought.orders, bought.paid, bought.last_order_at
    from wanted w join profile p using (person_id)
    cross join lateral (
      select count(*) filter (where payment = 'paid') as orders,
        coalesce(sum(paid) filter (where payment = 'paid'), 0) as paid,
        max(ordered_at) filter (where payment = 'paid') as last_order_at
      from orders o where o.customer_id = any(p.ids)
    ) bought
    order by w.position`.execute(db);
  return rows;
}
