import { sql } from 'kysely';
import { audit } from '#platform/audit/audit.ts';
import type { Actor } from '#platform/auth/actor.ts';
import type { Clock } from '#platform/clock.ts';
import { pathOf, type StoredFile } from '#platform/files/files.ts';
import { NOT_FOUND, Problem } from '#platform/http/problem.ts';
import type { Platform } from '#platform/platform.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import { oneAtATime } from '#platform/postgres/one-at-a-time.ts';
import type { ImportPlan } from './formats/mapping.ts';
import type { ImportResult } from './loading/counts.ts';
import { checkFile, loadFile, type Progress } from './loading/load.ts';
import type { LoadTarget } from './loading/load-orders.ts';
import { undoImport } from './loading/undo.ts';
import { GAVE_UP, UNDO_LATER_FIRST, wrongMoment } from './refusals.ts';

/** A member as they stand in `created_by`. */
const memberActor = sql<string>`'member:' || members.id`;

export type ImportRow = Awaited<ReturnType<typeof readImport>>;
/** What `imports.mapping` holds: nothing at first, then the plan, and the shop that is still to be made. */
export type StoredPlan = Partial<ImportPlan> & { newShop?: string };

export async function readImport(db: Db | Tx, id: number) {
  const row = await db
    .selectFrom('imports')
    .leftJoin('channelAccounts', 'channelAccounts.id', 'imports.accountId')
    .leftJoin('members', join => join.on('imports.createdBy', '=', memberActor))
    .selectAll('imports')
    .select(['channelAccounts.name as shopName', 'members.name as createdByName'])
    .where('imports.id', '=', id)
    .executeTakeFirst();
  if (!row) throw new Problem(NOT_FOUND);
  return row;
}

/** Imports, the newest first. */
export async function listImports(db: Db, limit: number, before?: number): Promise<ImportRow[]> {
  return await db
    .selectFrom('imports')
    .leftJoin('channelAccounts', 'channelAccounts.id', 'imports.accountId')
    .leftJoin('members', join => join.on('imports.createdBy', '=', memberActor))
    .selectAll('imports')
    .select(['channelAccounts.name as shopName', 'members.name as createdByName'])
    .$if(before !== undefined, query => query.where('imports.id', '<', before ?? 0))
    .orderBy('imports.id', 'desc')
    .limit(limit)
    .execute();
}

export async function countImports(db: Db): Promise<number> {
  const counted = db.selectFrom('imports').select(eb => eb.fn.countAll<number>().as('n'));
  return (await counted.executeTakeFirstOrThrow()).n;
}

