import { shanghaiDate } from '#platform/clock.ts';
import { holdsForNumber } from './check.ts';
import type {
  AttributeLeaf,
  AttributeName,
  EventsLeaf,
  FactLeaf,
  Leaf,
  NumberTest,
  OrdersLeaf,
  PropertyTest,
  Rule,
  TagLeaf,
  Test,
  Window,
} from './contract.ts';
import { partsOf } from './property.ts';
import { SqlValues } from './sql-values.ts';
import { daysToAnniversary, spanOf } from './windows.ts';

/** A ClickHouse condition on a row of `customers`, with its bound values. It is never null. */
export type RuleSql = { sql: string; values: Record<string, unknown> };

export type CompileContext = {
  now: Date;
  /** The rules of the segments that are named in this one. */
  segments: ReadonlyMap<number, Rule>;
  /** Whether any profile belongs to another person; when none does, facts need no mapping. */
  merged: boolean;
  /** Who may be contacted today, as the gate's own side puts it. */
  reachable: RuleSql;
  /** Only these profiles' facts are read: for asking about the few whom something has happened to. */
  among?: readonly number[] | undefined;
};

/** The second of the two readers of a rule: the tree → ClickHouse. check.ts is the other; a property test holds them together. */
export function toSql(rule: Rule, context: CompileContext): RuleSql {
  const { conditions, values } = toSqlOfMany([rule], context);
  return { sql: conditions.join(), values };
}

/** Several rules for one statement. */
export function toSqlOfMany(
  rules: readonly Rule[],
  context: CompileContext,
): { conditions: string[]; values: RuleSql['values'] } {
  const values = new SqlValues();
  const compiler = {
    ...context,
    values,
    among: context.among && `customer_id in ${values.ids(context.among)}`,
  };
  return { conditions: rules.map(rule => compile(rule, compiler)), values: values.bound };
}

/** Counts or lists the people a rule names. */
export function peopleQuery(condition: RuleSql, select: string): string {
  return `select ${select} from customers final where ${condition.sql}`;
}

type Compiler = Omit<CompileContext, 'among'> & { values: SqlValues; among: string | undefined };

/** The people a fact must be of to be read. */
const whose = (c: Compiler) => c.among ?? 'customer_id > 0';

function compile(rule: Rule, c: Compiler): string {
  if ('all' in rule) return `(${rule.all.map(branch => compile(branch, c)).join(' and ')})`;
  if ('any' in rule) return `(${rule.any.map(branch => compile(branch, c)).join(' or ')})`;
  if ('not' in rule) return `not ${compile(rule.not, c)}`;
  return compileLeaf(rule, c);
}

function compileLeaf(leaf: Leaf, c: Compiler): string {
  if ('attribute' in leaf) return attributeSql(leaf, c);
  if ('tags' in leaf) return tagsSql(leaf, c);
  if ('orders' in leaf) return ordersSql(leaf, c);
  if ('events' in leaf) return eventsSql(leaf, c);
  if ('fact' in leaf) return factSql(leaf, c);
  if ('reachable' in leaf) return c.values.adopt(c.reachable);
  const rule = c.segments.get(leaf.segment);
  return rule ? compile(rule, c) : '0';
}

const COLUMN: Record<AttributeName, string> = {
  name: 'name',
  gender: `transform(gender, [1, 2], ['male', 'female'], '')`,
  birthday: 'birthday',
  province: 'province',
  city: 'city',
  source: 'source',
  createdAt: 'created_at',
  followed: 'notEmpty(accounts)',
  followedAt: 'followed_at',
  members: 'members',
  hasPhone: 'has_phone',
  minor: 'minor',
  nextFollowUp: 'next_follow_up',
  tier: 'tier',
  r: 'r',
  f: 'f',
  m: 'm',
  value: 'value',
  orders: 'orders',
  paid: 'paid',
  refunded: 'refunded',
  firstOrderAt: 'first_order_at',
  lastOrderAt: 'last_order_at',
};

