import { ManualClock } from '#platform/clock.ts';
import { SimulatorAdmin } from '../admin/client.ts';
import { startSimulator } from '../simulator.ts';
import type { CorpDescription, WorldDescription } from '../world/world.ts';

/** 10:00 on a Tuesday in Shanghai, in a month of 31 days. */
export const START = '2026-03-10T02:00:00.000Z';

export const CORP = 'ww1111111111111111';
export const APP = 1_000_002;
export const SECRET = 'secret-of-the-app';

export const ALICE = 'wmAlice0000000000000000000000000';
export const BOB = 'wmBob000000000000000000000000000';
export const CAROL = 'woCarol0000000000000000000000000';

/** Two departments, three members, three customers: enough for every rule, small enough to know by heart. */
export function smallCorp(changes: Partial<CorpDescription> = {}): CorpDescription {
  return {
    corpid: CORP,
    name: '小满面包房',
    apps: [
      { agentid: APP, name: 'Siyu 私域', secret: SECRET },
      { agentid: 1_000_003, name: '没有权限', secret: 'secret-without-contact', customer_contact: false },
      { agentid: 2, name: '通讯录同步', secret: 'secret-of-sync', kind: 'contact_sync' },
      {
        agentid: 1_000_004,
        name: '只看门店',
        secret: 'secret-of-shop-app',
        visible: { departments: [2], members: [] },
      },
    ],
    departments: [
      { id: 1, name: '小满面包房', parentid: 0 },
      { id: 2, name: '门店', parentid: 1, department_leader: ['zhangsan'] },
      { id: 3, name: '徐汇店', parentid: 2 },
    ],
    members: [
      {
        userid: 'zhangsan',
        name: '张三',
        department: [2],
        mobile: '13800000001',
        gender: 1,
        is_leader_in_dept: [1],
      },
      { userid: 'LiSi', name: '李四', department: [3, 1] },
      { userid: 'boss', name: '老板', department: [1], customer_contact: false },
      { userid: 'wangwu', name: '王五', department: [1], status: 4 },
    ],
    tag_groups: [
      {
        group_id: 'etGroupLevel',
        group_name: '等级',
        tag: [
          { id: 'etVip', name: '重要' },
          { id: 'etNew', name: '新客' },
        ],
      },
      { group_id: 'etGroupShop', group_name: '门店', tag: [{ id: 'etXuhui', name: '徐汇' }] },
    ],
    customers: [
      {
        external_userid: ALICE,
        name: '爱丽丝',
        avatar: 'https://example.com/a.png',
        gender: 2,
        unionid: 'union-alice',
        follow_user: [
          {
            userid: 'zhangsan',
            createtime: 1_700_000_000,
            remark: '爱丽丝 常客',
            remark_mobiles: ['13900000001'],
            state: 'qr-door',
            tag_id: ['etVip', 'etXuhui'],
            personal_tags: ['爱吃可颂'],
            talked_at: 1_700_000_500,
          },
          { userid: 'LiSi', createtime: 1_700_000_100, add_way: 3, talked_at: 1_700_000_900 },
        ],
      },
      {
        external_userid: BOB,
        name: '鲍勃',
        unionid: 'union-bob',
        follow_user: [{ userid: 'zhangsan', createtime: 1_700_000_200, tag_id: ['etNew'] }],
      },
      {
        external_userid: CAROL,
        name: '卡罗',
        type: 2,
        position: '采购',
        corp_name: '腾讯',
        corp_full_name: '腾讯科技有限公司',
        unionid: 'union-carol',
        follow_user: [{ userid: 'LiSi', createtime: 1_700_000_300 }],
      },
    ],
    group_chats: [
      { chat_id: 'wrBreakfast', name: '早餐群', owner: 'zhangsan', external_userid: [ALICE, BOB] },
    ],
    ...changes,
  };
}

const PNG = Buffer.from('89504e470d0a1a0a0000000d', 'hex');

/** A JSON answer of the platform. Tests look into it freely. */
// biome-ignore lint/suspicious/noExplicitAny: what a test reads is what it expects
export type Json = any;

export type TestSimulator = Awaited<ReturnType<typeof testSimulator>>;

/** A simulator of its own on a clock that stands still, and two hands: one for the platform's API, one for the rest. */
export async function testSimulator(world: WorldDescription = { corps: [smallCorp()] }, data = ':memory:') {
  const clock = new ManualClock(START);
  const simulator = await startSimulator({ data, clock });
  const admin = new SimulatorAdmin(simulator.url);
  await admin.beginWorld(world);
  return { ...simulator, clock, admin, ...platformClient(simulator.url) };
}

export function platformClient(url: string) {
  const request = async (path: string, query: Record<string, string> = {}, init: RequestInit = {}) => {
    return await fetch(`${url}/cgi-bin/${path}?${new URLSearchParams(query)}`, init);
  };
  const token = async (corpsecret = SECRET, corpid = CORP): Promise<string> => {
    const answer: Json = await (await request('gettoken', { corpid, corpsecret })).json();
    return answer.access_token;
  };
  const get = async (path: string, query: Record<string, string> = {}, secret = SECRET): Promise<Json> => {
    return await (await request(path, { access_token: await token(secret), ...query })).json();
  };
  const post = async (path: string, body: unknown, secret = SECRET): Promise<Json> => {
    const init = { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) };
    return await (await request(path, { access_token: await token(secret) }, init)).json();
  };
  const upload = async (path: string, query: Record<string, string> = {}, bytes = PNG): Promise<Json> => {
    const body = new FormData();
    body.append('media', new Blob([bytes]), 'a.png');
    const asked = { access_token: await token(), ...query };
    return await (await request(path, asked, { method: 'POST', body })).json();
  };
  return { request, token, get, post, upload };
}
