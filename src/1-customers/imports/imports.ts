import { sql } from 'kysely';
import type { z } from 'zod';
import { audit } from '#platform/audit/audit.ts';
import type { Actor } from '#platform/auth/actor.ts';
import type { Clock } from '#platform/clock.ts';
import { pathOf, type StoredFile } from '#platform/files/files.ts';
import { NOT_FOUND, Problem, type ProblemKind } from '#platform/http/problem.ts';
import type { Platform } from '#platform/platform.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import type { importChoice } from './contract.ts';
import { formatOf } from './formats/formats.ts';
import { inspectFile } from './formats/import-file.ts';
import { type ImportPlan, importPlan, mappingFaults } from './formats/mapping.ts';
import { checkFile, type ImportResult, loadFile, type Progress } from './loading/load.ts';
import type { LoadTarget } from './loading/load-orders.ts';
import { undoImport } from './loading/undo.ts';

const UNRECOGNISED: ProblemKind = {
  code: 'import_unrecognised',
  status: 422,
  title: { zh: '认不出这是哪种文件', en: 'The file is not recognised' },
  detail: {
    zh: '请指定每一列是什么（列映射），或换一个从店铺后台直接导出的文件。',
    en: 'Say what each column is, or take a file as the shop exports it.',
  },
};
const BAD_MAPPING: ProblemKind = {
  code: 'import_bad_mapping',
  status: 422,
  title: { zh: '列映射有误', en: 'The mapping is not right' },
  detail: { zh: '请检查每一列是什么。', en: 'Check what each column is.' },
};
const WRONG_MOMENT: ProblemKind = {
  code: 'import_wrong_moment',
  status: 409,
  title: { zh: '现在不能这样做', en: 'Not at this moment' },
  detail: {
    zh: '这个导入的状态是「{status}」，不能执行这个操作。',
    en: 'The import is “{status}”; this cannot be done now.',
  },
};

/** A member as they stand in `created_by`. */
const memberActor = sql<string>`'member:' || members.id`;

type Choice = z.output<typeof importChoice>;
export type ImportRow = Awaited<ReturnType<typeof readImport>>;

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

/** The newest imports. */
export async function listImports(db: Db): Promise<ImportRow[]> {
  return await db
    .selectFrom('imports')
    .leftJoin('channelAccounts', 'channelAccounts.id', 'imports.accountId')
    .leftJoin('members', join => join.on('imports.createdBy', '=', memberActor))
    .selectAll('imports')
    .select(['channelAccounts.name as shopName', 'members.name as createdByName'])
    .orderBy('imports.id', 'desc')
    .limit(100)
    .execute();
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

/** Decides how the file is read and into which shop, before a check or a load. */
export async function chooseImport(tx: Tx, platform: Platform, id: number, choice: Choice): Promise<void> {
  const row = await lockImport(tx, id, ['uploaded', 'checked', 'failed']);
  const plan = await planOf(pathOf(platform.home, row.fileSha256), choice);
  const accountId = await shopOf(tx, choice.shop);
  await tx
    .updateTable('imports')
    .set({ accountId, format: plan.format, mapping: JSON.stringify(plan) })
    .where('id', '=', id)
    .execute();
}

/** The plan of a choice; without a format or mapping the file itself must say what it is. */
export async function planOf(path: string, choice: Omit<Choice, 'shop'>): Promise<ImportPlan> {
  if (choice.mapping) {
    const [fault] = mappingFaults(choice.mapping);
    if (fault) throw new Problem({ ...BAD_MAPPING, detail: fault.words }, { part: fault.part });
    return importPlan.parse({ format: 'mapped', mapping: choice.mapping, headerRow: choice.headerRow ?? 1 });
  }
  if (choice.format && formatOf(choice.format as never))
    return importPlan.parse({ format: choice.format, headerRow: choice.headerRow ?? 1 });
  const { recognised, headerRow } = await inspectFile(path);
  const [best] = recognised;
  if (!best || best.missing.length > 0) throw new Problem(UNRECOGNISED);
  return importPlan.parse({ format: best.format, headerRow: choice.headerRow ?? headerRow });
}

/** The shop by id, or by name, made when there is none of that name. */
export async function shopOf(tx: Tx | Db, shop: Choice['shop']): Promise<number> {
  if ('id' in shop) {
    const found = await tx
      .selectFrom('channelAccounts')
      .select('id')
      .where('id', '=', shop.id)
      .where('kind', '=', 'shop')
      .executeTakeFirst();
    if (!found) throw new Problem(NOT_FOUND);
    return found.id;
  }
  const known = await tx
    .selectFrom('channelAccounts')
    .select('id')
    .where('kind', '=', 'shop')
    .where('name', '=', shop.name)
    .executeTakeFirst();
  if (known) return known.id;
  const made = await tx
    .insertInto('channelAccounts')
    .values({ kind: 'shop', name: shop.name })
    .returning('id')
    .executeTakeFirstOrThrow();
  return made.id;
}

const STARTS = {
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
  await lockImport(tx, id, STARTS[step]);
  await tx
    .updateTable('imports')
    .set({ status: BECOMES[step], failure: null, progress: '{}' })
    .where('id', '=', id)
    .execute();
  await audit(tx, clock, actor, { action: `import.${step}`, object: { kind: 'import', id } });
}

async function lockImport(tx: Tx, id: number, allowed: readonly string[]) {
  const row = await tx.selectFrom('imports').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  if (!row) throw new Problem(NOT_FOUND);
  if (!allowed.includes(row.status)) throw new Problem(WRONG_MOMENT, { status: row.status });
  return row;
}

/** Carries out the step an import is in. A repeat after a crash comes to the same end. */
export async function runStep(
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
    const report = progressWriter(platform, id, onProgress);
    const result = await (row.status === 'checking' ? checkFile : loadFile)(platform, request, report);
    await finish(platform, id, { status: row.status === 'checking' ? 'checked' : 'done', result });
    return result;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    await finish(platform, id, {
      status: 'failed',
      failure: JSON.stringify({ kind: error.kind, values: error.values }),
    });
    return undefined;
  }
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
function progressWriter({ db }: Platform, id: number, onProgress?: (progress: Progress) => void) {
  let last = 0;
  const began = performance.now();
  return async (progress: Progress) => {
    onProgress?.(progress);
    if (performance.now() - last < 500) return;
    last = performance.now();
    const seconds = (last - began) / 1_000;
    await sql`update imports set progress = ${JSON.stringify({ ...progress, seconds })}::jsonb where id = ${id}`.execute(
      db,
    );
  };
}
