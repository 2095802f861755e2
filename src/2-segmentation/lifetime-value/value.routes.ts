import { sql } from 'kysely';
import { z } from 'zod';
import { personInScope } from '#customers';
import { fen, id, instant, text } from '#platform/contract.ts';
import { type Route, read, write } from '#platform/http/route.ts';
import { enterAcquisitionCost } from './ledger.ts';

const tag = '分层';
const params = z.object({ id: id('cus') });

export const valueEntryView = z.object({
  id: id('val'),
  kind: z.enum(['acquisition', 'order', 'goods_cost', 'refund', 'correction']),
  amount: fen,
  balance: fen,
  orderNo: z.string().nullable(),
  note: z.string().nullable(),
  at: instant,
});

export const valueRoutes: Route[] = [
  read({
    path: '/customers/{id}/value',
    name: 'readCustomerValue',
    summary: 'The value ledger of a customer: every cost and every gain, with the running balance',
    tag,
    may: 'customers:read',
    params,
    returns: z.object({ total: fen, entries: z.array(valueEntryView) }),
    handle: async ({ db, actor, params }) => {
      const personId = await personInScope(db, actor, params.id);
      const { rows } = await sql<z.output<typeof valueEntryView>>`
        select v.id, v.kind, v.amount, sum(v.amount) over (order by v.at, v.id) as balance, o.order_no, v.note, v.at
        from value_entries v join customers c on c.id = v.customer_id left join orders o on o.id = v.order_id
        where c.person_id = ${personId} order by v.at desc, v.id desc limit 500`.execute(db);
      return { total: rows[0]?.balance ?? 0, entries: rows };
    },
  }),
  write({
    method: 'post',
    path: '/customers/{id}/costs',
    name: 'enterAcquisitionCost',
    summary: 'Enter what it cost to win a customer; the same cause again changes nothing',
    tag,
    may: 'segments:write',
    params,
    body: z.object({
      amount: fen.min(1),
      cause: text(100).min(1),
      note: text(200).optional(),
      at: instant.optional(),
    }),
    returns: z.object({ outcome: z.enum(['entered', 'already']) }),
    handle: async ({ db, actor, params, body, platform }) => {
      const customerId = await personInScope(db, actor, params.id);
      const given = {
        ...body,
        cause: `cost:${customerId}:${body.cause}`,
        customerId,
        at: body.at ?? platform.clock.now(),
      };
      return { outcome: await enterAcquisitionCost(db, platform.clock, actor, given) };
    },
  }),
];
