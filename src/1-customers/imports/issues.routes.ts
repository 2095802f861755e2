import { Readable } from 'node:stream';
import { z } from 'zod';
import { id } from '#platform/contract.ts';
import { type Route, raw, read } from '#platform/http/route.ts';
import { issueKind, issueView } from './contract.ts';
import { readImport } from './imports.ts';
import { listIssueKinds, listIssues } from './issues.ts';
import { issuesWorkbook } from './issues-file.ts';

const tag = '客户';
const params = z.object({ id: id('imp') });

/** What was wrong with single rows of an import: in words, by kind, and as a workbook. */
export const issueRoutes: Route[] = [
  read({
    path: '/imports/{id}/issues',
    name: 'listImportIssues',
    summary: 'What was wrong with single rows, in words: by kind, and the first of all',
    tag,
    may: 'imports:write',
    params,
    query: z.object({ limit: z.coerce.number().int().min(0).max(500).default(100) }),
    returns: z.object({ kinds: z.array(issueKind), data: z.array(issueView), total: z.number().int() }),
    handle: async ({ db, params, query, actor }) => {
      await readImport(db, params.id);
      const kinds = await listIssueKinds(db, params.id, actor.language);
      return {
        kinds,
        data: await listIssues(db, params.id, query.limit, actor.language),
        total: kinds.reduce((sum, kind) => sum + kind.rows, 0),
      };
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
      const name = actor.language === 'zh' ? '问题' : 'problems';
      http.header('content-type', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet');
      http.header(
        'content-disposition',
        `attachment; filename*=UTF-8''${encodeURIComponent(`${fileName}-${name}.xlsx`)}`,
      );
      return http.body(Readable.toWeb(stream) as never);
    },
  }),
];
