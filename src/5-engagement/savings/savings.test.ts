import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { partsOf } from '#brand';
import { buildAccount, buildCustomer, buildMember } from '#customers/testing';
import { DAY } from '#platform/clock.ts';
import { testClient, testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { savingsRoutes } from './savings.routes.ts';

const platform = await testPlatform();
const { db, clock } = platform;
const owner = testClient(platform, savingsRoutes).as(await testMember(platform));
const wecom = await buildAccount(platform);
const memberId = await buildMember(platform);

type Sent = {
  name: string;
  text: string;
  people: number;
  purpose?: string;
  channel?: string;
  at?: Date;
  state?: string;
};
async function sent({
  name,
  text,
  people,
  purpose = 'marketing',
  channel = 'wecom',
  at = clock.now(),
  state = 'delivered',
}: Sent) {
  const { rows } = await sql<{ id: number; task: number }>`
    with b as (
      insert into broadcasts (name, purpose, channel, message, rule, seed, status, created_by, created_at, updated_at)
      values (${name}, ${purpose}, ${channel}, '{"text": "样例", "attachments": []}', '{}', 1, 'sent', 'test', ${at}, ${at}) returning id
    )
    insert into send_tasks (broadcast_id, account_id, member_id, message, people, state, created_at)
    select id, ${channel === 'wecom' ? wecom : null}::bigint, ${memberId}, ${JSON.stringify({ text })}::jsonb, ${people}, 'created', ${at} from b
    returning broadcast_id as id, id as task`.execute(db);
  const { id, task } = rows[0]!;
  for (let n = 0; n < people; n++) {
    const customerId = await buildCustomer(platform);
    await sql`
      insert into broadcast_people (broadcast_id, customer_id, state, task_id, delivered_at)
      values (${id}, ${customerId}, ${state}, ${task}, ${at})`.execute(db);
  }
}
const saved = async (days = 90) => (await owner.get(`/sms-savings?days=${days}`)).body as never;

test('nothing sent and no price: nothing is claimed', async () => {
  expect(await saved()).toMatchObject({ messages: 0, parts: 0, amount: null, price: null, broadcasts: [] });
});

test('what was delivered for nothing is counted as texts, each as it was sent, at the cheapest price', async () => {
  const long = `小满🥐${'面'.repeat(80)}`;
  await sent({ name: '短', text: '新品来了', people: 3 });
  await sent({ name: '长', text: long, people: 2, purpose: 'service', channel: 'hand' });
  await sent({ name: '短信本身', text: '新品来了', people: 1, channel: 'sms' });
  await sent({ name: '没送到', text: '新品来了', people: 1, state: 'failed' });
  await sent({
    name: '很久以前',
    text: '新品来了',
    people: 1,
    at: new Date(clock.now().getTime() - 40 * DAY),
  });
  expect(await saved(30), 'without a price the parts are still known').toMatchObject({
    messages: 5,
    amount: null,
  });
  const account = async (name: string, pricePerThousand: number, status = 'active') =>
    await sql`
      insert into channel_accounts (kind, name, config, status)
      values ('sms', ${name}, ${JSON.stringify({ vendor: 'aliyun', signName: '小满面包', pricePerThousand })}::jsonb, ${status})`.execute(
      db,
    );
  await account('贵的', 5_000);
  await account('便宜的', 4_500);
  await account('停了的', 1, 'paused');
  const rules = { single: 70, part: 67 };
  const parts =
    3 * partsOf('【小满面包】新品来了，拒收请回复R', rules) + 2 * partsOf(`【小满面包】${long}`, rules);
  expect(await saved(30)).toMatchObject({
    ...{ messages: 5, parts, amount: Math.ceil(parts * 4.5), single: 70, part: 67 },
    price: { account: '便宜的', signName: '小满面包', perThousand: 4_500 },
    broadcasts: [
      { name: '长', channel: 'hand', messages: 2, parts: 4, amount: 18 },
      { name: '短', channel: 'wecom', messages: 3, parts: 3, amount: 14 },
    ],
  });
  expect(await saved(90)).toMatchObject({ messages: 6 });
  const staff = testClient(platform, savingsRoutes).as(await testMember(platform, 'staff', 'own'));
  expect((await staff.get('/sms-savings')).status).toBe(403);
});
