import type { Calendar } from './calendar.ts';
import type { Rule, Window } from './contract.ts';
import { type AnyNumberTest, holdsForNumber } from './numbers.ts';
import type { ProductRoles } from './product-roles.ts';
import type { SqlValues } from './sql-values.ts';
import type { Teams } from './teams.ts';
import { spanOf } from './windows.ts';

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
  /** Who is in which team. */
  teams: Teams;
  /** Which products have which role. */
  roles: ProductRoles;
  /** When the holidays are. */
  calendar: Calendar;
  /** Only these profiles' facts are read: for asking about the few whom something has happened to. */
  among?: readonly number[] | undefined;
};

export type Compiler = Omit<CompileContext, 'among'> & { values: SqlValues; among: string | undefined };

/** The people a fact must be of to be read. */
export const whose = (c: Compiler) => c.among ?? 'customer_id > 0';

export function numberSql(column: string, test: AnyNumberTest, values: SqlValues): string {
  if (test.is === 'at_least') return `ifNull(${column} >= ${values.number(test.value)}, 0)`;
  if (test.is === 'at_most') return `ifNull(${column} <= ${values.number(test.value)}, 0)`;
  return `ifNull(${column} between ${values.number(test.from)} and ${values.number(test.to)}, 0)`;
}

export function instantWithin(column: string, window: Window | null, c: Compiler): string {
  const { from, to } = spanOf(window, c.now);
  const parts = [`isNotNull(${column})`];
  if (from) parts.push(`${column} >= ${c.values.instant(from)}`);
  if (to) parts.push(`${column} < ${c.values.instant(to)}`);
  return `ifNull(${parts.join(' and ')}, 0)`;
}

const MAP = `left join (select customer_id, person_id from person_map final where customer_id <> person_id) m on m.customer_id = t.customer_id`;

/** The person behind a row of `mapped`. */
export const personOf = (c: Compiler) =>
  c.merged ? 'if(m.person_id = 0, t.customer_id, m.person_id)' : 't.customer_id';

/** Rows with a customer_id, each beside the person whose profile that is. */
export const mapped = (rows: string, c: Compiler) => `(${rows}) t ${c.merged ? MAP : ''}`;

/**
 * People by a number added up over their facts. `perProfile` yields customer_id and v; `merge` adds the v of a person's
 * profiles up. Who has no facts at all has the number 0, and is in exactly if 0 passes the test.
 */
export function byNumber(perProfile: string, merge: string, test: AnyNumberTest, c: Compiler): string {
  const passes = numberSql('total', test, c.values);
  const zeroPasses = holdsForNumber(0, test);
  const wanted = zeroPasses ? `not ${passes}` : passes;
  const query = `select ${personOf(c)} as person, ${merge} as total from ${mapped(perProfile, c)} group by person having ${wanted}`;
  return `person_id ${zeroPasses ? 'not in' : 'in'} (select person from (${query}))`;
}

/**
 * People by how many rows they have; `from` is what follows the columns of a SELECT, up to its WHERE. Whether somebody has
 * any row at all is answered without counting, in two thirds of the time.
 */
export function byCount(from: string, test: AnyNumberTest, c: Compiler): string {
  const any = asksForAny(test);
  if (any === undefined)
    return byNumber(`select customer_id, count() as v ${from} group by customer_id`, 'sum(v)', test, c);
  return `person_id ${any ? 'in' : 'not in'} (select ${personOf(c)} from ${mapped(`select customer_id ${from}`, c)})`;
}

/** Whether a test of a count holds for every count but 0 (true), for 0 alone (false), or means something else. */
function asksForAny(test: AnyNumberTest): boolean | undefined {
  if (test.is === 'at_least' && test.value > 0 && test.value <= 1) return true;
  if (test.is === 'at_most' && test.value >= 0 && test.value < 1) return false;
  return undefined;
}

/** People by a figure over their facts that somebody without any does not have, so is not in. */
export function byFigure(
  perProfile: string,
  { total, isThere }: { total: string; isThere: string },
  test: AnyNumberTest,
  c: Compiler,
): string {
  const query = `select ${personOf(c)} as person, ${total} as total from ${mapped(perProfile, c)} group by person having ${isThere} and ${numberSql('total', test, c.values)}`;
  return `person_id in (select person from (${query}))`;
}
