import { z } from 'zod';
import { id } from '#platform/contract.ts';
import { type Route, read, write } from '#platform/http/route.ts';
import { migrationTaskList, outcomeBody } from './contract.ts';
import { listTasks, settleTask, showTaskPhone } from './tasks.ts';

const tag = '引流';
const params = z.object({ migrationId: id('mig'), customerId: id('cus') });

export const migrationTaskRoutes: Route[] = [
  read({
    path: '/migration-tasks',
    name: 'listMigrationTasks',
    summary: 'Buyers I am to ask today, and those I have asked',
    tag,
    may: 'customers:read',
    returns: migrationTaskList,
    handle: ({ db, platform, actor }) => listTasks(db, platform.clock, actor),
  }),
  write({
    method: 'post',
    path: '/migration-tasks/{migrationId}/{customerId}',
    name: 'settleMigrationTask',
    summary: 'Say what came of it: asked, refused, or a wrong number',
    tag,
    may: 'customers:write',
    params,
    body: outcomeBody,
    returns: z.object({}),
    status: 200,
    handle: async ({ db, platform, actor, params, body }) => {
      await settleTask(db, platform.clock, actor, params, body.outcome);
      return {};
    },
  }),
  write({
    method: 'post',
    path: '/migration-tasks/{migrationId}/{customerId}/phone',
    name: 'showMigrationPhone',
    summary: 'The telephone of a buyer I am to ask; that I looked is kept',
    tag,
    may: 'customers:unmask',
    params,
    returns: z.object({ phone: z.string() }),
    status: 200,
    handle: async ({ db, platform, actor, params }) => ({
      phone: await showTaskPhone(platform, db, actor, params),
    }),
  }),
];
