import { afterAll } from 'vitest';
import { SimulatorAdmin, startSimulator } from '#channels/simulator/index.ts';
import { createWecomAccount, syncWecom } from '#customers';
import { project } from '#customers/testing';
import type { TestPlatform } from '#platform/testing/test-platform.ts';

const CORP = 'ww_bakery';

/** A WeCom corp in a simulator of its own, connected and read in: staff `ann` and `bob`, each with customers. */
export async function simulatedShop(platform: TestPlatform, customers: { ann: number; bob: number }) {
  const simulator = await startSimulator({ data: ':memory:', clock: platform.clock, seed: 7 });
  afterAll(() => simulator.stop());
  const admin = new SimulatorAdmin(simulator.url);
  const people = (userid: string, n: number) =>
    Array.from({ length: n }, (_, i) => ({
      external_userid: `wm_${userid}_${String(i).padStart(6, '0')}`,
      name: `${userid === 'ann' ? '安' : '鲍'}的客户${i}`,
      follow_user: [{ userid, createtime: 1_780_000_000 }],
    }));
  await admin.beginWorld({
    seed: 7,
    corps: [
      {
        corpid: CORP,
        apps: [{ agentid: 1, secret: 'secret' }],
        departments: [{ id: 1, name: '总部', parentid: 0 }],
        members: [
          { userid: 'ann', name: '安' },
          { userid: 'bob', name: '鲍' },
        ],
        customers: [...people('ann', customers.ann), ...people('bob', customers.bob)],
      },
    ],
  });
  const account = {
    name: '小满面包房',
    corpId: CORP,
    agentId: 1,
    secret: 'secret',
    baseUrl: simulator.url,
  };
  const accountId = await platform.db
    .transaction()
    .execute(tx => createWecomAccount(tx, platform, { name: 'test' }, account));
  await syncWecom(platform, accountId);
  await project(platform);
  return { admin, accountId, corpId: CORP, url: simulator.url };
}
