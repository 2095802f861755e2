import { afterAll, beforeAll, beforeEach } from 'vitest';
import { ManualClock } from '#platform/clock.ts';
import { silentLogger } from '#platform/logger.ts';
import { seededRandom } from '#platform/random.ts';
import {
  type CorpDescription,
  type RunningSimulator,
  SimulatorAdmin,
  startSimulator,
} from '../../simulator/index.ts';
import { type ClientOptions, type WecomClient, wecomClient } from '../client.ts';
import { memoryTokenStore } from '../tokens.ts';

/** The connector and the simulator were written apart, from the same document: in these tests they meet. */

export const CORP = 'ww0123456789abcdef';
export const SECRET = 'the-secret-of-the-app';
export const AGENT = 1000002;
export const CUSTOMERS = 230;
const START = '2026-06-03T12:00:00+08:00';

export const customerId = (index: number) => `wm${String(index).padStart(8, '0')}`;

/** Ann has all customers, Bob three of them, the idle member none. */
export function corp(): CorpDescription {
  const customers = Array.from({ length: CUSTOMERS }, (_, index) => ({
    external_userid: customerId(index),
    name: `客户${index}`,
    gender: index % 3,
    unionid: `union${index}`,
    follow_user: [
      {
        userid: 'ann',
        createtime: 1_780_000_000,
        tag_id: index % 2 ? ['etVip'] : [],
        personal_tags: ['老同学'],
        remark_mobiles: index % 2 ? ['13800000001'] : [],
        state: 'spring',
        add_way: 1,
      },
      ...(index < 3 ? [{ userid: 'bob', createtime: 1_780_000_001 }] : []),
    ],
  }));
  return {
    corpid: CORP,
    apps: [{ agentid: AGENT, secret: SECRET }],
    departments: [
      { id: 1, name: '总部', parentid: 0 },
      { id: 2, name: '门店', parentid: 1 },
    ],
    members: [
      { userid: 'ann', name: '安', department: [1, 2], is_leader_in_dept: [0, 1], main_department: 2 },
      { userid: 'bob', name: '鲍', department: [2], alias: 'B' },
      { userid: 'idle', name: '闲', department: [1], status: 4 },
    ],
    tag_groups: [
      {
        group_id: 'etGroup',
        group_name: '等级',
        agentid: AGENT,
        tag: [{ id: 'etVip', name: 'vip', order: 2 }],
      },
      { group_id: 'etConsole', group_name: '控制台', tag: [{ id: 'etOther', name: 'x' }] },
    ],
    customers,
    group_chats: [{ chat_id: 'wrGroup', name: '群', owner: 'ann', external_userid: [customerId(0)] }],
  };
}

/** One simulator for the file, the world begun anew for each test, client and simulator on one clock. */
export class Simulated {
  readonly clock = new ManualClock(START);
  #running: RunningSimulator | undefined;

  constructor() {
    beforeAll(async () => {
      this.#running = await startSimulator({ data: ':memory:', clock: this.clock, seed: 7 });
    });
    afterAll(() => this.#running?.stop());
    beforeEach(async () => {
      this.clock.set(START);
      await this.begin(corp());
    });
  }

  get url(): string {
    return this.#running?.url ?? '';
  }

  get admin(): SimulatorAdmin {
    return new SimulatorAdmin(this.url);
  }

  async begin(world: CorpDescription): Promise<void> {
    await this.admin.beginWorld({ seed: 7, corps: [world] });
  }

  client(options: Partial<ClientOptions> = {}): WecomClient {
    return wecomClient({
      credentials: { accountId: 1, corpId: CORP, secret: SECRET },
      store: memoryTokenStore(),
      log: silentLogger,
      baseUrl: this.url,
      clock: this.clock,
      random: seededRandom(1),
      sleep: async milliseconds => this.clock.advance(milliseconds),
      timeout: 5_000,
      ...options,
    });
  }

  async calls(path: string): Promise<number> {
    const { calls } = await this.admin.counts();
    return calls.filter(row => row.path === path).reduce((sum, row) => sum + row.count, 0);
  }
}

export async function all<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const page of pages) found.push(page);
  return found;
}
