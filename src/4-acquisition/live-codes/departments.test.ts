import { expect, test } from 'vitest';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { greetingCorp } from '../testing/corp.ts';
import { turnDuty } from './ways.ts';

const platform = await testPlatform();
const { db, clock } = platform;
const { admin, accountId, corpId, client, app, ann, bob, tell, sync, settle } = await greetingCorp(platform);

type Answer = {
  id: string;
  slug: string;
  code: string;
  link: string;
  members: { id: string }[];
  plan: { routes: { target: { members: object[] } }[] };
  steps: { candidates: { member: { id: string } }[] }[];
};
const ok = async (answer: Promise<{ status: number; body: unknown }>): Promise<Answer> => {
  const { status, body } = await answer;
  if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body as Answer;
};
const departments = [{ id: 1, name: '总部' }];
const route = (more: object) => ({ target: { kind: 'staff', members: [], ...more } });
const { id: touchpointId } = await ok(client.post('/touchpoints', { name: '柜台', kind: 'counter' }));
const body = (target: object) => ({
  ...{ name: '部门码', touchpointId, accountId: `acc_${accountId}` },
  plan: { routes: [route(target)] },
});
const dutyOf = async (id: string) =>
  (
    await db
      .selectFrom('codeWays')
      .select('wanted')
      .where('codeId', '=', Number(id.slice(5)))
      .where('kind', '=', 'duty')
      .executeTakeFirstOrThrow()
  ).wanted;
const run = async (id: string) => {
  const at = { codeId: id, accountId: `acc_${accountId}`, at: clock.now().toISOString(), city: '' };
  const { plan } = body({ departments });
  const { steps } = await ok(client.post('/live-codes/dry-run', { ...at, plan }));
  return steps[0]?.candidates.map(one => one.member.id).sort();
};

test('a code leads to who works in a department now; who joins gets a way, who leaves is led to no more', async () => {
  const { id } = await ok(client.post('/live-codes', body({ departments })));
  await tell();
  const both = [`mem_${ann}`, `mem_${bob}`].sort();
  const view = await ok(client.get(`/live-codes/${id}`));
  expect(view.members.map(one => one.id).sort()).toEqual(both);
  expect(view.plan.routes[0]?.target.members, 'the plan stays as it was written').toEqual([]);
  expect(await run(id), 'who is in a department below is in it too').toEqual(both);
  const page = await app.request(new URL(view.link).pathname, { headers: { 'accept-language': 'zh' } });
  expect(await page.text()).toMatch(/安|鲍/);

  await admin.putMember(corpId, 'bob', { name: '鲍', department: [9] });
  await admin.putMember(corpId, 'cat', { name: '猫', department: [1] });
  await settle();
  await sync();
  const { memberId: cat } = await db
    .selectFrom('memberAccounts')
    .select('memberId')
    .where('externalId', '=', 'cat')
    .executeTakeFirstOrThrow();
  await db.transaction().execute(tx => turnDuty(tx, clock));
  await tell();
  expect(await run(id)).toEqual([`mem_${ann}`, `mem_${cat}`].sort());
  expect(await dutyOf(id)).toEqual({ members: [ann, cat].sort((a, b) => a - b) });
});

test('who stands in the plan by name keeps what it says of them', async () => {
  const members = [{ memberId: `mem_${ann}`, weight: 5 }];
  const { id } = await ok(client.post('/live-codes', body({ members, departments })));
  const { link } = await ok(client.get(`/live-codes/${id}`));
  await tell();
  const page = await app.request(new URL(link).pathname, { headers: { 'accept-language': 'zh' } });
  expect(page.status).toBe(200);
  const { trace } = await db
    .selectFrom('codeScans')
    .select('trace')
    .where('codeId', '=', Number(id.slice(5)))
    .executeTakeFirstOrThrow();
  const [step] = (trace as unknown as { steps: { candidates: { memberId: number; weight: number }[] }[] })
    .steps;
  const weights = new Map(step?.candidates.map(one => [one.memberId, one.weight]));
  expect(weights.get(ann)).toBe(5);
  expect([...weights.values()].sort()).toEqual([1, 5]);
});

test('a route that leads to nobody is refused when it is saved', async () => {
  const refused = async (target: object) =>
    ((await client.post('/live-codes', body(target))).body as unknown as Answer).code;
  expect(await refused({})).toBe('code_needs_somebody');
  expect(await refused({ departments: [{ id: 77, name: '空的' }] })).toBe('code_departments_empty');
});
