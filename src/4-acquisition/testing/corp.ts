import { afterAll } from 'vitest';
import { type CorpDescription, SimulatorAdmin, startSimulator } from '#channels/simulator/index.ts';
import { createWecomAccount, customers, syncWecom, workOffInbox } from '#customers';
import { project, readToEnd } from '#customers/testing';
import type { Stage } from '#platform/stage.ts';
import { eventually } from '#platform/testing/eventually.ts';
import { testClient, testMember } from '#platform/testing/test-app.ts';
import type { TestPlatform } from '#platform/testing/test-platform.ts';
import { listen, makeServerApp } from '../../server.ts';
import { entriesReader } from '../entries/entries.ts';
import { acquisition } from '../index.ts';
import { linkEventsReader } from '../links/sync-links.ts';
import { tellWays } from '../live-codes/tell-ways.ts';

const CORP = 'ww_bakery';
const KEYS = { token: 'QDG6eK', encodingAesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C' };

type More = {
  /** Customers the corp knows already. */
  people?: CorpDescription['customers'];
  /** Stages that are there too. */
  stages?: readonly Stage[];
};

/** A corp in a simulator of its own whose callbacks reach a real server of Siyu: `ann` and `bob` wait behind codes. */
export async function greetingCorp(platform: TestPlatform, { people = [], stages = [] }: More = {}) {
  const simulator = await startSimulator({ data: ':memory:', clock: platform.clock, seed: 7 });
  const admin = new SimulatorAdmin(simulator.url);
  const open = [customers, acquisition, ...stages];
  for (const stage of open) stage.open?.(platform);
  const app = makeServerApp(platform, open, { stopping: false });
  const { server, port } = await listen(app, '127.0.0.1', 0);
  afterAll(async () => {
    server.close();
    await simulator.stop();
  });
  await admin.beginWorld({
    seed: 7,
    corps: [
      {
        corpid: CORP,
        apps: [{ agentid: 1, secret: 'secret' }],
        departments: [
          { id: 1, name: '总部', parentid: 0 },
          { id: 2, name: '门店', parentid: 1 },
        ],
        members: [
          { userid: 'ann', name: '安' },
          { userid: 'bob', name: '鲍', department: [2] },
        ],
        customers: people,
      },
    ],
  });
  const account = {
    ...{ name: '小满面包房', corpId: CORP, agentId: 1, secret: 'secret', baseUrl: simulator.url },
    ...{ callbackToken: KEYS.token, callbackKey: KEYS.encodingAesKey },
  };
  const accountId = await platform.db
    .transaction()
    .execute(tx => createWecomAccount(tx, platform, { name: 'test' }, account));
  await syncWecom(platform, accountId);
  await admin.setCallback(CORP, 1, {
    url: `http://127.0.0.1:${port}/api/v1/callbacks/wecom/acc_${accountId}`,
    ...KEYS,
  });
  const { rows } = await platform.pool.query<{ id: number; external_id: string }>(
    'select member_id::integer as id, external_id from member_accounts',
  );
  const memberId = (userid: string) => rows.find(row => row.external_id === userid)?.id ?? 0;
  const owner = await testMember(platform);
  const client = testClient(
    platform,
    open.flatMap(stage => stage.routes),
  ).as(owner);
  return {
    ...{ admin, accountId, corpId: CORP, client, owner, app, address: `http://127.0.0.1:${port}` },
    ann: memberId('ann'),
    bob: memberId('bob'),
    tell: () => tellWays(platform),
    /** Groups too are compared as a whole. */
    sync: () => syncWecom(platform, accountId),
    /** What a worker does: callbacks are worked off, the log is read. */
    async settle() {
      await eventually(async () => {
        const waiting = await admin.callbacks({ state: 'waiting' });
        if (waiting.length > 0) throw new Error('callbacks are under way');
      });
      await workOffInbox(platform);
      await project(platform);
      await readToEnd(platform, entriesReader(platform));
      await readToEnd(platform, linkEventsReader(platform));
    },
  };
}
