import { z } from 'zod';
import { id, pageOf, pageQuery, text } from '#platform/contract.ts';
import { pathOf, storeUpload } from '#platform/files/files.ts';
import { nextPage, numberFrom } from '#platform/http/paging.ts';
import { Problem, TOO_LARGE } from '#platform/http/problem.ts';
import { type Route, raw, read, write } from '#platform/http/route.ts';
import { fieldsInUse } from '../fields/fields.ts';
import { FILE_ERASED } from '../rights/refusals.ts';
import { chooseImport } from './choose.ts';
import { importChoice, importView, inspectionView } from './contract.ts';
import { inspectFile } from './formats/inspect-file.ts';
import { handoutRoutes } from './handouts.routes.ts';
import { IMPORT } from './imports.jobs.ts';
import { countImports, createImport, listImports, readImport, startStep } from './imports.ts';
import { issueRoutes } from './issues.routes.ts';
import { presentImport, presentInspection } from './present.ts';
import { FILE_TOO_LARGE } from './reading/faults.ts';
import { LIMITS, sizeInWords } from './reading/limits.ts';

const tag = '客户';
const params = z.object({ id: id('imp') });

export const importRoutes: Route[] = [
  read({
    path: '/imports',
    name: 'listImports',
    summary: 'Imports, newest first',
    tag,
    may: 'imports:write',
    query: pageQuery,
    returns: pageOf(importView).extend({ total: z.number().int() }),
    handle: async ({ db, actor, query }) => {
      const before = query.cursor === undefined ? undefined : numberFrom(query.cursor);
      const rows = await listImports(db, query.limit + 1, before);
      const page = nextPage(rows, query.limit, row => String(row.id));
      const data = page.data.map(row => presentImport(row, actor.language));
      return { ...page, data, total: await countImports(db) };
    },
  }),
  raw({
    method: 'post',
    path: '/imports',
    name: 'uploadImport',
    summary: 'Upload a shop file (raw body); nothing is imported yet, and what is no table is refused',
    tag,
    may: 'imports:write',
    query: z.object({ name: z.string().min(1).max(200) }),
    returns: importView,
    handle: async ({ platform, actor, query, http }) => {
      const upload = {
        name: query.name,
        mime: 'application/octet-stream',
        body: http.req.raw.body,
        limit: LIMITS.fileBytes,
        actor: actor.name,
        // What cannot be read is said while somebody still looks at the file, and leaves no import behind.
        judge: async (path: string) => {
          await inspectFile(path);
          return 'application/octet-stream';
        },
      };
      const file = await storeUpload(platform, upload).catch(sayTooLarge);
      const importId = await platform.db
        .transaction()
        .execute(tx => createImport(tx, platform.clock, actor, file));
      const row = await readImport(platform.db, importId);
      return http.json(z.encode(importView, presentImport(row, actor.language)), 201);
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
    handle: async ({ db, params, actor }) => presentImport(await readImport(db, params.id), actor.language),
  }),
  read({
    path: '/imports/{id}/inspection',
    name: 'inspectImport',
    summary: 'What the file seems to be: format, columns, first rows',
    tag,
    may: 'imports:write',
    params,
    query: z.object({ sheet: text(200).optional() }),
    returns: inspectionView,
    handle: async ({ db, params, query, actor, platform }) => {
      const row = await readImport(db, params.id);
      if (row.fileRemovedAt) throw new Problem(FILE_ERASED);
      const inspection = await inspectFile(pathOf(platform.home, row.fileSha256), query);
      return presentInspection(inspection, await fieldsInUse(db), actor.language);
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
        await chooseImport(db, platform, params.id, body, step);
        await startStep(db, platform.clock, actor, params.id, step);
        await platform.jobs.enqueue(db, IMPORT, { importId: params.id }, { onlyOne: String(params.id) });
        return presentImport(await readImport(db, params.id), actor.language);
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
      return presentImport(await readImport(db, params.id), actor.language);
    },
  }),
  ...issueRoutes,
  ...handoutRoutes,
];

/** What to do about a file that is too large, where the platform only knows of bodies. */
function sayTooLarge(error: unknown): never {
  if (error instanceof Problem && error.kind === TOO_LARGE)
    throw new Problem(
      { ...FILE_TOO_LARGE, status: TOO_LARGE.status },
      { limit: sizeInWords(LIMITS.fileBytes) },
    );
  throw error;
}
