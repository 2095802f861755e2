import { sql } from 'kysely';
import { z } from 'zod';
import { inScope, personInScope, settleContacts } from '#customers';
import { ownIds } from '#platform/auth/actor.ts';
import { id } from '#platform/contract.ts';
import { NOT_FOUND, Problem } from '#platform/http/problem.ts';
import { type Route, read, write } from '#platform/http/route.ts';
import { appendEvents } from '#platform/log/events.ts';
import { type handTask, handTaskList } from './contract.ts';

const tag = '触达';

/**
 * The hand-carried channel: where no official interface exists, Siyu gives the member the person, the text and the
 * reason, and counts what they tick off.
 */
export const handRoutes: Route[] = [
  read({
    path: '/hand-tasks',
    name: 'listHandTasks',
    summary: 'Messages I am to carry by hand',
    tag,
    may: 'customers:read',
    returns: handTaskList,
    handle: async ({ db, actor }) => {
      const { rows } = await sql<z.output<typeof handTask> & { total: number }>`
        select p.broadcast_id, b.name as broadcast, p.customer_id, coalesce(c.name, '') as name, t.message ->> 'text' as text,
          t.created_at as planned_at, count(*) over () as total
        from broadcast_people p join broadcasts b on b.id = p.broadcast_id join send_tasks t on t.id = p.task_id
        join customers c on c.id = p.customer_id
        where b.channel = 'hand' and p.state = 'task_created' and p.member_id = any(${ownIds(actor)}::bigint[])
        order by t.created_at, p.customer_id limit 200`.execute(db);
      return { data: rows, total: rows[0]?.total ?? 0 };
    },
  }),
  write({
    method: 'post',
    path: '/hand-tasks/{broadcastId}/{customerId}',
    name: 'tickHandTask',
    summary: 'Tick off a message: sent, or not',
    tag,
    may: 'customers:write',
    params: z.object({ broadcastId: id('bro'), customerId: id('cus') }),
    body: z.object({ outcome: z.enum(['sent', 'not_sent']) }),
    returns: z.object({}),
    status: 200,
    handle: async ({ db, actor, params, body, platform }) => {
      const now = platform.clock.now();
      const sent = body.outcome === 'sent';
      const { rows } = await sql<{ contactId: number; taskId: number }>`
        update broadcast_people set state = ${sent ? 'delivered' : 'failed'}, delivered_at = ${sent ? now : null}, reason = ${sent ? null : 'not_sent'}
        where broadcast_id = ${params.broadcastId} and customer_id = ${params.customerId} and state = 'task_created'
          and (member_id = any(${ownIds(actor)}::bigint[])
            or ${actor.permissions.has('broadcasts:send')} and ${inScope(actor.scope, sql`broadcast_people.customer_id`)})
        returning contact_id, task_id`.execute(db);
      const row = rows[0];
      if (!row) throw new Problem(NOT_FOUND);
      await settleContacts(db, platform.clock, [row.contactId], sent ? 'sent' : 'released');
      await sql`update send_tasks set confirmed_at = coalesce(confirmed_at, ${now}) where id = ${row.taskId}`.execute(
        db,
      );
      const type = sent ? 'message.delivered' : 'message.failed';
      await appendEvents(db, [
        {
          type,
          customerId: params.customerId,
          at: now,
          actor: actor.name,
          data: { broadcastId: params.broadcastId, by: 'hand' },
        },
      ]);
      return {};
    },
  }),
  write({
    method: 'post',
    path: '/customers/{customerId}/answered',
    name: 'noteAnswer',
    summary: 'Note that a customer has answered',
    tag,
    may: 'customers:write',
    params: z.object({ customerId: id('cus') }),
    returns: z.object({}),
    status: 200,
    handle: async ({ db, actor, params, platform }) => {
      const customerId = await personInScope(db, actor, params.customerId);
      await appendEvents(db, [
        { type: 'message.replied', customerId, at: platform.clock.now(), actor: actor.name },
      ]);
      return {};
    },
  }),
];
