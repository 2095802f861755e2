import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Clock } from '../clock.ts';
import type { Db } from '../postgres/connect.ts';

const BATCH = 10_000;
/** Rows younger than this may have an older neighbour whose transaction is still open. */
const SETTLE_SECONDS = 60;

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
    const before = new Date(clock.now().getTime() - SETTLE_SECONDS * 1_000);
    const rows = await rowsToHash(tx, last?.lastId ?? 0, undefined, before);
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
  let after = 0;
  for (const seal of seals) {
    const rows = await rowsToHash(db, after, seal.lastId);
    const hash = chain(previous, rows);
    if (rows.length !== seal.rowCount || !hash.equals(seal.hash))
      return { sealId: seal.id, firstId: seal.firstId, lastId: seal.lastId };
    previous = seal.hash;
    after = seal.lastId;
  }
  return undefined;
}

type HashedRow = { id: number; text: string };

async function rowsToHash(db: Db, after: number, upTo?: number, before?: Date): Promise<HashedRow[]> {
  const { rows } = await sql<HashedRow>`
    select id, row_to_json(audit_log)::text as text from audit_log
    where id > ${after}
      and (${upTo ?? null}::bigint is null or id <= ${upTo ?? null}::bigint)
      and (${before ?? null}::timestamptz is null or at < ${before ?? null}::timestamptz)
    order by id limit ${upTo === undefined ? BATCH : null}`.execute(db);
  return rows;
}

function chain(previous: Buffer, rows: readonly HashedRow[]): Buffer {
  const hash = createHash('sha256').update(previous);
  for (const row of rows) hash.update(row.text).update('\n');
  return hash.digest();
}
