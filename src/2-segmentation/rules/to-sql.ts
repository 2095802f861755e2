import { allTags, anyTag } from '#customers';
import { LUNAR_FACT } from '#customers/contract';
import { shanghaiDate } from '#platform/clock.ts';
import { daysToLunar, LUNAR_CODES, lunarOfCode } from '#platform/lunar.ts';
import { checkHoliday } from './calendar.ts';
import {
  type CompileContext,
  type Compiler,
  instantWithin,
  numberSql,
  type RuleSql,
  whose,
} from './compiler.ts';
import {
  ATTRIBUTES,
  type AttributeLeaf,
  type AttributeName,
  type EventsLeaf,
  type FactLeaf,
  type FactTest,
  type Leaf,
  type Rule,
  type TagLeaf,
  type Window,
} from './contract.ts';
import { eventRows, eventsSql } from './sql-events.ts';
import { followsSql } from './sql-follows.ts';
import { consentSql, contactsSql, sequenceSql } from './sql-journey.ts';
import { ordersSql } from './sql-orders.ts';
import { SqlValues } from './sql-values.ts';
import { membersOf } from './teams.ts';
import { daysToAnniversary, spanOf } from './windows.ts';

export type { CompileContext, RuleSql } from './compiler.ts';

/** The second of the readers of a rule: the tree → ClickHouse. A property test holds it and check.ts together. */
export function toSql(rule: Rule, context: CompileContext): RuleSql {
  const { conditions, values } = toSqlOfMany([rule], context);
  return { sql: conditions.join(), values };
}

/** Several rules for one statement. */
export function toSqlOfMany(
  rules: readonly Rule[],
  context: CompileContext,
): { conditions: string[]; values: RuleSql['values'] } {
  const compiler = compilerFor(context);
  return { conditions: rules.map(rule => compile(rule, compiler)), values: compiler.values.bound };
}

/** The rows that a condition on events counts: what follows the columns of a SELECT. */
export function eventRowsOf(leaf: EventsLeaf, context: CompileContext): RuleSql {
  const compiler = compilerFor(context);
  return { sql: eventRows(leaf, compiler), values: compiler.values.bound };
}

function compilerFor(context: CompileContext): Compiler {
  const values = new SqlValues();
  return { ...context, values, among: context.among && `customer_id in ${values.ids(context.among)}` };
}

/**
 * For statements that put conditions beside each other: each is worked out for all rows, which takes two thirds of the
 * time of picking out the rows where it matters. Nothing in a condition fails on rows it is not meant for.
 */
export const EAGERLY = "settings short_circuit_function_evaluation = 'disable'";

/** Counts or lists the people a rule names. */
export function peopleQuery(condition: RuleSql, select: string): string {
  return `select ${select} from customers final where ${condition.sql}`;
}

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
  if ('sequence' in leaf) return sequenceSql(leaf, c);
  if ('contacts' in leaf) return contactsSql(leaf, c);
  if ('holidays' in leaf) return checkHoliday(leaf, c.calendar, c.now).holds ? '1' : '0';
  if ('follows' in leaf) return followsSql(leaf, c);
  if ('consent' in leaf) return consentSql(leaf, c);
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
  owner: 'owner',
  knownOn: 'known_on',
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
  if (attribute === 'birthday') return birthdaySql(test, c);
  switch (test.is) {
    case 'empty':
      if (isList(attribute)) return `empty(${column})`;
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
    case 'any_team':
      return `hasAny(${column}, ${c.values.ids(membersOf(c.teams, test.ids))})`;
    case 'any_member':
    case 'any_account':
      return `hasAny(${column}, ${c.values.ids(test.ids)})`;
    case 'within':
      return attribute === 'nextFollowUp'
        ? dayWithin(column, test.window, c)
        : instantWithin(column, test.window, c);
    case 'anniversary':
      return ATTRIBUTES[attribute].type === 'instant'
        ? `(${anniversarySql(column, test.days, c)} and ${instantWithin(column, BEFORE_TODAY, c)})`
        : anniversarySql(column, test.days, c);
    default:
      return numberSql(column, test, c.values);
  }
}

function isList(attribute: AttributeName): boolean {
  const { type } = ATTRIBUTES[attribute];
  return type === 'members' || type === 'accounts';
}

/** Dates are compared as the days they are; a span's ends are midnights in Shanghai. */
function dayWithin(column: string, window: Window, c: Compiler): string {
  const { from, to } = spanOf(window, c.now);
  const parts = [`isNotNull(${column})`];
  if (from) parts.push(`${column} >= ${c.values.day(shanghaiDate(from))}`);
  if (to) parts.push(`${column} < ${c.values.day(shanghaiDate(to))}`);
  return `ifNull(${parts.join(' and ')}, 0)`;
}

/** What happens today, or will, has no anniversary yet. */
const BEFORE_TODAY: Window = { kind: 'before', n: 0 };

/** The birthdays that come up are at most 367 of 366 possible days: name them, in both readers by one function. */
function anniversarySql(column: string, days: number, c: Compiler): string {
  const near: string[] = [];
  for (let day = 0; day < 366; day++) {
    const date = new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10);
    if (daysToAnniversary(date, c.now) <= days) near.push(date.slice(5));
  }
  return `ifNull(formatDateTime(${column}, '%m-%d') in ${c.values.strings(near)}, 0)`;
}

/** By the lunar calendar for who keeps it so, by the solar one for everybody else. */
function birthdaySql(test: AttributeLeaf['test'], c: Compiler): string {
  const lunar = (codes: readonly string[]) =>
    `person_id in (select customer_id from customer_facts final where key = ${c.values.string(LUNAR_FACT)}
      and ${whose(c)} and ifNull(str in ${c.values.strings(codes)}, 0))`;
  const isSolar = `not ${lunar(LUNAR_CODES)}`;
  if (test.is !== 'anniversary') return `(isNull(birthday) and ${isSolar})`;
  const near = LUNAR_CODES.filter(code => daysToLunar(lunarOfCode(code), c.now) <= test.days);
  return `(${lunar(near)} or (${anniversarySql('birthday', test.days, c)} and ${isSolar}))`;
}

/** A person's row carries the tags of all profiles, so no other table is read. */
function tagsSql({ tags, ids }: TagLeaf, c: Compiler): string {
  if (tags === 'all') return allTags(ids, c.values);
  return tags === 'any' ? anyTag(ids, c.values) : `not ${anyTag(ids, c.values)}`;
}

function factSql({ fact, test }: FactLeaf, c: Compiler): string {
  const parts = [`key = ${c.values.string(fact)}`, whose(c), ...factTestSql(test, c)];
  return `person_id in (select customer_id from customer_facts final where ${parts.join(' and ')})`;
}

function factTestSql(test: FactTest, c: Compiler): string[] {
  switch (test.is) {
    case 'present':
      return [];
    case 'one_of':
      return [`ifNull(str in ${c.values.strings(test.values)}, 0)`];
    case 'contains':
      return [`ifNull(position(str, ${c.values.string(test.value)}) > 0, 0)`];
    case 'includes':
      return [
        'isNotNull(str)',
        `hasAny(splitByChar('\n', ifNull(str, '')), ${c.values.strings(test.values)})`,
      ];
    case 'within':
      return [instantWithin('at', test.window, c)];
    case 'anniversary':
      return [anniversarySql('at', test.days, c), instantWithin('at', BEFORE_TODAY, c)];
    default:
      return [numberSql('num', test, c.values)];
  }
}
