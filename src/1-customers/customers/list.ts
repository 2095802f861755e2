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
import type { Columns } from './columns/columns.ts';
import { currentColumns } from './columns/current.ts';
import { countFitting, find } from './columns/find.ts';
import { describeCustomers, describeFound } from './describe.sql.ts';
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
  const found = await findInColumns(needs, actor, query);
  if (found) return { data: await describeFound(needs.db, found.columns, found.ids), total: found.total };
  const { ids, total } = await findPage(needs, actor, query);
  return { data: await describeCustomers(needs.db, ids), total };
}

export type Page = { ids: number[]; total: number };

/** So deep into the list, sorting all of it is no dearer. */
const DEEPEST = 5_000;

/** A page from the columns in memory, if they hold what is asked. */
export async function findInColumns(
  needs: ListNeeds,
  actor: Actor,
  query: Query,
): Promise<(Page & { columns: Columns }) | undefined> {
  const { sort, order, page, pageSize } = query;
  if (sort === 'name' || page * pageSize > DEEPEST || !isAnswerable(query)) return undefined;
  const columns = await currentColumns(needs);
  if (!columns) return undefined;
  const { ids, total } = find(columns, query, actor.scope, { sort, order, wanted: page * pageSize });
  return { ids: ids.slice((page - 1) * pageSize), total, columns };
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
