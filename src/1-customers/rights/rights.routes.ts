import { z } from 'zod';
import { id, pageOf, pageQuery } from '#platform/contract.ts';
import { nextPage, numberFrom } from '#platform/http/paging.ts';
import { type Route, raw, read, write } from '#platform/http/route.ts';
import { erasureBody, erasurePlan, erasureReceipt } from './contract.ts';
import { csvOf } from './csv.ts';
import { erase, planErasure } from './erase.ts';
import { exportPerson, type PersonExport } from './export.ts';
import { TABLE_NAMES } from './export-tables.ts';
import { listReceipts, readReceipt } from './receipts.ts';
import { zipOf } from './zip.ts';

const tag = '客户';
const params = z.object({ id: id('cus') });

export const rightsRoutes: Route[] = [
  raw({
    method: 'get',
    path: '/customers/{id}/export',
    name: 'exportCustomer',
    summary: 'Everything held of one person, phones in full, as JSON or as an archive of CSV files; audited',
    tag,
    may: 'exports:write',
    params,
    query: z.object({ format: z.enum(['json', 'csv']).default('json') }),
    handle: async ({ platform, actor, params, query, http }) => {
      const exported = await exportPerson(platform, actor, params.id, query.format);
      const { body, type, ending } = packed(exported, query.format);
      http.header('content-type', type);
      // The number, not the name: a file's name is seen where its content is not.
      http.header('content-disposition', `attachment; filename="cus_${exported.personId}.${ending}"`);
      http.header('cache-control', 'no-store');
      return http.body(new Uint8Array(body));
    },
  }),
  read({
    path: '/customers/{id}/erasure',
    name: 'planErasure',
    summary: 'What erasing a person would take away, and what would stay',
    tag,
    may: 'customers:erase',
    params,
    returns: erasurePlan,
    handle: ({ db, actor, params }) => planErasure(db, actor, params.id),
  }),
  write({
    method: 'post',
    path: '/customers/{id}/erasure',
    name: 'eraseCustomer',
    summary: 'Erase a person: who it was goes for good, amounts stay under a number; cannot be undone',
    tag,
    may: 'customers:erase',
    params,
    body: erasureBody,
    returns: erasureReceipt,
    status: 202,
    handle: async ({ db, actor, params, body, platform }) =>
      await readReceipt(db, await erase(db, platform, actor, params.id, body)),
  }),
  read({
    path: '/erasures',
    name: 'listErasures',
    summary: 'Receipts of erasures, newest first; they name nobody',
    tag,
    may: 'customers:erase',
    query: pageQuery,
    returns: pageOf(erasureReceipt),
    handle: async ({ db, query }) => {
      const before = query.cursor === undefined ? undefined : numberFrom(query.cursor);
      return nextPage(await listReceipts(db, query.limit + 1, before), query.limit, row => String(row.id));
    },
  }),
  read({
    path: '/erasures/{id}',
    name: 'readErasure',
    summary: 'One receipt: which steps are done',
    tag,
    may: 'customers:erase',
    params: z.object({ id: id('era') }),
    returns: erasureReceipt,
    handle: ({ db, params }) => readReceipt(db, params.id),
  }),
];

const ABOUT = {
  zh: '金额的单位是分，时间是世界协调时（UTC）。没有内容的表不在其中。',
  en: 'Amounts are in fen (1/100 CNY), times are UTC. Tables without rows are left out.',
};

function packed({ tables }: PersonExport, format: 'json' | 'csv') {
  if (format === 'json') {
    const content = { about: ABOUT, ...Object.fromEntries(tables.map(({ name, rows }) => [name, rows])) };
    const body = Buffer.from(`${JSON.stringify(content, null, 2)}\n`);
    return { body, type: 'application/json; charset=utf-8', ending: 'json' };
  }
  const about = { name: '说明.txt', content: `\uFEFF${ABOUT.zh}\r\n${ABOUT.en}\r\n` };
  const files = tables
    .filter(({ rows }) => rows.length > 0)
    .map(({ name, rows }) => ({ name: `${TABLE_NAMES[name] ?? name}.csv`, content: csvOf(rows) }));
  return { body: zipOf([about, ...files]), type: 'application/zip', ending: 'zip' };
}