/** Registers an uploaded file; what it is, is decided next. */
export async function createImport(
  tx: Tx,
  clock: Clock,
  actor: Pick<Actor, 'name'>,
  file: StoredFile,
): Promise<number> {
  const { id } = await tx
    .insertInto('imports')
    .values({
      fileName: file.name,
      fileSha256: file.sha256,
      bytes: file.bytes,
      format: '',
      mapping: '{}',
      status: 'uploaded',
      createdBy: actor.name,
      createdAt: clock.now(),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await audit(tx, clock, actor, {
    action: 'import.uploaded',
    object: { kind: 'import', id },
    after: { file: file.name, bytes: file.bytes },
  });
  return id;
}

export const STARTS = {
  check: ['uploaded', 'checked', 'failed'],
  load: ['uploaded', 'checked', 'failed'],
  undo: ['done'],
};
const BECOMES = { check: 'checking', load: 'importing', undo: 'undoing' } as const;
export type ImportStep = keyof typeof BECOMES;

/** Moves an import on to its next step, which a job then takes. */
export async function startStep(
  tx: Tx,
  clock: Clock,
  actor: Actor,
  id: number,
  step: ImportStep,
): Promise<void> {
  const { fileName } = await lockImport(tx, id, STARTS[step]);
  if (step === 'undo') await refuseBeforeLater(tx, id);
  await tx
    .updateTable('imports')
    .set({ status: BECOMES[step], failure: null, progress: '{}' })
    .where('id', '=', id)
    .execute();
  await audit(tx, clock, actor, {
    action: `import.${step}`,
    object: { kind: 'import', id },
    after: { file: fileName },
  });
}

/**
 * A later import that changed the same orders or refunds keeps what stood there before it, this import's own words.
 * Taken back in the wrong order, it would bring them back: so the latest goes first.
 */
async function refuseBeforeLater(tx: Tx, id: number): Promise<void> {
  const { rows } = await sql<{ file: string; count: number }>`
    select i.file_name as file, count(*)::integer as count
    from import_changes c join imports i on i.id = c.import_id
    where c.import_id > ${id} and i.status in ('importing', 'done', 'undoing') and (
      exists (select 1 from import_changes own where own.import_id = ${id} and own.kind = c.kind and own.row_id = c.row_id)
      or c.kind = 'order' and exists (select 1 from orders o where o.id = c.row_id and o.import_id = ${id})
      or c.kind = 'refund' and exists (select 1 from refunds r where r.id = c.row_id and r.import_id = ${id}))
    group by i.id order by i.id desc limit 1`.execute(tx);
  const [later] = rows;
  if (later) throw new Problem(UNDO_LATER_FIRST, later);
}

export async function lockImport(tx: Tx, id: number, allowed: readonly string[]) {
  const row = await tx.selectFrom('imports').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  if (!row) throw new Problem(NOT_FOUND);
  if (!allowed.includes(row.status)) throw new Problem(wrongMoment(row.status));
  return row;
}

/** So often a step is tried, the queue pausing longer each time, before somebody is told that it does not work. */
const TRIES = 5;

/**
 * Carries out the step an import is in. A repeat after a crash comes to the same end. What goes wrong unexpectedly is
 * thrown, for the queue to try again; in the end it is said, and the import stands where it can be begun anew.
 */
export async function runStep(
  platform: Platform,
  id: number,
  onProgress?: (progress: Progress) => void,
): Promise<ImportResult | undefined> {
  // The command line and a worker, or two workers, may come to the same one.
  return await oneAtATime(platform.pool, `import ${id}`, () => runAlone(platform, id, onProgress));
}

async function runAlone(
  platform: Platform,
  id: number,
  onProgress?: (progress: Progress) => void,
): Promise<ImportResult | undefined> {
  const row = await readImport(platform.db, id);
  const target: LoadTarget = { importId: id, accountId: row.accountId ?? 0, actor: `import:${id}` };
  try {
    if (row.status === 'undoing') {
      const undone = await undoImport(platform, target);
      const result = { ...(row.result as ImportResult), undone };
      await finish(platform, id, { status: 'undone', result });
      return undefined;
    }
    if (row.status !== 'checking' && row.status !== 'importing') return undefined;
    const request = {
      ...target,
      path: pathOf(platform.home, row.fileSha256),
      plan: row.mapping as unknown as ImportPlan,
    };
    const report = progressWriter(platform, id, triesOf(row), onProgress);
    const result = await (row.status === 'checking' ? checkFile : loadFile)(platform, request, report);
    await finish(platform, id, { status: row.status === 'checking' ? 'checked' : 'done', result });
    return result;
  } catch (error) {
    const refusal = error instanceof Problem ? error : await giveUp(platform, row, error);
    await finish(platform, id, {
      // An undo is one transaction: where it fails, the import is as it was.
      status: row.status === 'undoing' ? 'done' : 'failed',
      failure: JSON.stringify({ kind: refusal.kind, values: refusal.values }),
    });
    return undefined;
  }
}

function triesOf({ progress }: Pick<ImportRow, 'progress'>): number {
  return Number((progress as { tries?: number }).tries ?? 0);
}

/** Throws what went wrong until it was tried often enough; then says so. */
async function giveUp({ db, log }: Platform, row: ImportRow, error: unknown): Promise<Problem> {
  const tries = triesOf(row) + 1;
  if (tries >= TRIES) {
    log.error({ import: row.id, err: error }, 'import given up');
    return new Problem(GAVE_UP, { tries });
  }
  // The queue's own fault is told even when this cannot be written down.
  await sql`update imports set progress = ${JSON.stringify({ tries })}::jsonb where id = ${row.id}`
    .execute(db)
    .catch(() => undefined);
  throw error;
}

async function finish(
  { db, clock }: Platform,
  id: number,
  end: { status: string; result?: ImportResult; failure?: string },
): Promise<void> {
  const result = end.result ? { result: JSON.stringify(end.result) } : {};
  await db
    .updateTable('imports')
    .set({ status: end.status, failure: end.failure ?? null, finishedAt: clock.now(), ...result })
    .where('id', '=', id)
    .execute();
}

/** Writes progress down at most twice a second, with the time it began, so that rate and time left can be told. */
function progressWriter(
  { db }: Platform,
  id: number,
  tries: number,
  onProgress?: (progress: Progress) => void,
) {
  let last = 0;
  const began = performance.now();
  return async (progress: Progress) => {
    onProgress?.(progress);
    if (performance.now() - last < 500) return;
    last = performance.now();
    const seconds = (last - began) / 1_000;
    await sql`update imports set progress = ${JSON.stringify({ ...progress, seconds, tries })}::jsonb where id = ${id}`.execute(
      db,
    );
  };
}
