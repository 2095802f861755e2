import { type Bitmap, bitmapsOfRows, rowsOfBitmaps } from '#customers';
import type { ClickHouse } from '#platform/clickhouse/connect.ts';
import type { Rule } from '../rules/contract.ts';
import type { CompileContext, RuleSql } from '../rules/to-sql.ts';
import { EAGERLY, toSqlOfMany } from '../rules/to-sql.ts';
import { type People, peopleOfBitmap } from './bits.ts';

/** Everybody a rule names now. */
export async function evaluateAll(
  clickhouse: ClickHouse,
  rule: Rule,
  context: CompileContext,
): Promise<People> {
  const [bitmap] = await evaluateEach(clickhouse, [rule], context);
  return peopleOfBitmap(bitmap ?? new Uint32Array(0));
}

/** Everybody each of some rules names now, in one statement. */
export async function evaluateEach(
  clickhouse: ClickHouse,
  rules: readonly Rule[],
  context: CompileContext,
): Promise<Bitmap[]> {
  if (rules.length === 0) return [];
  const { conditions, values } = toSqlOfMany(rules, context);
  const sql = `${rowsOfBitmaps(conditions, 'from customers final')} ${EAGERLY}`;
  return bitmapsOfRows(await clickhouse.binary(sql, values), rules.length);
}

/** So many conditions go into one statement: they share the reading of the rows. */
const AT_ONCE = 40;

/**
 * Which of some people each of many rules names. Their profiles are named too, because facts lie with profiles.
 * @returns in the order of the rules; whoever is no person (any more) is in none.
 */
export async function evaluateAmong(
  clickhouse: ClickHouse,
  rules: readonly Rule[],
  { persons, profiles }: { persons: readonly number[]; profiles: readonly number[] },
  context: CompileContext,
): Promise<Set<number>[]> {
  const found: Set<number>[] = [];
  for (let from = 0; from < rules.length; from += AT_ONCE) {
    const { conditions, values } = toSqlOfMany(rules.slice(from, from + AT_ONCE), {
      ...context,
      among: profiles,
    });
    const columns = conditions.map((sql, i) => `groupArrayIf(person_id, ${sql}) as c${i}`);
    const [row] = await clickhouse.rows<Record<string, number[]>>(
      `select ${columns.join(', ')} from customers final where person_id in {persons:Array(UInt32)} ${EAGERLY}`,
      { ...values, persons },
    );
    found.push(...conditions.map((_, i) => new Set(row?.[`c${i}`])));
  }
  return found;
}

/** How many people each of some conditions names. */
export async function countEach(
  clickhouse: ClickHouse,
  rules: readonly Rule[],
  context: CompileContext,
): Promise<number[]> {
  if (rules.length === 0) return [];
  const { conditions, values }: { conditions: string[]; values: RuleSql['values'] } = toSqlOfMany(
    rules,
    context,
  );
  const [row] = await clickhouse.rows<{ counts: number[] }>(
    `select [${conditions.map(sql => `countIf(${sql})`).join(', ')}] as counts from customers final ${EAGERLY}`,
    values,
  );
  return (row?.counts ?? []).map(Number);
}
