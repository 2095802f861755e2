import { z } from 'zod';
import { id } from '#platform/contract.ts';
import { type Route, read, write } from '#platform/http/route.ts';
import { listAccountWelcomes, setAccountWelcome } from './account-welcomes.ts';
import { accountWelcomeView, welcomePlan } from './contract.ts';

const tag = '引流';

export const welcomeRoutes: Route[] = [
  read({
    tag,
    may: 'acquisition:read',
    path: '/welcomes',
    name: 'listWelcomes',
    summary: 'What each corp and official account says to newcomers, and how that went lately',
    returns: z.object({ data: z.array(accountWelcomeView) }),
    handle: async ({ db, platform }) => ({ data: await listAccountWelcomes(db, platform.clock.now()) }),
  }),
  write({
    tag,
    may: 'acquisition:write',
    method: 'put',
    path: '/welcomes/{id}',
    name: 'setWelcome',
    summary: 'What a corp or official account says to newcomers who come by no code with words of its own',
    params: z.object({ id: id('acc') }),
    body: z.object({ welcome: welcomePlan.nullable() }),
    returns: z.object({}),
    handle: async ({ db, platform, actor, params, body }) => {
      await setAccountWelcome(db, platform.clock, actor, params.id, body.welcome);
      return {};
    },
  }),
];
