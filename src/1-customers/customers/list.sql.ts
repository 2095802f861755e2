import type { z } from 'zod';
import type { Scope } from '#platform/auth/actor.ts';
import { type customerListQuery, type customerSort, factOfField } from '../contract.ts';
import { type FieldRange, isRangeDay } from '../fields/ranges.contract.ts';
import { anyTag, type BindTags } from './tag-bits.sql.ts';

export type CustomerFilters = Omit<
  z.output<typeof customerListQuery>,
  'sort' | 'order' | 'page' | 'pageSize'
>;

/** A ClickHouse condition with its bound values. */
export type Condition = { sql: string; values: Record<string, unknown> };

/**
 * The list's filters as a condition on ClickHouse's `customers`. `known` are the people whom what was looked for
 * names by a number: by a whole phone alone, by any other beside those whose name it is in. The scope is part of it, so a count never tells of people one may not see.
 */
export function listCondition(
  filters: CustomerFilters,
  scope: Scope,
  { known, reachable }: { known?: KnownBy | undefined; reachable?: Condition } = {},
): Condition {
  const parts: string[] = [];
  const values: Record<string, unknown> = {};
  const add = (sql: string, name?: string, value?: unknown) => {
    parts.push(sql);
    if (name !== undefined) values[name] = value;
  };
  const between = (column: string, type: string, name: string, min: unknown, max: unknown) => {
    if (min !== undefined) add(`${column} >= {${name}Min:${type}}`, `${name}Min`, min);
    if (max !== undefined) add(`${column} <= {${name}Max:${type}}`, `${name}Max`, max);
  };
  // One of an array is found in four fifths of the time that any of several takes.
  const anyOf = (column: string, name: string, ids: readonly number[]) =>
    ids.length === 1
      ? add(`has(${column}, {${name}:UInt32})`, name, ids[0])
      : add(`hasAny(${column}, {${name}:Array(UInt32)})`, name, ids);
  if (scope.kind === 'members') anyOf('members', 'scope', scope.memberIds);
  const byName = filters.q && !known?.isAlone ? nameCondition(filters.q) : undefined;
  if (known) values.persons = known.persons;
  if (byName) values.q = filters.q?.trim().toLowerCase();
  if (known || byName) add(`(${[known && BY_NUMBER, byName].filter(Boolean).join(' or ')})`);
  if (filters.tier?.length) add('tier in {tier:Array(String)}', 'tier', filters.tier);
  if (filters.tag?.length) parts.push(anyTag(filters.tag, bindTags(values)));
  if (filters.city) add('city = {city:String}', 'city', filters.city);
  if (filters.source) add('source = {source:String}', 'source', filters.source);
  if (filters.member?.length) anyOf('members', 'member', filters.member);
  if (filters.shop) add('has(shops, {shop:UInt32})', 'shop', filters.shop);
  if (filters.followed) add(filters.followed === 'yes' ? 'notEmpty(accounts)' : 'empty(accounts)');
  if (reachable) {
    parts.push(filters.reachable === 'no' ? `not ${reachable.sql}` : reachable.sql);
    Object.assign(values, reachable.values);
  }
  if (filters.phone) add(filters.phone === 'yes' ? 'has_phone' : 'not has_phone');
  between('orders', 'UInt32', 'orders', filters.ordersMin, filters.ordersMax);
  between('paid', 'Int64', 'paid', filters.paidMin, filters.paidMax);
  between('toDate(last_order_at)', 'Date', 'lastOrder', filters.lastOrderAfter, filters.lastOrderBefore);
  between('toDate(created_at)', 'Date', 'created', filters.createdAfter, filters.createdBefore);
  between('next_follow_up', 'Date', 'followUp', undefined, filters.followUpBefore);
  if (filters.import) add(`person_id in (${IMPORTED})`, 'import', `import:${filters.import}`);
  for (const [i, [key, chosen]] of [...Map.groupBy(filters.field ?? [], one => one.key)].entries()) {
    add(`person_id in (${CHOSEN.replaceAll('$', String(i))})`, `key${i}`, factOfField(key));
    values[`chosen${i}`] = chosen.map(one => one.option);
  }
  for (const [i, [key, range]] of Object.entries(filters.fieldRange ?? {}).entries()) {
    add(`person_id in (${withinRange(i, range)})`, `rangeKey${i}`, factOfField(key));
    if (range.from !== undefined) values[`from${i}`] = range.from;
    if (range.to !== undefined) values[`to${i}`] = range.to;
  }
  return { sql: parts.length > 0 ? parts.join(' and ') : '1', values };
}

