import { z } from 'zod';
import { id, name } from '#platform/contract.ts';
import { type Route, read, write } from '#platform/http/route.ts';
import { consentBody, consentEntry, reachabilityView, suppressionBody } from './contract.ts';
import { readReachability } from './reachability.ts';
import { liftSuppression, readConsents, recordConsent, suppress } from './wishes.ts';

const tag = '客户';
const params = z.object({ id: id('cus') });

export const contactRoutes: Route[] = [
  read({
    path: '/customers/{id}/reachability',
    name: 'readReachability',
    summary: 'Whether a customer can be contacted now, in the gate’s own words',
    tag,
    may: 'customers:read',
    params,
    returns: reachabilityView,
    handle: ({ db, platform, actor, params }) => readReachability(db, platform.clock, actor, params.id),
  }),
  read({
    path: '/customers/{id}/consents',
    name: 'listConsents',
    summary: 'What a customer agreed to and took back: when, where, to which text, how we know',
    tag,
    may: 'customers:read',
    params,
    returns: z.object({ data: z.array(consentEntry) }),
    handle: async ({ db, actor, params }) => ({ data: await readConsents(db, actor, params.id) }),
  }),
  write({
    method: 'post',
    path: '/customers/{id}/consents',
    name: 'recordConsent',
    summary: 'Write down that a customer agrees or refuses; the newest word counts',
    tag,
    may: 'customers:write',
    params,
    body: consentBody,
    returns: z.object({}),
    handle: async ({ db, platform, actor, params, body }) => {
      await recordConsent(db, platform.clock, actor, params.id, body);
      return {};
    },
  }),
  write({
    method: 'post',
    path: '/customers/{id}/suppressions',
    name: 'suppressCustomer',
    summary: 'Put a customer on the do-not-contact list',
    tag,
    may: 'customers:write',
    params,
    body: suppressionBody,
    returns: z.object({ outcome: z.enum(['added', 'already']) }),
    handle: async ({ db, platform, actor, params, body }) => ({
      outcome: await suppress(db, platform.clock, actor, params.id, body),
    }),
  }),
  write({
    method: 'post',
    path: '/suppressions/{id}/lift',
    name: 'liftSuppression',
    summary: 'Take a customer off the do-not-contact list; the reason is kept',
    tag,
    may: 'customers:write',
    params: z.object({ id: id('sup') }),
    body: z.object({ reason: name(200) }),
    returns: z.object({}),
    status: 200,
    handle: async ({ db, platform, actor, params, body }) => {
      await liftSuppression(db, platform.clock, actor, params.id, body.reason);
      return {};
    },
  }),
];
