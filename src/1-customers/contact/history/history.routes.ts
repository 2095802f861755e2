import { z } from 'zod';
import { type Route, read } from '#platform/http/route.ts';
import type { Job } from '#platform/jobs/jobs.ts';
import type { Platform } from '#platform/platform.ts';
import { whileWhole } from '../../projection/whole.ts';
import { reachDays, reachDaysQuery, reachPeople, reachPeopleQuery } from './contract.ts';
import { listReachPeople, readReachDays } from './history.ts';
import { recordReach } from './record.ts';

const tag = '首页';

export const reachRoutes: Route[] = [
  read({
    path: '/reachability/days',
    name: 'listReachDays',
    summary:
      'How many people there were and could be contacted, day by day, and the exact causes of each difference',
    tag,
    may: 'insight:read',
    query: reachDaysQuery,
    returns: reachDays,
    handle: ({ db, query }) => readReachDays(db, query),
  }),
  read({
    path: '/reachability/people',
    name: 'listReachPeople',
    summary: 'The people behind a cause of a day',
    tag,
    may: 'insight:read',
    query: reachPeopleQuery,
    returns: reachPeople,
    handle: ({ db, actor, query }) => listReachPeople(db, actor.scope, query),
  }),
];

/** Every hour, and shortly before midnight, when the day is finished. */
export const reachJobs = (platform: Platform): Job[] =>
  ['5 * * * *', '55 23 * * *'].map((cron, at) => ({
    name: at === 0 ? 'reach.record' : 'reach.finish',
    data: z.unknown(),
    cron,
    handle: async () => void (await whileWhole(platform, () => recordReach(platform))),
  }));
