import type { SimulatorAdmin } from '#channels/simulator/index.ts';
import { between, pick, type Random } from '#platform/random.ts';

export const CORP = 'ww_week';
const TAGS = ['etA', 'etB', 'etC', 'etD'];
const STAFF = ['ann', 'bob', 'cat', 'dan', 'eve'];

/** A corp of five members with so many customers, each of one or two of them, and groups of a few. */
export function corpOf(customers: number, random: Random) {
  const people = Array.from({ length: customers }, (_, n) => ({
    external_userid: `wm_${n}`,
    name: `客户${n}`,
    follow_user: [...new Set([pick(random, STAFF), pick(random, STAFF)])].map(userid => ({
      ...{ userid, createtime: 1_780_000_000 + between(random, 0, 900_000) },
      tag_id: TAGS.filter(() => random.next() < 0.2),
    })),
  }));
  return {
    corpid: CORP,
    apps: [{ agentid: 1, secret: 'secret' }],
    departments: [{ id: 1, name: '总部', parentid: 0 }],
    members: STAFF.map(userid => ({ userid, name: userid.toUpperCase() })),
    tag_groups: [{ group_id: 'etG', group_name: '口味', tag: TAGS.map(id => ({ id, name: `标签${id}` })) }],
    customers: people,
    group_chats: Array.from({ length: Math.ceil(customers / 50) }, (_, n) => ({
      ...{ chat_id: `wr_${n}`, name: `群${n}`, owner: STAFF[n % STAFF.length] ?? 'ann' },
      external_userid: people.slice(n * 10, n * 10 + 10).map(one => one.external_userid),
    })),
  };
}

/** Something somebody does, by chance; what cannot be done (they are no friends) is not done. */
export async function live(admin: SimulatorAdmin, random: Random, customers: number): Promise<void> {
  const external = `wm_${between(random, 0, customers - 1)}`;
  const userid = pick(random, STAFF);
  const chatId = `wr_${between(random, 0, Math.ceil(customers / 50) - 1)}`;
  const fresh = `wm_n${between(random, 0, 1e9)}`;
  const who = { external_userid: external };
  const [add_tag, remove_tag] = [[pick(random, TAGS)], [pick(random, TAGS)]];
  const doings: [number, () => Promise<unknown>][] = [
    [20, () => admin.customerAdds(CORP, fresh, { userid, state: '包裹卡', customer: { name: fresh } })],
    [10, () => admin.customerAdds(CORP, external, { userid })],
    [12, () => admin.memberDeletes(CORP, userid, external)],
    [8, () => admin.customerDeletes(CORP, external, userid)],
    [
      25,
      () =>
        admin.memberEdits(CORP, userid, {
          ...who,
          remark: `备注${between(random, 0, 99)}`,
          add_tag,
          remove_tag,
        }),
    ],
    [10, () => admin.joinsGroup(CORP, chatId, { who })],
    [10, () => admin.leavesGroup(CORP, chatId, { who, removed: random.next() < 0.5 })],
    [4, () => admin.editsGroup(CORP, chatId, { name: `群${between(random, 0, 999)}` })],
    [1, () => admin.dissolvesGroup(CORP, chatId)],
  ];
  const sum = doings.reduce((total, [weight]) => total + weight, 0);
  const at = random.next() * sum;
  const upTo = doings.map((_, n) => doings.slice(0, n + 1).reduce((total, [weight]) => total + weight, 0));
  const chosen = doings[upTo.findIndex(end => at < end)];
  await chosen?.[1]().catch((error: unknown) => {
    if (!/not_friends|already|unknown|not_in|dissolved|no_such|member/.test(String(error))) throw error;
  });
}

/** Callbacks get lost, doubled and overtaken, a fifth of each. */
export async function weather(admin: SimulatorAdmin): Promise<void> {
  for (const kind of ['callback_drop', 'callback_duplicate', 'callback_reorder'] as const)
    await admin.addFault({ kind, corpid: CORP, percent: 20 });
}
