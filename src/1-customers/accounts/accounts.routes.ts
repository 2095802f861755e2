import { z } from 'zod';
import { type Route, read } from '#platform/http/route.ts';
import { accountView } from '../contract.ts';

export const accountRoutes: Route[] = [
  read({
    path: '/accounts',
    name: 'listAccounts',
    summary: 'Channel accounts: corps, official accounts, shops …',
    tag: '设置',
    may: 'channels:read',
    returns: z.object({ data: z.array(accountView) }),
    handle: async ({ db }) => {
      const rows = await db
        .selectFrom('channelAccounts')
        .selectAll()
        .where('status', '<>', 'removed')
        .orderBy('id')
        .execute();
      return { data: rows as z.output<typeof accountView>[] };
    },
  }),
];
