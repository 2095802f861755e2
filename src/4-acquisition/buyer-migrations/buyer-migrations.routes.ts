import { z } from 'zod';
import { id, pageOf } from '#platform/contract.ts';
import { type Route, read, write } from '#platform/http/route.ts';
import {
  migrationBody,
  migrationPeopleQuery,
  migrationPerson,
  migrationPreview,
  migrationRow,
  migrationView,
} from './contract.ts';
import { listMigrationPeople, listMigrations, readMigration } from './list.ts';
import { changeMigration, createMigration, moveMigration, startMigration } from './migrations.ts';
import { previewMigration } from './preview.ts';

const params = z.object({ id: id('mig') });
const reads = { tag: '引流', may: 'acquisition:read' } as const;
const writes = { tag: '引流', may: 'acquisition:write' } as const;

export const ADVANCE = { name: 'buyer_migrations.advance' };

const plan: Route[] = [
  read({
    ...reads,
    path: '/buyer-migrations',
    name: 'listBuyerMigrations',
    summary: 'Migrations of existing buyers into friends, and how far they are',
    returns: z.object({ data: z.array(migrationRow) }),
    handle: async ({ db }) => ({ data: await listMigrations(db) }),
  }),
  read({
    ...reads,
    path: '/buyer-migrations/{id}',
    name: 'readBuyerMigration',
    summary: 'One migration with its waves',
    params,
    returns: migrationView,
    handle: ({ db, params, actor }) => readMigration(db, params.id, actor.language),
  }),
  read({
    ...reads,
    path: '/buyer-migrations/{id}/people',
    name: 'listMigrationPeople',
    summary: 'Who of a migration stands where',
    params,
    query: migrationPeopleQuery,
    returns: pageOf(migrationPerson),
    handle: ({ db, params, query, actor }) => listMigrationPeople(db, params.id, query, actor),
  }),
  write({
    ...writes,
    method: 'post',
    path: '/buyer-migrations',
    name: 'createBuyerMigration',
    summary: 'Plan a migration; it begins when it is started',
    body: migrationBody,
    returns: z.object({ id: id('mig') }),
    handle: async ({ db, platform, actor, body }) => ({
      id: await createMigration(db, platform.clock, actor, body),
    }),
  }),
  write({
    ...writes,
    method: 'put',
    path: '/buyer-migrations/{id}',
    name: 'changeBuyerMigration',
    summary: 'Change a migration; one that has begun keeps its audience',
    params,
    body: migrationBody,
    returns: z.object({}),
    handle: async ({ db, platform, actor, params, body }) => {
      await changeMigration(db, platform.clock, actor, params.id, body);
      return {};
    },
  }),
  write({
    ...writes,
    method: 'post',
    path: '/buyer-migrations/preview',
    name: 'previewBuyerMigration',
    summary: 'What a plan would do: whom it is for, how long it takes, what the gate says',
    body: migrationBody.pick({
      ...{
        accountId: true,
        segmentId: true,
        memberIds: true,
        waveSize: true,
        waveDays: true,
        memberDay: true,
      },
    }),
    returns: migrationPreview,
    status: 200,
    handle: ({ platform, body, actor }) => previewMigration(platform, body, actor.language),
  }),
];

const moves: Route[] = [
  write({
    ...writes,
    method: 'post',
    path: '/buyer-migrations/{id}/start',
    name: 'startBuyerMigration',
    summary: 'Write the audience down and open the first wave',
    params,
    returns: z.object({}),
    status: 200,
    handle: async ({ db, platform, actor, params }) => {
      await startMigration(platform, db, actor, params.id);
      await platform.jobs.enqueue(db, ADVANCE, {});
      return {};
    },
  }),
  write({
    ...writes,
    method: 'post',
    path: '/buyer-migrations/{id}/move',
    name: 'moveBuyerMigration',
    summary: 'Pause, go on, or end; those who wait to be asked are let go',
    params,
    body: z.object({ to: z.enum(['paused', 'running', 'ended']) }),
    returns: z.object({}),
    status: 200,
    handle: async ({ db, platform, actor, params, body }) => {
      await moveMigration(db, platform.clock, actor, params.id, body.to);
      await platform.jobs.enqueue(db, ADVANCE, {});
      return {};
    },
  }),
];

export const buyerMigrationRoutes: Route[] = [...plan, ...moves];
