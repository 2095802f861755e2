import { z } from 'zod';
import { id, name, text } from '#platform/contract.ts';
import { NOT_FOUND, Problem } from '#platform/http/problem.ts';
import { type Route, read, write } from '#platform/http/route.ts';
import { savedView } from '../contract.ts';

const tag = '客户';
const lists = z.enum(['customers', 'segments', 'broadcasts', 'imports']);

/** Saved views of lists: a name for filters, one's own or everybody's. */
export const viewRoutes: Route[] = [
  read({
    path: '/views',
    name: 'listViews',
    summary: 'Saved views of a list: mine and the shared ones',
    tag,
    may: 'signed-in',
    query: z.object({ list: lists }),
    returns: z.object({ data: z.array(savedView) }),
    handle: async ({ db, query, actor }) => {
      const rows = await db
        .selectFrom('savedViews')
        .selectAll()
        .where('list', '=', query.list)
        .where(eb => eb.or([eb('memberId', 'is', null), eb('memberId', '=', actor.memberId ?? 0)]))
        .orderBy('sort')
        .orderBy('id')
        .execute();
      return {
        data: rows.map(row => ({
          id: row.id,
          name: row.name,
          query: row.query as Record<string, string>,
          isOwn: row.memberId !== null,
        })),
      };
    },
  }),
  write({
    method: 'post',
    path: '/views',
    name: 'saveView',
    summary: 'Save the filters of a list under a name',
    tag,
    may: 'signed-in',
    body: z.object({
      list: lists,
      name: name(30),
      query: z.record(text(40), text(2_000)),
    }),
    returns: z.object({ id: id('view') }),
    handle: async ({ db, body, actor, platform }) => {
      const row = {
        list: body.list,
        name: body.name,
        query: JSON.stringify(body.query),
        memberId: actor.memberId ?? null,
        createdAt: platform.clock.now(),
      };
      return await db.insertInto('savedViews').values(row).returning('id').executeTakeFirstOrThrow();
    },
  }),
  write({
    method: 'delete',
    path: '/views/{id}',
    name: 'deleteView',
    summary: 'Forget a view of one’s own',
    tag,
    may: 'signed-in',
    params: z.object({ id: id('view') }),
    returns: z.object({}),
    handle: async ({ db, params, actor }) => {
      const gone = await db
        .deleteFrom('savedViews')
        .where('id', '=', params.id)
        .where('memberId', '=', actor.memberId ?? 0)
        .executeTakeFirst();
      if (gone.numDeletedRows === 0n) throw new Problem(NOT_FOUND);
      return {};
    },
  }),
];
