import { sql } from 'kysely';
import { z } from 'zod';
import { auditPage } from '../auth/contract.ts';
import { id, pageQuery, text } from '../contract.ts';
import { nextPage, numberFrom } from '../http/paging.ts';
import { type Route, read } from '../http/route.ts';
import { findBrokenSeal } from './seals.ts';

const filters = pageQuery.extend({
  actor: text(50).optional(),
  action: text(80).optional(),
  customerId: id('cus').optional(),
});

export const auditRoutes: Route[] = [
  read({
    path: '/audit',
    name: 'listAudit',
    summary: 'Who changed or looked at what, newest first',
    tag: '设置',
    may: 'audit:read',
    query: filters,
    returns: auditPage,
    handle: async ({ db, query, actor: reader }) => {
      const { limit, cursor, actor, action, customerId } = query;
      let rows = db
        .selectFrom('auditLog')
        .leftJoin('members', join => join.on('auditLog.actor', '=', sql<string>`'member:' || members.id`))
        .selectAll('auditLog')
        .select('members.name as actorName')
        .orderBy('auditLog.id', 'desc')
        .limit(limit + 1);
      // A reader who sees only some members' customers sees what those members did.
      if (reader.scope.kind === 'members')
        rows = rows.where('members.id', 'in', [0, ...reader.scope.memberIds]);
      if (cursor !== undefined) rows = rows.where('auditLog.id', '<', numberFrom(cursor));
      if (actor) rows = rows.where('actor', '=', actor);
      if (action) rows = rows.where('action', '=', action);
      if (customerId) rows = rows.where('customerId', '=', customerId);
      return nextPage(await rows.execute(), limit, row => String(row.id));
    },
  }),
  read({
    path: '/audit/integrity',
    name: 'checkAudit',
    summary: 'Walk the hash chain of the audit log',
    tag: '设置',
    may: 'audit:read',
    returns: z.object({ intact: z.boolean(), brokenBetween: z.tuple([id('aud'), id('aud')]).nullable() }),
    handle: async ({ db }) => {
      const broken = await findBrokenSeal(db);
      return {
        intact: !broken,
        brokenBetween: broken ? ([broken.firstId, broken.lastId] as [number, number]) : null,
      };
    },
  }),
];
