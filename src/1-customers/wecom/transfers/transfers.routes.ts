import { z } from 'zod';
import { id } from '#platform/contract.ts';
import { type Route, read, write } from '#platform/http/route.ts';
import { TRANSFERS } from './carry-out.ts';
import {
  giverCustomer,
  giverCustomersQuery,
  transferBody,
  transferGiver,
  transferPreview,
  transferRow,
  transferView,
} from './contract.ts';
import { listGivers } from './givers.sql.ts';
import { listGiverCustomers, listTransfers, viewTransfer } from './list-transfers.ts';
import { previewTransfer } from './plan.ts';
import { cancelTransfer, createTransfer } from './transfers.ts';

const common = { tag: '客户', may: 'customers:transfer' } as const;
const params = z.object({ id: id('trf') });

export const transferRoutes: Route[] = [
  read({
    ...common,
    path: '/transfer-givers',
    name: 'listTransferGivers',
    summary: 'Members whose customers can be handed on; who left first (待分配客户)',
    returns: z.object({ data: z.array(transferGiver) }),
    handle: async ({ db, actor }) => ({ data: await listGivers(db, actor.scope) }),
  }),
  read({
    ...common,
    path: '/transfer-givers/{id}/customers',
    name: 'listGiverCustomers',
    summary: 'The customers of a member to choose from, and who cannot be transferred now',
    params: z.object({ id: id('mem') }),
    query: giverCustomersQuery,
    returns: z.object({ data: z.array(giverCustomer) }),
    handle: async ({ db, platform, actor, params, query }) => ({
      data: await listGiverCustomers(db, platform.clock, actor, { ...query, memberId: params.id }),
    }),
  }),
  write({
    ...common,
    method: 'post',
    path: '/transfers/preview',
    name: 'previewTransfer',
    summary: 'Who would go to whom, and who cannot and why; nothing is written down',
    status: 200,
    body: transferBody,
    returns: transferPreview,
    handle: ({ db, platform, actor, body }) => previewTransfer(db, platform.clock, actor, body),
  }),
  write({
    ...common,
    method: 'post',
    path: '/transfers',
    name: 'createTransfer',
    summary: 'Transfer customers and groups of a member to others (在职继承, 离职继承)',
    body: transferBody,
    returns: z.object({ id: id('trf') }),
    handle: async ({ db, platform, actor, body }) => {
      const created = await createTransfer(db, platform.clock, actor, body);
      await platform.jobs.enqueue(db, TRANSFERS, {}, { onlyOne: TRANSFERS.name });
      return { id: created };
    },
  }),
  read({
    ...common,
    path: '/transfers',
    name: 'listTransfers',
    summary: 'Transfers and how far they are',
    returns: z.object({ data: z.array(transferRow) }),
    handle: async ({ db, actor }) => ({ data: await listTransfers(db, actor) }),
  }),
  read({
    ...common,
    path: '/transfers/{id}',
    name: 'readTransfer',
    summary: 'One transfer with what became of each customer and group',
    params,
    returns: transferView,
    handle: ({ db, actor, params }) => viewTransfer(db, actor, params.id),
  }),
  write({
    ...common,
    method: 'post',
    path: '/transfers/{id}/cancel',
    name: 'cancelTransfer',
    summary: 'Stop what has not begun; what WeCom was asked for goes on',
    params,
    returns: z.object({ customers: z.number().int() }),
    status: 200,
    handle: async ({ db, platform, actor, params }) => ({
      customers: await cancelTransfer(db, platform.clock, actor, params.id),
    }),
  }),
];
