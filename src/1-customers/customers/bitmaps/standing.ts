import type { Scope } from '#platform/auth/actor.ts';
import type { ClickHouse } from '#platform/clickhouse/connect.ts';
import { DAY } from '#platform/clock.ts';
import type { Db } from '#platform/postgres/connect.ts';
import { cappedSql } from '../../contact/capped.ts';
import { readLimits } from '../../contact/limits.ts';
import { lastBirthdayOfAge } from '../../rights/minors.ts';
import type { Columns } from '../columns/columns.ts';
import type { Condition } from '../columns/condition.ts';
import { isBegun, withCurrent } from '../columns/current.ts';
import { type BesideColumns, besideColumns } from './beside.ts';
import { type Bitmap, bitmapOf, both, either, without } from './bitmap.ts';
import { type CountRange, countsOf, whoHas } from './counts.ts';
import { idsIn, whoFit } from './kept.ts';

/** Sets of people that stand ready in memory, as ClickHouse has them. To be read at once, and not to be written into. */
export type Standing = {
  /** Who is there and fits a condition. */
  fitting(condition: Condition): Bitmap;
  /** Everybody in a scope. */
  everybody(scope: Scope): Bitmap;
  /** Whom we can and may contact on WeCom on the day of the instant: what `reachableSql` says. */
  reachable(): Bitmap;
  /** By how many facts they have, given by profile as `rowsOfCounts` selects them: from `least` to `most`. */
  byCount(rows: Buffer, range: CountRange): Bitmap;
};

/** Undefined where the columns do not stand ready: in a process without a list, after a start, after a flood. */
export async function currentStanding(
  needs: { db: Db; clickhouse: ClickHouse },
  at: Date,
): Promise<Standing | undefined> {
  const { db, clickhouse } = needs;
  if (!isBegun(clickhouse)) return undefined;
  const capping = readLimits(db, 'wecom', at).then(limits => cappedSql(limits, 'wecom', at));
  const held = withCurrent(needs, async held => ({
    columns: held.columns,
    beside: await besideColumns(needs, held, await capping),
  }));
  const [current] = await Promise.all([held, capping]);
  if (!current) return undefined;
  const { columns, beside } = current;
  return {
    fitting: condition => whoFit(columns, condition),
    everybody: scope => whoFit(columns, conditionOf(scope)),
    reachable: () => reachableBy(columns, beside, at),
    byCount: (rows, range) => whoHas(countsOf(rows, idsIn(columns), beside.joined), range),
  };
}

const conditionOf = (scope: Scope): Condition =>
  scope.kind === 'all' ? { flag: 'live', is: true } : { set: 'members', anyOf: scope.memberIds };

function reachableBy(columns: Columns, { capped, guarded }: BesideColumns, at: Date): Bitmap {
  return capped.condition.isEverybody
    ? new Uint32Array(0)
    : without(ofAge(columns, guarded, at), capped.people);
}

/** To whom WeCom is open and who is of age, or whose guardian has consented. */
function ofAge(columns: Columns, guarded: readonly number[], at: Date): Bitmap {
  const grown = whoFit(columns, { number: 'born', to: Date.parse(lastBirthdayOfAge(at)) / DAY });
  if (guarded.length === 0) return grown;
  return either(grown, both(whoFit(columns, { flag: 'open', is: true }), bitmapOf(guarded)));
}
