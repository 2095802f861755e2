import { describe, expect, test } from 'vitest';
import { buildAccount } from '#customers/testing';
import { hashPassword } from '#platform/auth/passwords.ts';
import { buildApp } from '#platform/http/app.ts';
import { testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { NOT_IN_PASSING, PASSWORD, routes, validCall, writes } from './calls/calls.ts';
import type { For } from './calls/insert.ts';
import { send } from './calls/send.ts';

/** Every change leaves a row that says who made it: generated over the routes, so a new one cannot forget it. */
const platform = await testPlatform();
const app = buildApp(platform, routes);
const accountId = await buildAccount(platform);

/** Why these leave none. */
const NO_ROW: Record<string, string> = {
  countRule: 'a question',
  listRulePeople: 'a question',
  explainRule: 'a question',
  previewBroadcast: 'a question',
  dryRunLiveCode: 'a question',
  previewBuyerMigration: 'a question',
  previewMoment: 'a question',
  previewPoster: 'a question',
  previewTransfer: 'a question',
  checkSmsTemplate: 'a question',
  checkProductAlbum: 'compares with the platform; what it finds stands with the products',
  syncKfAccounts: 'reads the platform’s accounts again',
  refreshSegment: 'counts again',
  refreshBroadcast: 'reads results again',
  refreshMoment: 'reads results again',
  syncAccount: 'compares with the platform; what it finds is told as events',
  pullYouzanShop: 'reads the shop again; what it finds is told as events',
  reckonProductFigures: 'works figures out again',
  checkTagHealth: 'looks through all tags again',
  saveView: 'a view of one’s own',
  deleteView: 'a view of one’s own',
  changeSession: 'one’s own language',
  signIn: 'opens a session, which is a row of its own',
  signOut: 'ends one’s own session',
  uploadImage: 'a file with the name of who brought it',
  uploadAttachment: 'a file with the name of who brought it',
  noteAnswer: 'an event with the name of who noted it',
  tickHandTask: 'an event with the name of who ticked it off',
  computeTiers: 'refused here: too few buyers; a computation writes a model with the name of who asked',
};

async function caller() {
  const member = await testMember(platform);
  await platform.db
    .updateTable('members')
    .set({ passwordHash: await hashPassword(PASSWORD) })
    .where('id', '=', member.id)
    .execute();
  const given: For = { platform, accountId, follower: member.id, caller: member.id };
  return { member, given };
}
type Row = { actor: string; action: string; reason: string | null; after: unknown };
const rowsSince = async (id: number) =>
  (await platform.pool.query<Row>('select * from audit_log where id > $1 order by id', [id])).rows;
const lastId = async () =>
  (await platform.pool.query('select coalesce(max(id), 0) as id from audit_log')).rows[0].id;

describe(`${writes.length} writes`, () => {
  const called = writes.filter(({ name }) => !NOT_IN_PASSING.includes(name));
  test.each(called.map(route => [route.name, route] as const))('%s', async (name, route) => {
    const { member, given } = await caller();
    const call = await validCall(route, given);
    const before = await lastId();
    const answer = await send(app, route, call, member.token);
    if (!['computeTiers', 'signIn'].includes(name)) expect(answer.status, answer.text).toBeLessThan(300);
    const rows = await rowsSince(before);
    if (name in NO_ROW) return expect(rows, 'it does leave a row: take it off the list').toEqual([]);
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) {
      expect(row.actor).toBe(`member:${member.id}`);
      expect(row.action).toMatch(/^[a-z_]+(\.[a-z_]+)+$/);
    }
    expect(JSON.stringify(rows), 'no phone, no password').not.toMatch(
      /\+?86139\d{8}|139\d{8}|argon2|correct horse/,
    );
  });

  test('at least 30 of them leave one', () => {
    expect(called.length - Object.keys(NO_ROW).length).toBeGreaterThanOrEqual(30);
  });
});

describe('looking behind a mask', () => {
  const unmask = routes.find(({ name }) => name === 'unmaskPhone')!;

  test('who looked, at whom, and why: in the log, without the number itself', async () => {
    const { member, given } = await caller();
    const { path } = await validCall(unmask, given);
    const before = await lastId();
    const answer = await send(app, unmask, { path, body: { reason: '客户要求回电' } }, member.token);
    const { phone } = JSON.parse(answer.text) as { phone: string };
    expect(phone).toMatch(/^\+86139\d{8}$/);
    const rows = await rowsSince(before);
    expect(rows).toMatchObject([
      { actor: `member:${member.id}`, action: 'customer.unmasked', reason: '客户要求回电' },
    ]);
    expect(JSON.stringify(rows)).not.toContain(phone.slice(-8));
  });

  test('without a reason, or when the row cannot be written, there is no number', async () => {
    const { member, given } = await caller();
    const { path } = await validCall(unmask, given);
    for (const reason of ['', '   ', undefined]) {
      const answer = await send(app, unmask, { path, body: { reason } }, member.token);
      expect([answer.status, answer.text.includes('+86139')]).toEqual([400, false]);
    }
    await platform.pool.query(
      `alter table audit_log add constraint closed check (action <> 'customer.unmasked') not valid`,
    );
    const quiet = buildApp(
      { ...platform, log: { ...platform.log, error: () => undefined } as never },
      routes,
    );
    const answer = await send(quiet, unmask, { path, body: { reason: '看看' } }, member.token);
    await platform.pool.query('alter table audit_log drop constraint closed');
    expect([answer.status, answer.text.includes('+86139')]).toEqual([500, false]);
  });
});
