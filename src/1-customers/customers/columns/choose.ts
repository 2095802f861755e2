import type { Scope } from '#platform/auth/actor.ts';
import { DAY, fromShanghai } from '#platform/clock.ts';
import type { CustomerFilters } from '../list.sql.ts';
import { type Columns, TAG_WORDS } from './columns.ts';
import type { Condition } from './condition.ts';
import { type Pass, passOf } from './passes.ts';

/** Whether the columns hold what these filters ask about; names, fields and what was imported are ClickHouse's. */
export function isAnswerable(filters: CustomerFilters): boolean {
  const { q, reachable, import: file, field, fieldRange, tag } = filters;
  if (q || reachable || file || field?.length || Object.keys(fieldRange ?? {}).length > 0) return false;
  return (tag ?? []).every(isHeld);
}

/** Whether the columns know who has a tag. */
export const isHeld = (tagId: number) => tagId < 32 * TAG_WORDS;

/** What leaves whom the filters find in a scope: the same people as `listCondition`'s, which a test holds it to. */
export function passesOf(columns: Columns, filters: CustomerFilters, scope: Scope): Pass[] {
  return conditionsOf(filters, scope).map(condition => passOf(columns, condition));
}

function conditionsOf(filters: CustomerFilters, scope: Scope): Condition[] {
  const { city, tier, source, member, shop, followed, phone, tag } = filters;
  const conditions: Condition[] = [...rangesOf(filters)];
  if (scope.kind === 'members') conditions.push({ set: 'members', anyOf: scope.memberIds });
  if (city) conditions.push({ word: 'city', oneOf: [city] });
  if (tier?.length) conditions.push({ word: 'tier', oneOf: tier });
  if (source) conditions.push({ word: 'source', oneOf: [source] });
  if (member?.length) conditions.push({ set: 'members', anyOf: member });
  if (shop) conditions.push({ set: 'shops', anyOf: [shop] });
  if (followed) conditions.push({ flag: 'followed', is: followed === 'yes' });
  if (phone) conditions.push({ flag: 'phone', is: phone === 'yes' });
  if (tag?.length) conditions.push({ taggedAny: tag });
  return conditions;
}

function rangesOf(filters: CustomerFilters): Condition[] {
  const ranges = [
    { number: 'orders', from: filters.ordersMin, to: filters.ordersMax },
    { number: 'paid', from: filters.paidMin, to: filters.paidMax },
    { number: 'lastOrder', from: dayBegins(filters.lastOrderAfter), to: dayEnds(filters.lastOrderBefore) },
    { number: 'created', from: dayBegins(filters.createdAfter), to: dayEnds(filters.createdBefore) },
    { number: 'followUp', from: undefined, to: dayNumber(filters.followUpBefore) },
  ] as const;
  return ranges.filter(({ from, to }) => from !== undefined || to !== undefined);
}

const dayBegins = (day: string | undefined) => (day ? fromShanghai(day).getTime() : undefined);
const dayEnds = (day: string | undefined) => (day ? fromShanghai(day).getTime() + DAY - 1 : undefined);
const dayNumber = (day: string | undefined) => (day ? Date.parse(day) / DAY : undefined);
