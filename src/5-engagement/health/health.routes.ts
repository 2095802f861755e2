import { z } from 'zod';
import { id } from '#platform/contract.ts';
import { type Route, read, write } from '#platform/http/route.ts';
import { accountHealthView, accountWarning, overrideBody } from './contract.ts';
import { liftOverride, overridePace } from './overrides.ts';
import { listWarnings, readHealth } from './read-health.ts';

const tag = '设置';
const params = z.object({ id: id('acc') });

export const healthRoutes: Route[] = [
  read({
    path: '/account-warnings',
    name: 'listAccountWarnings',
    summary: 'Channel accounts that need attention or send slower than planned, and why',
    tag,
    may: 'insight:read',
    returns: z.object({ data: z.array(accountWarning) }),
    handle: async ({ db, platform, actor }) => ({
      data: await listWarnings(db, platform.clock.now(), actor.language),
    }),
  }),
  read({
    path: '/accounts/{id}/health',
    name: 'readAccountHealth',
    summary: 'How an account and its members are doing: colours, why, pace, quotas, what calls came to',
    tag,
    may: 'insight:read',
    params,
    returns: accountHealthView,
    handle: ({ db, platform, params, actor }) =>
      readHealth(db, params.id, platform.clock.now(), actor.language),
  }),
  write({
    method: 'post',
    path: '/accounts/{id}/pace-overrides',
    name: 'overridePace',
    summary: 'Say how fast an account or one of its members sends, over the automatic pace, until a time',
    tag,
    may: 'channels:write',
    params,
    body: overrideBody,
    returns: z.object({ id: id('ovr') }),
    handle: async ({ db, platform, actor, params, body }) => ({
      id: await overridePace(db, platform.clock, actor, params.id, body),
    }),
  }),
  write({
    method: 'post',
    path: '/pace-overrides/{id}/lift',
    name: 'liftPaceOverride',
    summary: 'Let the automatic pace hold again',
    tag,
    may: 'channels:write',
    params: z.object({ id: id('ovr') }),
    returns: z.object({}),
    status: 200,
    handle: async ({ db, platform, actor, params }) => {
      await liftOverride(db, platform.clock, actor, params.id);
      return {};
    },
  }),
];
