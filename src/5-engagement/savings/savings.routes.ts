import { type Route, read } from '#platform/http/route.ts';
import { savingsQuery, savingsView } from './contract.ts';
import { savedSms } from './savings.ts';

export const savingsRoutes: Route[] = [
  read({
    path: '/sms-savings',
    name: 'readSmsSavings',
    summary: 'What messages through channels that cost nothing would have cost as SMS',
    tag: '触达',
    may: 'insight:read',
    query: savingsQuery,
    returns: savingsView,
    handle: ({ db, platform, query }) => savedSms(db, platform.clock.now(), query.days),
  }),
];
