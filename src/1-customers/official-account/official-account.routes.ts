import { z } from 'zod';
import { id } from '#platform/contract.ts';
import { type Route, write } from '#platform/http/route.ts';
import { connectOfficialAccount } from './connect.ts';
import { officialAccountBody } from './contract.ts';

export const officialAccountRoutes: Route[] = [
  write({
    method: 'post',
    path: '/official-accounts',
    name: 'connectOfficialAccount',
    summary: 'Connect an official account; its followers are read in at once',
    tag: '设置',
    may: 'channels:write',
    body: officialAccountBody,
    returns: z.object({ id: id('acc') }),
    handle: async ({ db, actor, body, platform }) => ({
      id: await connectOfficialAccount(db, platform, actor, body),
    }),
  }),
];