function attributeSql({ attribute, test }: AttributeLeaf, c: Compiler): string {
  const column = COLUMN[attribute];
  switch (test.is) {
    case 'empty':
      if (attribute === 'members') return 'empty(members)';
      return ['birthday', 'nextFollowUp', 'createdAt', 'followedAt', 'firstOrderAt', 'lastOrderAt'].includes(
        attribute,
      )
        ? `isNull(${column})`
        : `${column} = ''`;
    case 'yes':
      return column;
    case 'one_of':
      return `${column} in ${c.values.strings(test.values)}`;
    case 'contains':
      return `position(${column}, ${c.values.string(test.value)}) > 0`;
    case 'any_member':
      return `hasAny(${column}, ${c.values.ids(test.ids)})`;
    case 'within':
      return attribute === 'nextFollowUp'
        ? dayWithin(column, test.window, c)
        : instantWithin(column, test.window, c);
    case 'anniversary':
      return anniversarySql(column, test.days, c);
    default:
      return numberSql(column, test, c.values);
  }
}

function numberSql(
  column: string,
  test: NumberTest | Extract<Test, { is: 'at_least' | 'at_most' | 'between' }>,
  values: SqlValues,
): string {
  if (test.is === 'at_least') return `ifNull(${column} >= ${values.number(test.value)}, 0)`;
  if (test.is === 'at_most') return `ifNull(${column} <= ${values.number(test.value)}, 0)`;
  return `ifNull(${column} between ${values.number(test.from)} and ${values.number(test.to)}, 0)`;
}

function instantWithin(column: string, window: Window | null, c: Compiler): string {
  const { from, to } = spanOf(window, c.now);
  const parts = [`isNotNull(${column})`];
  if (from) parts.push(`${column} >= ${c.values.instant(from)}`);
  if (to) parts.push(`${column} < ${c.values.instant(to)}`);
  return `ifNull(${parts.join(' and ')}, 0)`;
}

/** Dates are compared as the days they are; a span's ends are midnights in Shanghai. */
function dayWithin(column: string, window: Window, c: Compiler): string {
  const { from, to } = spanOf(window, c.now);
  const parts = [`isNotNull(${column})`];
  if (from) parts.push(`${column} >= ${c.values.day(shanghaiDate(from))}`);
  if (to) parts.push(`${column} < ${c.values.day(shanghaiDate(to))}`);
  return `ifNull(${parts.join(' and ')}, 0)`;
}

/** The birthdays that come up are at most 367 of 366 possible days: name them, in both readers by one function. */
function anniversarySql(column: string, days: number, c: Compiler): string {
  const near: string[] = [];
  for (let day = 0; day < 366; day++) {
    const date = new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10);
    if (daysToAnniversary(date, c.now) <= days) near.push(date.slice(5));
  }
  return `ifNull(formatDateTime(${column}, '%m-%d') in ${c.values.strings(near)}, 0)`;
}

/** A person's row carries the tags of all profiles, so no other table is read. */
function tagsSql({ tags, ids }: TagLeaf, c: Compiler): string {
  const wanted = c.values.ids(ids);
  if (tags === 'all') return `hasAll(tags, ${wanted})`;
  return tags === 'any' ? `hasAny(tags, ${wanted})` : `not hasAny(tags, ${wanted})`;
}

const MAP = `left join (select customer_id, person_id from person_map final where customer_id <> person_id) m on m.customer_id = t.customer_id`;

/**
 * People by a number added up over their facts. `perProfile` yields customer_id and v; `merge` adds the v of a person's
 * profiles up. Who has no facts at all has the number 0, and is in exactly if 0 passes the test.
 */
function byNumber(perProfile: string, merge: string, test: NumberTest, c: Compiler): string {
  const passes = numberSql('total', test, c.values);
  const zeroPasses = holdsForNumber(0, test);
  const wanted = zeroPasses ? `not ${passes}` : passes;
  const person = c.merged ? 'if(m.person_id = 0, t.customer_id, m.person_id)' : 't.customer_id';
  const query = `select ${person} as person, ${merge} as total from (${perProfile}) t ${c.merged ? MAP : ''} group by person having ${wanted}`;
  return `person_id ${zeroPasses ? 'not in' : 'in'} (select person from (${query}))`;
}

