import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Clock } from '../clock.ts';
import type { Db, Tx } from '../postgres/connect.ts';

const BATCH = 10_000;
/** Room for the clocks of application and database to differ. */
const SETTLE_SECONDS = 60;
/** Below every id there can be, so that a row slipped in before the first one is seen. */
const BEGINNING = Number.MIN_SAFE_INTEGER;

/**
 * Chains the audit log: each seal hashes the rows since the last one together with the last seal, so that taking out
 * or changing any row breaks every seal after it. Sealing runs apart from the writes, which therefore never wait.
 * @returns number of rows sealed.
 */
export async function sealAudit(db: Db, clock: Clock): Promise<number> {
  return await db.transaction().execute(async tx => {
    await sql`select pg_advisory_xact_lock(7480002)`.execute(tx);
    const last = await tx
      .selectFrom('auditSeals')
      .selectAll()
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst();
    const rows = await rowsToHash(tx, last?.lastId ?? BEGINNING, await settledId(tx, clock), BATCH);
    const [first, end] = [rows[0], rows.at(-1)];
    if (!first || !end) return 0;
    await tx
      .insertInto('auditSeals')
      .values({
        firstId: first.id,
        lastId: end.id,
        rowCount: rows.length,
        hash: chain(last?.hash ?? Buffer.alloc(32), rows),
        at: clock.now(),
      })
      .execute();
    return rows.length;
  });
}

/** Walks the whole chain. Returns the first seal whose rows are not what they were, or undefined when all is well. */
export async function findBrokenSeal(
  db: Db,
): Promise<{ sealId: number; firstId: number; lastId: number } | undefined> {
  const seals = await db.selectFrom('auditSeals').selectAll().orderBy('id').execute();
  let previous: Buffer = Buffer.alloc(32);
  let after = BEGINNING;
  for (const seal of seals) {
    const rows = await rowsToHash(db, after, seal.lastId);
    const hash = chain(previous, rows);
    if (rows.length !== seal.rowCount || rows[0]?.id !== seal.firstId || !hash.equals(seal.hash))
      return { sealId: seal.id, firstId: seal.firstId, lastId: seal.lastId };
    previous = seal.hash;
    after = seal.lastId;
  }
  return undefined;
}

/**
 * The id up to which the log is complete: ids are given before their transactions commit, so a row can still come to
 * stand below one that is there. None can below a row older than every transaction that is writing now.
 */
async function settledId(tx: Tx, clock: Clock): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    with open as (
      select coalesce(max(clock_timestamp() - xact_start), '0') as age from pg_stat_activity
      where datname = current_database() and backend_xid is not null and pid <> pg_backend_pid()
    )
    select coalesce(
      (select min(id) - 1 from audit_log, open
        where id > coalesce((select max(last_id) from audit_seals), ${BEGINNING})
          and at >= ${clock.now()}::timestamptz - make_interval(secs => ${SETTLE_SECONDS}) - open.age),
      (select max(id) from audit_log), ${BEGINNING}) as id`.execute(tx);
  return rows[0]?.id ?? BEGINNING;
}

type HashedRow = { id: number; text: string };

/** A row as its own hash, which stays what it was when the row's personal part is blacked out (redactAudit). */
async function rowsToHash(db: Db, after: number, upTo: number, limit?: number): Promise<HashedRow[]> {
  const { rows } = await sql<HashedRow>`
    select id, encode(audit_leaf(audit_log), 'hex') as text from audit_log
    where id > ${after} and id <= ${upTo} order by id limit ${limit ?? null}`.execute(db);
  return rows;
}

function chain(previous: Buffer, rows: readonly HashedRow[]): Buffer {
  const hash = createHash('sha256').update(previous);
  for (const row of rows) hash.update(row.text).update('\n');
  return hash.digest();
}
