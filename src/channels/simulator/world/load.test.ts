import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Json, type TestSimulator, testSimulator } from '../testing/small-world.ts';
import type { CorpDescription } from './world.ts';

const CUSTOMERS = 100_000;
const MEMBERS = 50;
const ids = Array.from({ length: CUSTOMERS }, (_, n) => `wm${String(n).padStart(30, '0')}`);

let it: TestSimulator;
beforeAll(async () => {
  it = await testSimulator({});
  await it.admin.addCorp(bigCorp());
});
afterAll(() => it.stop());

function bigCorp(): CorpDescription {
  return {
    corpid: 'ww1111111111111111',
    apps: [{ agentid: 1_000_002, secret: 'secret-of-the-app' }],
    members: Array.from({ length: MEMBERS }, (_, n) => ({ userid: `staff${n}`, name: `成员${n}` })),
    tag_groups: [{ group_name: '等级', tag: [{ id: 'etVip', name: '重要' }] }],
    customers: ids.map((external_userid, n) => ({
      external_userid,
      name: `客户${n}`,
      unionid: `union${n}`,
      follow_user: [
        { userid: `staff${n % MEMBERS}`, remark_mobiles: ['13800000000'], tag_id: n % 5 ? [] : ['etVip'] },
      ],
    })),
  };
}

test('lists, pages and single customers of 100,000', async () => {
  const list: Json = await it.get('externalcontact/list', { userid: 'staff7' });
  expect(list.external_userid).toHaveLength(CUSTOMERS / MEMBERS);
  const last: Json = await it.get('externalcontact/get', { external_userid: ids[99_999] ?? '' });
  expect(last.external_contact.name).toBe('客户99999');
  const userid_list = Array.from({ length: MEMBERS }, (_, n) => `staff${n}`);
  const page: Json = await it.post('externalcontact/batch/get_by_user', { userid_list, limit: 100 });
  expect(page.external_contact_list).toHaveLength(100);
});

test('a mass message to 10,000 customers of all members is planned, read and sent', async () => {
  const chosen = ids.slice(0, 10_000);
  const message = { external_userid: chosen, text: { content: '你好' } };
  const { msgid, fail_list }: Json = await it.post('externalcontact/add_msg_template', message);
  expect(fail_list).toEqual([]);
  await it.admin.advance(2);
  expect((await it.admin.tasks({ msgid })).length).toBe(MEMBERS);
  expect(await it.admin.confirmAll('ww1111111111111111')).toEqual({ confirmed: MEMBERS });
  expect(await it.admin.counts()).toMatchObject({ received: 10_000, repeated: [] });
  const results: Json = await it.post('externalcontact/get_groupmsg_send_result', {
    msgid,
    userid: 'staff0',
  });
  expect(results.send_list).toHaveLength(200);
});
