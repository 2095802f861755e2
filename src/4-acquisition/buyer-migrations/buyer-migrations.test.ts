import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { customers } from '#customers';
import { buildCustomer, project } from '#customers/testing';
import { openSession } from '#platform/auth/sessions.ts';
import { DAY, HOUR } from '#platform/clock.ts';
import { testClient } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { segmentation } from '#segmentation';
import { acquisition } from '../index.ts';
import { greetingCorp } from '../testing/corp.ts';
import { advanceMigrations } from './advance.ts';

const platform = await testPlatform();
const { db, clock } = platform;
const { admin, accountId, corpId, owner, ann, bob, settle } = await greetingCorp(platform);
const client = testClient(platform, [...customers.routes, ...segmentation.routes, ...acquisition.routes]).as(
  owner,
);
const asAnn = client.as({ id: ann, token: await openSession(db, clock, ann) });
const asBob = client.as({ id: bob, token: await openSession(db, clock, bob) });

type Task = { migrationId: string; customerId: string; name: string; phone: string; state: string };
type Answer = {
  id: string;
  status: string;
  figures: Record<string, number>;
  waveList: { number: number; figures: Record<string, number> }[];
  data: Task[];
  phone: string;
  left: number;
};
const ok = async (answer: Promise<{ status: number; body: unknown }>): Promise<Answer> => {
  const { status, body } = await answer;
  if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body as Answer;
};

const phoneOf = (n: number) => `138000${String(10_000 + n)}`;
async function buyer(n: number, city: string): Promise<number> {
  const id = await buildCustomer(platform, {
    name: `买家${n}`,
    city,
    ...(n > 0 && { phone: `+86${phoneOf(n)}` }),
    ...(n === 1 && { followedBy: { accountId, memberId: ann } }),
  });
  const at = new Date(clock.now().getTime() - (n + 1) * DAY);
  await sql`
    insert into orders (account_id, order_no, customer_id, payment, fulfilment, paid, ordered_at, updated_at)
    values (${accountId}, ${`no${n}`}, ${id}, 'paid', 'delivered', 1000, ${at}, ${at})`.execute(db);
  return id;
}
const segmentOf = async (name: string, city: string) => {
  const rule = { attribute: 'city', test: { is: 'one_of', values: [city] } };
  return (await ok(client.post('/segments', { name, rule }))).id;
};

/** Twelve buyers: the first told us nothing, the second is a friend already, the third wants no advertising. */
const buyers: number[] = [];
for (let n = 0; n < 12; n++) buyers.push(await buyer(n, '杭州'));
await ok(
  client.post(`/customers/cus_${buyers[2]}/suppressions`, { reason: '电话里说不要推销', channel: 'hand' }),
);
await project(platform);
const segmentId = await segmentOf('老买家', '杭州');

const plan = (more: object = {}) => ({
  name: '天猫老客',
  accountId: `acc_${accountId}`,
  segmentId,
  memberIds: [`mem_${ann}`, `mem_${bob}`],
  waveSize: 4,
  waveDays: 2,
  memberDay: 2,
  greeting: '您好，我是小满面包房的店员',
  answerDays: 1,
  minAccepted: 20,
  maxRefused: 20,
  judgedFrom: 5,
  ...more,
});
const begin = async (more: object = {}) => {
  const { id } = await ok(client.post('/buyer-migrations', plan(more)));
  await ok(client.post(`/buyer-migrations/${id}/start`));
  await advanceMigrations(platform);
  return id;
};
const shown = (id: string) => ok(client.get(`/buyer-migrations/${id}`));
const tasks = async (who = asAnn) => (await ok(who.get('/migration-tasks'))).data;
const settleAs = (who: typeof asAnn, { migrationId, customerId }: Task, outcome: string) =>
  who.post(`/migration-tasks/${migrationId}/${customerId}`, { outcome });
const end = (id: string) => ok(client.post(`/buyer-migrations/${id}/move`, { to: 'ended' }));
const contacts = async () =>
  (
    await sql<{
      n: number;
    }>`select count(*)::integer as n from contacts where source = 'migration' and state in ('claimed', 'sent')`.execute(
      db,
    )
  ).rows[0]?.n;

test('a preview says whom it is for, how long it takes and what the gate says, and writes nothing', async () => {
  const {
    name: _n,
    greeting: _g,
    answerDays: _d,
    minAccepted: _a,
    maxRefused: _r,
    judgedFrom: _f,
    ...asked
  } = plan();
  expect(await ok(client.post('/buyer-migrations/preview', asked))).toMatchObject({
    ...{ audience: 12, noPhone: 1, joined: 1, toAsk: 10, waves: 3, isTooFast: false },
    firstWave: { size: 4, asked: 3, days: 1 },
    withheld: [{ reason: 'suppressed', people: 1 }],
  });
  expect(await contacts()).toBe(0);
});

