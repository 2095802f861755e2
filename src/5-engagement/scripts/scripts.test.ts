import { describe, expect, test } from 'vitest';
import { buildAccount, buildCustomer } from '#customers/testing';
import { attachmentRoutes } from '#platform/files/attachments.routes.ts';
import { imageRoutes } from '#platform/files/images.routes.ts';
import { testClient, testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { simulatedShop } from '../testing/shop.ts';
import { scriptRoutes } from './scripts.routes.ts';

const platform = await testPlatform();
const corp = await buildAccount(platform);
const manager = await testMember(platform, 'manager');
const lin = await testMember(platform, 'staff', 'own');
const wang = await testMember(platform, 'staff', 'own');
const app = testClient(platform, [...scriptRoutes, ...imageRoutes, ...attachmentRoutes]);
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

describe('what hangs on a script', () => {
  const PNG = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]);
  const upload = async (path: string, bytes: Uint8Array<ArrayBuffer>) => {
    const headers = { authorization: `Bearer ${manager.token}` };
    const answer = await app.app.request(`/api/v1${path}`, { method: 'POST', headers, body: bytes });
    return (await answer.json()) as { id: string };
  };

  test('goes to the client message by message, its files at WeCom, its places filled', async () => {
    const shop = await simulatedShop(platform, { ann: 1, bob: 0 });
    const customer = await customerOf('wm_ann_000000');
    const cover = await upload('/images?name=a.png', PNG);
    const menu = await upload(`/attachments?name=${encodeURIComponent('菜单.pdf')}`, PNG);
    const card = { kind: 'miniprogram', title: '{{name|您}}的蛋糕', appId: 'wx8bd80126147dfAAA' };
    const id = await make({
      text: '{{name|您好}}，蛋糕图册在这里',
      attachments: [
        { kind: 'image', file: cover.id },
        { kind: 'link', title: '蛋糕图册', url: 'https://example.com/cakes', picture: cover.id },
        { ...card, page: 'pages/cake?id=1', cover: cover.id },
        { kind: 'file', file: menu.id, name: '菜单.pdf' },
      ],
    });
    const shown = (await client.get(`/customers/cus_${customer}/scripts`)).body as {
      data: { id: string; attachments: object[] }[];
    };
    expect(shown.data.find(one => one.id === id)?.attachments).toEqual([
      { kind: 'image', name: '' },
      { kind: 'link', name: '蛋糕图册' },
      { kind: 'miniprogram', name: '安的客户0的蛋糕' },
      { kind: 'file', name: '菜单.pdf' },
    ]);
    const path = `/customers/cus_${customer}/scripts/${id}/chat-messages?account=acc_`;
    const address = expect.stringContaining(`${shop.url}/simulator/pictures/`);
    expect(await client.get(path + shop.accountId)).toMatchObject({
      status: 200,
      body: {
        data: [
          { msgtype: 'text', text: { content: '安的客户0，蛋糕图册在这里' } },
          { msgtype: 'image', image: { mediaid: expect.any(String) } },
          {
            msgtype: 'news',
            news: { ...{ link: 'https://example.com/cakes', title: '蛋糕图册', desc: '' }, imgUrl: address },
          },
          {
            msgtype: 'miniprogram',
            miniprogram: {
              ...{ appid: 'wx8bd80126147dfAAA', title: '安的客户0的蛋糕', page: 'pages/cake.html?id=1' },
              imgUrl: address,
            },
          },
          { msgtype: 'file', file: { mediaid: expect.any(String) } },
        ],
      },
    });
    expect((await app.as(wang).get(path + shop.accountId)).status).toBe(404);
    expect((await client.get(`${path}999999`)).body).toMatchObject({ code: 'script_no_account' });
  });

  test('is refused where WeCom would not take it, and may be taken off again', async () => {
    const link = { kind: 'link', title: '蛋糕', url: 'https://example.com' };
    const post = (attachments: object[]) => client.post('/scripts', body({ attachments }));
    expect((await post(Array(5).fill(link))).status).toBe(400);
    expect((await post([{ kind: 'image', file: 'file_999999' }])).body).toMatchObject({
      code: 'message_file_unknown',
    });
    const id = await make({ attachments: [link] });
    expect((await client.send('PATCH', `/scripts/${id}`, { title: '只改名' })).status).toBe(200);
    const { attachments } = (await list()).find(one => one.id === id) as unknown as { attachments: object[] };
    expect(attachments).toMatchObject([link]);
    expect((await client.send('PATCH', `/scripts/${id}`, { attachments: [] })).status).toBe(200);
    expect((await list()).find(one => one.id === id)).toMatchObject({ title: '只改名', attachments: [] });
  });
});

async function customerOf(external: string): Promise<number> {
  const { customerId } = await platform.db
    .selectFrom('identities')
    .select('customerId')
    .where('key', '=', external)
    .executeTakeFirstOrThrow();
  return customerId;
}
