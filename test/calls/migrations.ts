import { buildCustomer, project } from '#customers/testing';
import type { Call } from './calls.ts';
import { type For, next } from './insert.ts';
import { customer, makers, migration, planFor } from './makers.ts';

async function bodyOf(given: For) {
  await planFor(given);
  const whom = { segmentId: `seg_${await makers.seg!(given)}`, memberIds: [`mem_${given.follower}`] };
  return { name: `迁移${next()}`, accountId: `acc_${given.accountId}`, greeting: '样例', ...whom };
}

/** The follower is to ask a customer with a telephone. */
async function taskPath(given: For): Promise<string> {
  const [customerId, migrationId] = [await customer(given), await migration(given, { status: 'running' })];
  const row = { migrationId, customerId, memberId: given.follower, rank: 1, wave: 1, state: 'waiting' };
  await given.platform.db.insertInto('migrationPeople').values(row).execute();
  return `/migration-tasks/mig_${migrationId}/cus_${customerId}`;
}

/** One for whose start there is somebody: with a telephone, and no friend yet. */
async function startable(given: For): Promise<Call> {
  const { platform } = given;
  await buildCustomer(platform, { name: '样例', phone: `+86137${String(next()).padStart(8, '0')}` });
  await project(platform);
  const id = await migration(given);
  const everybody = JSON.stringify({ not: { attribute: 'createdAt', test: { is: 'empty' } } });
  await platform.pool.query(
    'update segments set rule = $1 where id = (select segment_id from buyer_migrations where id = $2)',
    [everybody, id],
  );
  return { path: `/buyer-migrations/mig_${id}/start` };
}

export const MIGRATION_CALLS: Record<string, (given: For) => Promise<Call>> = {
  createBuyerMigration: async given => ({ path: '/buyer-migrations', body: await bodyOf(given) }),
  changeBuyerMigration: async given => ({
    path: `/buyer-migrations/mig_${await migration(given)}`,
    body: await bodyOf(given),
  }),
  previewBuyerMigration: async given => {
    const { name: _, greeting: __, ...body } = await bodyOf(given);
    const pace = { waveSize: 10, waveDays: 1, memberDay: 10 };
    return { path: '/buyer-migrations/preview', body: { ...body, ...pace } };
  },
  startBuyerMigration: startable,
  moveBuyerMigration: async given => ({
    path: `/buyer-migrations/mig_${await migration(given, { status: 'running' })}/move`,
    body: { to: 'paused' },
  }),
  settleMigrationTask: async given => ({ path: await taskPath(given), body: { outcome: 'asked' } }),
  showMigrationPhone: async given => ({ path: `${await taskPath(given)}/phone` }),
};
