import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { sql } from 'kysely';
import { z } from 'zod';
import { id, type Language, say } from '#platform/contract.ts';
import { pathOf, storeUpload } from '#platform/files/files.ts';
import { NOT_FOUND, Problem } from '#platform/http/problem.ts';
import { type Route, raw, read, write } from '#platform/http/route.ts';
import { importChoice, importView, inspectionView, issueView } from './contract.ts';
import { FIELDS, FIELDS_OF, KINDS } from './formats/fields.ts';
import { formatOf } from './formats/formats.ts';
import { inspectFile } from './formats/import-file.ts';
import type { ImportPlan } from './formats/mapping.ts';
import { issueWords } from './formats/records/issues.ts';
import { templateFile } from './formats/template-files.ts';
import { IMPORT } from './imports.jobs.ts';
import { chooseImport, createImport, type ImportRow, listImports, readImport, startStep } from './imports.ts';
import { issuesWorkbook } from './issues-file.ts';

const tag = '客户';
const params = z.object({ id: id('imp') });
const LARGEST_FILE = 2 * 2 ** 30;
/** Written by the demo, below SIYU_HOME/sample. */
const SAMPLE = '小满-有赞订单样例.csv';

export const importRoutes: Route[] = [
  read({
    path: '/imports',
    name: 'listImports',
    summary: 'Imports, newest first',
    tag,
    may: 'imports:write',
    returns: z.object({ data: z.array(importView) }),
    handle: async ({ db, actor }) => ({
      data: (await listImports(db)).map(row => present(row, actor.language)),
    }),
  }),
  raw({
    method: 'post',
    path: '/imports',
    name: 'uploadImport',
    summary: 'Upload a shop file (raw body); nothing is imported yet',
    tag,
    may: 'imports:write',
    query: z.object({ name: z.string().min(1).max(200) }),
    returns: importView,
    handle: async ({ platform, actor, query, http }) => {
      const upload = {
        name: query.name,
        mime: 'application/octet-stream',
        body: http.req.raw.body,
        limit: LARGEST_FILE,
        actor: actor.name,
      };
      const file = await storeUpload(platform, upload);
      const importId = await platform.db
        .transaction()
        .execute(tx => createImport(tx, platform.clock, actor, file));
      return http.json(
        z.encode(importView, present(await readImport(platform.db, importId), actor.language)),
        201,
      );
    },
  }),
  read({
    path: '/imports/{id}',
    name: 'readImport',
    summary: 'One import: state, progress, result',
    tag,
    may: 'imports:write',
    params,
    returns: importView,
    handle: async ({ db, params, actor }) => present(await readImport(db, params.id), actor.language),
  }),
  read({
    path: '/imports/{id}/inspection',
    name: 'inspectImport',
    summary: 'What the file seems to be: format, columns, first rows',
    tag,
    may: 'imports:write',
    params,
    returns: inspectionView,
    handle: async ({ db, params, actor, platform }) => {
      const row = await readImport(db, params.id);
      return await inspect(pathOf(platform.home, row.fileSha256), actor.language);
    },
  }),
  ...(['check', 'load'] as const).map(step =>
    write({
      method: 'post',
      path: `/imports/{id}/${step}`,
      name: step === 'check' ? 'checkImport' : 'loadImport',
      summary: step === 'check' ? 'Dry run: read and check everything, write nothing' : 'Import the file',
      tag,
      may: 'imports:write',
      params,
      body: importChoice,
      returns: importView,
      status: 202,
      handle: async ({ db, actor, params, body, platform }) => {
        await chooseImport(db, platform, params.id, body);
        await startStep(db, platform.clock, actor, params.id, step);
        await platform.jobs.enqueue(db, IMPORT, { importId: params.id }, { onlyOne: String(params.id) });
        return present(await readImport(db, params.id), actor.language);
      },
    }),
  ),
  write({
    method: 'post',
    path: '/imports/{id}/undo',
    name: 'undoImport',
    summary: 'Take an import back',
    tag,
    may: 'imports:write',
    params,
    returns: importView,
    status: 202,
    handle: async ({ db, actor, params, platform }) => {
      await startStep(db, platform.clock, actor, params.id, 'undo');
      await platform.jobs.enqueue(db, IMPORT, { importId: params.id }, { onlyOne: String(params.id) });
      return present(await readImport(db, params.id), actor.language);
    },
  }),
  read({
    path: '/imports/{id}/issues',
    name: 'listImportIssues',
    summary: 'What was wrong with single rows, in words',
    tag,
    may: 'imports:write',
    params,
    query: z.object({ limit: z.coerce.number().int().min(1).max(500).default(100) }),
    returns: z.object({ data: z.array(issueView), total: z.number().int() }),
    handle: async ({ db, params, query, actor }) => {
      const { rows } = await sql<Omit<z.output<typeof issueView>, 'words'> & { total: number }>`
        select row_no, field, code, value, severity, count(*) over () as total from import_issues
        where import_id = ${params.id} order by severity, row_no limit ${query.limit}`.execute(db);
      const data = rows.map(({ total: _, ...row }) => ({
        ...row,
        words: issueWords(row as never, actor.language),
      }));
      return { data, total: rows[0]?.total ?? 0 };
    },
  }),
  raw({
    method: 'get',
    path: '/imports/{id}/issues.xlsx',
    name: 'downloadImportIssues',
    summary: 'The same as a workbook',
    tag,
    may: 'imports:write',
    params,
    handle: async ({ db, params, actor, http }) => {
      const { fileName } = await readImport(db, params.id);
      const stream = issuesWorkbook(db, params.id, actor.language);
      http.header('content-type', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet');
      http.header(
        'content-disposition',
        `attachment; filename*=UTF-8''${encodeURIComponent(`${fileName}-问题.xlsx`)}`,
      );
      return http.body(Readable.toWeb(stream) as never);
    },
  }),
  raw({
    method: 'get',
    path: '/import-sample',
    name: 'downloadImportSample',
    summary: 'The demo shop’s order file, to try an import with; only there with the demo',
    tag,
    may: 'imports:write',
    handle: async ({ platform, http }) => {
      const path = platform.home.path('sample', SAMPLE);
      if (!existsSync(path)) throw new Problem(NOT_FOUND);
      http.header('content-type', 'text/csv');
      http.header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(SAMPLE)}`);
      return http.body(await readFile(path));
    },
  }),
  raw({
    method: 'get',
    path: '/import-templates/{kind}',
    name: 'downloadImportTemplate',
    summary: 'Siyu’s own template for orders or customers',
    tag,
    may: 'imports:write',
    params: z.object({ kind: z.enum(['orders', 'customers']) }),
    handle: async ({ params, http }) => {
      const { fileName, text } = templateFile(params.kind);
      http.header('content-type', 'text/csv; charset=utf-8');
      http.header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`);
      return http.body(text);
    },
  }),
];