function bindTags(values: Record<string, unknown>): BindTags {
  const bind = (type: string, value: unknown) => {
    const name = `tag${Object.keys(values).length}`;
    values[name] = value;
    return `{${name}:${type}}`;
  };
  return { bits: mask => bind('UInt64', String(mask)), ids: ids => bind('Array(UInt32)', ids) };
}

/** Who has the number that was looked for; `isAlone`: it can be nothing else, so it is looked for in no name. */
export type KnownBy = { persons: readonly number[]; isAlone: boolean };

const BY_NUMBER = 'person_id in {persons:Array(UInt32)}';

/** Latin letters may be pinyin initials; anything is looked for inside the name, byte by byte where it has no case. */
function nameCondition(q: string): string {
  const latin = /^[a-z0-9]+$/i.test(q.trim());
  const hasCase = !/^[\p{Script=Han}\d]+$/u.test(q.trim());
  const inName = `position${hasCase ? 'CaseInsensitiveUTF8' : ''}(name, {q:String}) > 0`;
  return latin ? `(startsWith(initials, {q:String}) or ${inName})` : inName;
}

/** A profile's person: itself unless a merge says otherwise. */
const PERSON = 'if(m.person_id = 0, t.customer_id, m.person_id)';
const WITH_PERSON =
  'left join (select customer_id, person_id from person_map final where customer_id <> person_id) m on m.customer_id = t.customer_id';
const CHOSEN = `select customer_id from customer_facts final where key = {key$:String} and hasAny(splitByChar('\\n', ifNull(str, '')), {chosen$:Array(String)})`;

/**
 * Whose number or day lies within the range: its ends say which it is, and of a field of the other type nobody is found.
 * A day is kept as its noon in Shanghai, back to 1900, which a plain Date cannot hold.
 */
function withinRange(i: number, { from, to }: FieldRange): string {
  const isDay = isRangeDay(from ?? to ?? '');
  const [column, type] = isDay ? ["toDate32(at, 'Asia/Shanghai')", 'Date32'] : ['num', 'Float64'];
  const ends = [
    ...(from === undefined ? [] : [`${column} >= {from${i}:${type}}`]),
    ...(to === undefined ? [] : [`${column} <= {to${i}:${type}}`]),
  ];
  return `select customer_id from customer_facts final where key = {rangeKey${i}:String} and ${ends.join(' and ')}`;
}

const IMPORTED = `select ${PERSON} from (select customer_id from events where type = 'customer.created' and actor = {import:String}) t ${WITH_PERSON}`;

const SORT: Record<z.output<typeof customerSort>, string> = {
  created: 'created_at',
  lastOrder: 'last_order_at',
  paid: 'paid',
  orders: 'orders',
  value: 'value',
  name: 'name',
  followUp: 'next_follow_up',
};

/** One page, for `ClickHouse.page`, which counts what it sorts. */
export function listQuery(
  condition: Condition,
  sort: z.output<typeof customerSort>,
  order: 'asc' | 'desc',
): string {
  return `
    select person_id from customers final
    where ${condition.sql}
    order by ${SORT[sort]} ${order} nulls last, person_id ${order}
    limit {limit:UInt32} offset {offset:UInt32}`;
}

/** Everybody the condition finds. */
export function peopleQuery(condition: Condition): string {
  return `select person_id from customers final where ${condition.sql}`;
}

/** The values of a column and how many people have each, the most frequent first. */
export function facetQuery(column: 'city' | 'source', condition: Condition): string {
  return `
    select ${column} as value, count() as customers from customers final
    where ${condition.sql} and ${column} <> '' group by value order by customers desc, value limit 200`;
}

export function countQuery(condition: Condition): string {
  return `select count() as total from customers final where ${condition.sql}`;
}
