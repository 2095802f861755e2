import { sql } from 'kysely';
import { afterAll } from 'vitest';
import { openWecom, wecom } from '#channels';
import { SimulatorAdmin, startSimulator } from '#channels/simulator/index.ts';
import { MINUTE } from '#platform/clock.ts';
import type { TestPlatform } from '#platform/testing/test-platform.ts';
import { createWecomAccount } from '../../accounts/accounts.ts';
import { readToEnd } from '../../testing/project.ts';
import { groupFactsReader } from '../groups/facts.ts';
import { workOffInbox } from '../inbox.ts';
import { workOffPushes } from '../pushes/push.ts';
import { pushReader } from '../pushes/reader.ts';
import { syncWecom } from '../sync.ts';

const CORP = 'ww_bakery';

/**
 * A corp in a simulator of its own, connected: staff `ann` and `bob`, the tags 甜 and 咸 of its console. Customer `wm_1` is
 * followed by both, `wm_2` by ann; `wm_3` is in the group only.
 */
export async function simulatedCorp(platform: TestPlatform) {
  const simulator = await startSimulator({ data: ':memory:', clock: platform.clock, seed: 7 });
  afterAll(() => simulator.stop());
  const admin = new SimulatorAdmin(simulator.url);
  const followed = (...userids: string[]) => userids.map(userid => ({ userid, createtime: 1_780_000_000 }));
  await admin.beginWorld({
    seed: 7,
    corps: [
      {
        corpid: CORP,
        apps: [{ agentid: 1, secret: 'secret' }],
        members: [
          { userid: 'ann', name: '安' },
          { userid: 'bob', name: '鲍' },
        ],
        tag_groups: [
          {
            group_id: 'etTaste',
            group_name: '口味',
            tag: [
              { id: 'etSweet', name: '甜' },
              { id: 'etSalty', name: '咸' },
            ],
          },
        ],
        customers: [
          { external_userid: 'wm_1', name: '一一', unionid: 'u1', follow_user: followed('ann', 'bob') },
          { external_userid: 'wm_2', name: '二二', follow_user: followed('ann') },
          { external_userid: 'wm_3', name: '三三' },
        ],
        group_chats: [
          { chat_id: 'wrBread', name: '面包群', owner: 'ann', external_userid: ['wm_1', 'wm_3'] },
        ],
      },
    ],
  });
  // What WeCom says of a group is a little old.
  platform.clock.advance(MINUTE);
  const account = { name: '小满面包房', corpId: CORP, agentId: 1, secret: 'secret', baseUrl: simulator.url };
  const accountId = await platform.db
    .transaction()
    .execute(tx => createWecomAccount(tx, platform, { name: 'test' }, account));
  const corp = {
    admin,
    accountId,
    corpId: CORP,
    sync: () => syncWecom(platform, accountId),
    /** What the readers of the log and the pushing job would do by now. */
    async settle(): Promise<void> {
      await readToEnd(platform, pushReader(platform));
      await readToEnd(platform, groupFactsReader(platform));
      await workOffPushes(platform);
    },
    /** A callback as it is stored, worked off. */
    async told(event: Record<string, unknown>): Promise<void> {
      const at = platform.clock.now().toISOString();
      const body = JSON.stringify({ receiver: CORP, at, fields: {}, ...event });
      await sql`
        insert into channel_inbox (account_id, dedupe_key, body, received_at) values (${accountId}, gen_random_uuid()::text, ${body}::jsonb, ${at})`.execute(
        platform.db,
      );
      await workOffInbox(platform);
    },
    edited: (userId: string, externalUserId: string) =>
      corp.told({
        event: 'change_external_contact',
        change: 'edit_external_contact',
        userId,
        externalUserId,
      }),
    /** What WeCom has noted of a customer, by member. */
    async noted(external: string) {
      const client = await openWecom(platform, accountId);
      const { follows } = wecom.orThrow(await wecom.getCustomer(client, external));
      return new Map(follows.map(follow => [follow.userId, follow]));
    },
    async tagsIn(external: string): Promise<Record<string, string[]>> {
      const noted = await corp.noted(external);
      return Object.fromEntries([...noted].map(([userId, { tagIds }]) => [userId, tagIds.sort()]));
    },
  };
  return corp;
}