function present(row: ImportRow, language: Language): z.output<typeof importView> {
  const progress = row.progress as { phase?: string; share?: number; rows?: number; seconds?: number };
  const running = ['checking', 'importing'].includes(row.status) && progress.phase !== undefined;
  const { phase = '', share = 0, rows = 0, seconds = 0 } = progress;
  const plan = row.mapping as unknown as Partial<ImportPlan>;
  return {
    id: row.id,
    fileName: row.fileName,
    bytes: row.bytes,
    shop: row.accountId !== null && row.shopName !== null ? { id: row.accountId, name: row.shopName } : null,
    format: row.format,
    formatName: formatName(row.format, language),
    mapping: plan.mapping ?? null,
    headerRow: plan.headerRow ?? null,
    status: row.status as never,
    progress: running
      ? {
          phase,
          share,
          rows,
          rate: seconds > 0 ? Math.round(rows / seconds) : 0,
          secondsLeft: share > 0.02 ? Math.ceil((seconds * (1 - share)) / share) : null,
        }
      : null,
    result: presentResult(row.result as z.output<typeof importView>['result'], language),
    failure: presentFailure(row.failure, language),
    createdBy: row.createdByName ?? row.createdBy,
    createdAt: row.createdAt,
    finishedAt: row.finishedAt,
  };
}

function formatName(code: string, language: Language): string {
  if (code === 'mapped') return language === 'zh' ? '手动映射' : 'Mapped by hand';
  return formatOf(code as never)?.name[language] ?? '';
}

function presentResult(result: z.output<typeof importView>['result'], language: Language) {
  if (!result) return null;
  return {
    ...result,
    issues: result.issues.map(issue => ({
      ...issue,
      words: issueWords({ field: 'row', code: issue.code as never, value: '…' }, language),
    })),
  };
}

function presentFailure(failure: string | null, language: Language): string | null {
  if (failure === null) return null;
  const { kind, values } = JSON.parse(failure) as {
    kind: { detail: { zh: string; en: string } };
    values: Record<string, string>;
  };
  return say(kind.detail, language, values);
}

async function inspect(path: string, language: Language): Promise<z.output<typeof inspectionView>> {
  const { layout, header, headerRow, sample, recognised, guesses } = await inspectFile(path);
  return {
    layout: JSON.stringify(layout),
    header,
    headerRow,
    sample: sample.slice(0, 10).map(row => row.cells),
    recognised: recognised.slice(0, 3).map(({ format, score, missing, mapping }) => {
      const { name, kind = 'orders' } = formatOf(format) ?? {};
      const columns = Object.entries(mapping).map(([field, column]) => ({ field, column }));
      return { format, name: name?.[language] ?? format, kind, score, missing, columns };
    }),
    guesses: guesses.map(guess => ({ column: guess.name, field: guess.field ?? null })),
    fields: (Object.keys(FIELDS) as (keyof typeof FIELDS)[]).map(field => ({
      field,
      kinds: KINDS.filter(kind => FIELDS_OF[kind].includes(field)),
      name: FIELDS[field][language],
    })),
  };
}