test('waves, in the order of the last order: asked, accepted once they are a friend, and the rest in its time', async () => {
  const id = await begin();
  expect((await shown(id)).figures).toMatchObject({
    ...{ people: 12, noPhone: 1, joined: 1, withheld: 1, waiting: 3, queued: 6 },
  });
  const mine = await tasks();
  expect(mine.map(task => task.name)).toEqual(['买家4']);
  expect((await tasks(asBob)).map(task => task.name)).toEqual(['买家3', '买家5']);
  const [task] = mine as [Task];
  expect(task.phone).toMatch(/^138\*{4}/);
  expect(await asBob.post(`/migration-tasks/${task.migrationId}/${task.customerId}/phone`)).toMatchObject({
    status: 404,
  });
  const { phone } = await ok(asAnn.post(`/migration-tasks/${task.migrationId}/${task.customerId}/phone`));
  expect(phone).toBe(`+86${phoneOf(4)}`);
  const seen = await sql`select reason from audit_log where action = 'customer.unmasked'`.execute(db);
  expect(seen.rows).toEqual([{ reason: '天猫老客' }]);
  expect((await settleAs(asAnn, task, 'asked')).status).toBe(200);
  expect(await tasks()).toMatchObject([{ name: '买家4', state: 'asked' }]);

  await admin.customerAdds(corpId, 'wm_b4', { userid: 'ann', customer: { name: '四' } });
  await settle();
  expect((await shown(id)).figures).toMatchObject({ accepted: 0, asked: 1 });
  clock.advance(60_000);
  await admin.memberEdits(corpId, 'ann', {
    external_userid: 'wm_b4',
    remark: '四',
    remark_mobiles: [phoneOf(4)],
  });
  await settle();
  expect((await shown(id)).figures).toMatchObject({
    accepted: 1,
    asked: 0,
    judged: 1,
    staying: 1,
    ordered: 0,
  });
  await settle();
  await admin.customerDeletes(corpId, 'wm_b4', 'ann');
  await settle();
  expect((await shown(id)).figures).toMatchObject({ accepted: 1, staying: 0 });

  clock.advance(2 * DAY);
  await advanceMigrations(platform);
  const second = await shown(id);
  expect(second.waveList.map(wave => [wave.number, wave.figures.people])).toEqual([
    [2, 4],
    [1, 4],
  ]);
  await end(id);
  expect((await shown(id)).figures).toMatchObject({ waiting: 0, queued: 8 });
});

test('who becomes a friend before anybody asks is no success of the asking, and may be talked to for it', async () => {
  const id = await begin({ name: '自己来的' });
  const before = (await contacts()) ?? 0;
  await admin.customerAdds(corpId, 'wm_b3', { userid: 'bob', customer: { name: '三' } });
  await admin.memberEdits(corpId, 'bob', { external_userid: 'wm_b3', remark_mobiles: [phoneOf(3)] });
  await settle();
  expect((await shown(id)).figures).toMatchObject({ accepted: 0 });
  expect(await contacts()).toBe(before - 1);
  await end(id);
});

test('it stops at a line, lets go who waits, and goes on when somebody has looked', async () => {
  const id = await begin({ name: '会停', waveSize: 10, memberDay: 10, waveDays: 1 });
  const all = [...(await tasks()), ...(await tasks(asBob))];
  expect(all.length).toBeGreaterThanOrEqual(6);
  for (const task of await tasks()) await settleAs(asAnn, task, 'refused');
  for (const task of (await tasks(asBob)).slice(0, 2)) await settleAs(asBob, task, 'asked');
  clock.advance(DAY + HOUR);
  await advanceMigrations(platform);
  const stopped = await shown(id);
  expect(stopped).toMatchObject({
    status: 'stopped',
    stopped: { line: 'refused', limit: 20 },
    figures: { waiting: 0, noAnswer: 2 },
  });
  expect(await tasks(asBob)).toEqual([]);
  await ok(client.post(`/buyer-migrations/${id}/move`, { to: 'running' }));
  await advanceMigrations(platform);
  expect(await shown(id)).toMatchObject({ status: 'running', stopped: null });
  expect((await shown(id)).figures.waiting).toBeGreaterThan(0);
  const { refused = 0 } = (await shown(id)).figures;
  expect(refused).toBeGreaterThan(2);
  await end(id);
  const again = await begin({ name: '不再问', waveSize: 10 });
  expect((await shown(again)).figures).toMatchObject({ withheld: 1 + refused });
  await end(again);
});

test('a wrong number gives the contact back; nobody is listed beyond what the house allows in a day', async () => {
  await sql`insert into rule_facts (name, value, effective_from, source, confidence) values ('migration.member.day', '{"max": 2}', '2026-01-01', 'test', 'own')`.execute(
    db,
  );
  clock.advance(3 * DAY);
  expect(await client.post('/buyer-migrations', plan({ name: '太快', memberDay: 3 }))).toMatchObject({
    status: 422,
    body: { code: 'migration_too_many_a_day' },
  });
  for (let n = 20; n < 28; n++) await buyer(n, '上海');
  await project(platform);
  const id = await begin({ name: '号码错', waveSize: 10, segmentId: await segmentOf('上海买家', '上海') });
  const before = (await contacts()) ?? 0;
  const [first] = (await tasks()) as [Task];
  expect((await settleAs(asAnn, first, 'wrong_number')).status).toBe(200);
  expect((await settleAs(asAnn, first, 'asked')).status).toBe(404);
  expect(await contacts()).toBe(before - 1);
  clock.advance(DAY);
  expect(await tasks()).toHaveLength(2);
  for (const task of await tasks()) await settleAs(asAnn, task, 'asked');
  expect((await tasks()).map(task => task.state)).toEqual(['asked', 'asked']);
  expect(await ok(asAnn.get('/migration-tasks'))).toMatchObject({ left: 0 });
  await end(id);
  expect(await client.post(`/buyer-migrations/${id}/move`, { to: 'running' })).toMatchObject({ status: 409 });
  await sql`insert into rule_facts (name, value, effective_from, source, confidence) values ('migration.member.day', '{"max": "unlimited"}', '2026-01-01', 'test', 'own')`.execute(
    db,
  );
  expect((await ok(asAnn.get('/migration-tasks'))).left, 'no bound is a word').toBeGreaterThan(1_000_000);
});