function ordersSql(leaf: OrdersLeaf, c: Compiler): string {
  const parts = [`payment = 'paid'`, whose(c), instantWithin('ordered_at', leaf.window, c)];
  const orderParts = [...parts];
  if (leaf.shops.length > 0) orderParts.push(`account_id in ${c.values.ids(leaf.shops)}`);
  if (leaf.refund !== null) orderParts.push(`refund = ${c.values.string(leaf.refund)}`);
  if (leaf.products.length === 0) {
    const measure = { count: 'count()', paid: 'sum(paid - refunded)', quantity: 'sum(quantity)' }[
      leaf.orders
    ];
    return byNumber(
      `select customer_id, ${measure} as v from orders final where ${orderParts.join(' and ')} group by customer_id`,
      'sum(v)',
      leaf.test,
      c,
    );
  }
  const items = [...parts, `product_id in ${c.values.ids(leaf.products)}`];
  if (orderParts.length > parts.length)
    items.push(`order_id in (select id from orders final where ${orderParts.join(' and ')})`);
  const measure = { count: 'uniqExact(order_id)', paid: 'sum(amount - refunded)', quantity: 'sum(quantity)' }[
    leaf.orders
  ];
  return byNumber(
    `select customer_id, ${measure} as v from order_items final where ${items.join(' and ')} group by customer_id`,
    'sum(v)',
    leaf.test,
    c,
  );
}

function eventsSql(leaf: EventsLeaf, c: Compiler): string {
  const parts = [`type = ${c.values.string(leaf.events)}`, whose(c), instantWithin('at', leaf.window, c)];
  for (const where of leaf.where) parts.push(propertySql(where, c));
  const from = `from events where ${parts.join(' and ')} group by customer_id`;
  if (leaf.measure.of === 'days')
    return byNumber(
      `select customer_id, uniqExactState(toDate(at)) as v ${from}`,
      'uniqExactMerge(v)',
      leaf.test,
      c,
    );
  const measure =
    leaf.measure.of === 'count' ? 'count()' : `sum(ifNull(${numericProperty(leaf.measure.property)}, 0))`;
  return byNumber(`select customer_id, ${measure} as v ${from}`, 'sum(v)', leaf.test, c);
}

function propertySql({ property, test }: PropertyTest, c: Compiler): string {
  const path = jsonPath(property);
  if (path === undefined) return '0';
  switch (test.is) {
    case 'present':
      return `(isNotNull(${path}.:String) or isNotNull(${path}.:Bool) or isNotNull(${numericProperty(property)}))`;
    case 'yes':
      return `ifNull(${path}.:Bool, false)`;
    case 'one_of':
      return `ifNull(${path}.:String in ${c.values.strings(test.values)}, 0)`;
    case 'contains':
      return `ifNull(position(${path}.:String, ${c.values.string(test.value)}) > 0, 0)`;
    default:
      return numberSql(numericProperty(property), test, c.values);
  }
}

/** A number in the JSON, whichever way it was written. */
function numericProperty(property: string): string {
  const path = jsonPath(property);
  if (path === undefined) return "toFloat64OrNull('')";
  return `coalesce(toFloat64(${path}.:Int64), ${path}.:Float64, toFloat64(${path}.:UInt64))`;
}

function jsonPath(property: string): string | undefined {
  const quoted = partsOf(property)?.map(key => `\`${key.replaceAll('\\', '\\\\')}\``);
  return quoted && `data.${quoted.join('.')}`;
}

function factSql({ fact, test }: FactLeaf, c: Compiler): string {
  const parts = [`key = ${c.values.string(fact)}`, whose(c)];
  if (test.is === 'one_of') parts.push(`ifNull(str in ${c.values.strings(test.values)}, 0)`);
  else if (test.is === 'within') parts.push(instantWithin('at', test.window, c));
  else if (test.is !== 'present') parts.push(numberSql('num', test, c.values));
  return `person_id in (select customer_id from customer_facts final where ${parts.join(' and ')})`;
}
