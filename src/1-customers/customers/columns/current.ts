import { sql } from 'kysely';
import type { ClickHouse } from '#platform/clickhouse/connect.ts';
import { isPast } from '#platform/log/events.ts';
import type { Db } from '#platform/postgres/connect.ts';
import { PROJECTION } from '../../projection/projection.ts';
import { type Columns, makeColumns } from './columns.ts';
import { countSince, loadAll, loadFew } from './load.ts';

export type Needs = { db: Db; clickhouse: ClickHouse };
/** How far the projection is. Another epoch: rows were all written anew, or taken out without a word in the log. */
type Told = { epoch: number; xid: number; seq: number };
/** What somebody keeps beside the columns, as old as they are: they say when rows since a version are news. */
export type Beside = { refresh(needs: Needs, since: number): Promise<void> };
export type Held = { readonly columns: Columns; told: Told; beside?: Beside };
type Kept = { held?: Held | undefined; loading?: Promise<void> | undefined; asking: Promise<unknown> };

/** Rows that are read while somebody waits for the list; with more of them, ClickHouse answers meanwhile. */
const FEW = 5_000;

const kept = new WeakMap<ClickHouse, Kept>();

/**
 * The columns as ClickHouse has them now; undefined while they are being read, which this begins: ClickHouse is
 * asked then. One asks at a time, so that no rows of before are written over rows of after.
 */
export function currentColumns(needs: Needs): Promise<Columns | undefined> {
  return inTurn(needs, async mine => (await askFor(needs, mine))?.columns);
}

/** Uses the columns and what is kept beside them while they stay as they are; undefined while they are being read. */
export function withCurrent<Answer>(
  needs: Needs,
  use: (held: Held) => Promise<Answer>,
): Promise<Answer | undefined> {
  return inTurn(needs, async mine => {
    const held = await askFor(needs, mine);
    return held && (await use(held));
  });
}

/** Whether anybody has asked for the columns in this process: a worker has no list, and need not hold them. */
export function isBegun(clickhouse: ClickHouse): boolean {
  return kept.has(clickhouse);
}

function inTurn<Answer>(needs: Needs, ask: (mine: Kept) => Promise<Answer>): Promise<Answer> {
  const mine = keptFor(needs.clickhouse);
  const asked = mine.asking.then(() => ask(mine));
  mine.asking = asked.catch(() => undefined);
  return asked;
}

/** Resolves when the columns are there: for who measures or tests. */
export async function columnsRead(needs: Needs): Promise<Columns> {
  for (;;) {
    const columns = await currentColumns(needs);
    if (columns) return columns;
    await keptFor(needs.clickhouse).loading;
  }
}

function keptFor(clickhouse: ClickHouse): Kept {
  const mine = kept.get(clickhouse) ?? { asking: Promise.resolve() };
  kept.set(clickhouse, mine);
  return mine;
}

async function askFor(needs: Needs, mine: Kept): Promise<Held | undefined> {
  if (mine.loading !== undefined) return undefined;
  const { held } = mine;
  const { since, ...told } = await toldNow(needs.db, held?.told);
  if (!held || held.told.epoch !== told.epoch || isPast(held.told, told)) {
    load(needs, mine, { columns: makeColumns(), told }, 0);
    return undefined;
  }
  if (!isPast(told, held.told)) return held;
  const [news] = await Promise.all([countSince(needs.clickhouse, since), held.beside?.refresh(needs, since)]);
  if (news > FEW) {
    load(needs, mine, { columns: held.columns, told }, since);
    return undefined;
  }
  // What clients track writes nobody.
  if (news > 0) await loadFew(needs.clickhouse, held.columns, since);
  held.told = told;
  return held;
}

/** Reads in the background. A failure is met again by the next who asks. */
function load({ clickhouse }: Needs, mine: Kept, next: Held, since: number): void {
  mine.held = undefined;
  mine.loading = loadAll(clickhouse, next.columns, since)
    .then(
      () => {
        mine.held = next;
      },
      () => undefined,
    )
    .finally(() => {
      mine.loading = undefined;
    });
}

/**
 * Where the projection stands, and from which version on its rows are news. A batch's rows carry the transaction it ends
 * with, and a long transaction ends several: only where there is more of that one can a row of the same version be new.
 */
async function toldNow(db: Db, before: Told | undefined): Promise<Told & { since: number }> {
  const { xid, seq } = before ?? { xid: 0, seq: 0 };
  const { rows } = await sql<Told & { since: number }>`
    select epoch, xid, seq,
      ${xid}::bigint + (not exists (select 1 from events where xid = ${xid} and seq > ${seq}))::int as since
    from log_cursors where reader = ${PROJECTION}`.execute(db);
  return rows[0] ?? { epoch: -1, xid: 0, seq: 0, since: 0 };
}
