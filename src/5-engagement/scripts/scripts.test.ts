import { describe, expect, test } from 'vitest';
import { buildAccount, buildCustomer } from '#customers/testing';
import { testClient, testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { scriptRoutes } from './scripts.routes.ts';

const platform = await testPlatform();
const corp = await buildAccount(platform);
const manager = await testMember(platform, 'manager');
const lin = await testMember(platform, 'staff', 'own');
const wang = await testMember(platform, 'staff', 'own');
const app = testClient(platform, scriptRoutes);
const client = app.as(manager);
const followedBy = { accountId: corp, memberId: lin.id };
const named = await buildCustomer(platform, { name: '周敏', followedBy });
const body = (over: object = {}) => ({
  title: '到货',
  topic: '通知',
  text: '{{name|朋友}}，可颂到了。{{member}}',
  ...over,
});
type List = { data: { id: string; title: string; text: string; sent: number }[] };
const list = async () => ((await client.get('/scripts')).body as List).data;
const filled = async (customerId: number, as = lin) =>
  ((await app.as(as).get(`/customers/cus_${customerId}/scripts`)).body as List).data;
const make = async (over?: object) => ((await client.post('/scripts', body(over))).body as { id: string }).id;

describe('a script', () => {
  test('is read with its places filled for the customer and the member', async () => {
    await make();
    expect(await filled(named)).toMatchObject([{ title: '到货', text: '周敏，可颂到了。staff own' }]);
    const nameless = await buildCustomer(platform, { name: '', followedBy });
    await platform.db.updateTable('customers').set({ name: null }).where('id', '=', nameless).execute();
    expect((await filled(nameless))[0]?.text).toBe('朋友，可颂到了。staff own');
  });

  test('is for the customers one sees', async () => {
    expect((await app.as(wang).get(`/customers/cus_${named}/scripts`)).status).toBe(404);
    const id = await make({ title: '不归我' });
    expect((await app.as(wang).post(`/customers/cus_${named}/scripts/${id}`)).status).toBe(404);
  });

  test('with a place that nobody fills is refused, and so is one WeCom would not take', async () => {
    const refused = async (text: string) =>
      (await client.post('/scripts', body({ text }))).body as { code: string };
    expect((await refused('{{phone}}')).code).toBe('message_unknown_variable');
    expect((await refused(' ')).code).toBe('invalid_request');
    const id = await make({ title: '改坏' });
    expect((await client.send('PATCH', `/scripts/${id}`, { text: '{{称呼}}' })).status).toBe(422);
    expect((await list()).find(one => one.id === id)?.text).toBe(body().text);
  });

  test('is changed and taken out of use by managers, not by staff', async () => {
    const id = await make({ title: '旧' });
    expect((await app.as(lin).send('PATCH', `/scripts/${id}`, { title: '新' })).status).toBe(403);
    expect((await client.send('PATCH', `/scripts/${id}`, { title: '新' })).status).toBe(200);
    expect((await list()).find(one => one.id === id)).toMatchObject({ title: '新', text: body().text });
    expect((await client.send('DELETE', `/scripts/${id}`)).status).toBe(200);
    expect((await list()).some(one => one.id === id)).toBe(false);
    expect((await client.send('DELETE', `/scripts/${id}`)).status).toBe(404);
    expect((await app.as(lin).post(`/customers/cus_${named}/scripts/${id}`)).status).toBe(404);
  });

  test('that was sent is in the timeline and counted', async () => {
    const id = await make({ title: '问好' });
    expect((await app.as(lin).post(`/customers/cus_${named}/scripts/${id}`)).status).toBe(201);
    expect((await list()).find(one => one.id === id)?.sent).toBe(1);
    const events = await platform.db
      .selectFrom('events')
      .selectAll()
      .where('type', '=', 'script.sent')
      .execute();
    expect(events).toMatchObject([
      {
        customerId: named,
        actor: `member:${lin.id}`,
        data: { scriptId: Number(id.slice(4)), title: '问好' },
      },
    ]);
  });
});
