import { z } from 'zod';
import { id } from '#platform/contract.ts';
import { NOT_FOUND, Problem } from '#platform/http/problem.ts';
import { type Route, read, write } from '#platform/http/route.ts';
import { youzanBody, youzanPatch, youzanView } from './contract.ts';
import { listYouzan } from './present.ts';
import { activeShops, changeYouzan, connectYouzan } from './shops.ts';
import { askForPull } from './youzan.jobs.ts';

const params = z.object({ id: id('shop') });
const common = { tag: '设置', may: 'channels:write' } as const;

export const youzanRoutes: Route[] = [
  read({
    ...common,
    path: '/youzan-shops',
    name: 'listYouzanShops',
    summary: 'Shops of Youzan whose orders are fetched, and how far',
    returns: z.object({ data: z.array(youzanView) }),
    handle: async ({ db, actor }) => ({ data: await listYouzan(db, actor.language) }),
  }),
  write({
    ...common,
    method: 'post',
    path: '/youzan-shops',
    name: 'connectYouzanShop',
    summary: 'Connect a shop of Youzan; its orders are fetched at once',
    body: youzanBody,
    returns: z.object({ id: id('shop') }),
    handle: async ({ db, platform, actor, body }) => {
      const accountId = await connectYouzan(db, platform, actor, body);
      await askForPull(db, platform, accountId, 'now');
      return { id: accountId };
    },
  }),
  write({
    ...common,
    method: 'patch',
    path: '/youzan-shops/{id}',
    name: 'changeYouzanShop',
    summary: 'New keys, other options, pause or resume',
    params,
    body: youzanPatch,
    returns: z.object({}),
    handle: async ({ db, platform, actor, params, body }) => {
      await changeYouzan(db, platform, actor, params.id, body);
      if (body.options) await askForPull(db, platform, params.id, 'now');
      return {};
    },
  }),
  write({
    ...common,
    method: 'post',
    path: '/youzan-shops/{id}/pull',
    name: 'pullYouzanShop',
    summary: 'Fetch what has changed, now',
    params,
    returns: z.object({}),
    handle: async ({ db, platform, params }) => {
      if (!(await activeShops({ db })).includes(params.id)) throw new Problem(NOT_FOUND);
      await askForPull(db, platform, params.id, 'now');
      return {};
    },
  }),
];
