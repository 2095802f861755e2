import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { NOT_FOUND, Problem } from '#platform/http/problem.ts';
import { type Route, raw } from '#platform/http/route.ts';
import { templateFile } from './formats/template-files.ts';

const tag = '客户';
/** Written by the demo, below SIYU_HOME/sample. */
const SAMPLE = '小满-有赞订单样例.csv';

/** Files to begin with: the demo shop's own, and our templates. */
export const handoutRoutes: Route[] = [
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
