import { posterDesign } from '#brand/contract';
import { secretsPlace } from '#channels';
import { createSmsAccount, createWecomAccount, createWriteKey, mergeTags } from '#customers';
import { buildCustomer, buildMember } from '#customers/testing';
import { storeUpload } from '#platform/files/files.ts';
import type { TestPlatform } from '#platform/testing/test-platform.ts';
import { type For, insert, next } from './insert.ts';
import { noticeTemplate } from './official.ts';

/** An hour from now. */
export const soon = ({ platform }: For) => new Date(platform.clock.now().getTime() + 3_600_000).toISOString();

/** The name of every customer made here begins with this: where it appears, a customer has been shown. */
export const CUSTOMER_NAME = '乙客户';

/** A new record of each kind, in the state in which most can be done with it. */
export const makers: Record<string, (given: For) => Promise<number>> = {
  cus: customer,
  idn: async given => await identityOf(given, await customer(given)),
  sup: async given => {
    const customerId = await customer(given);
    const row = {
      customerId,
      reason: '样例',
      source: 'staff',
      at: given.platform.clock.now(),
      actor: 'test',
    };
    return await insert(given, 'suppressions', row);
  },
  mrg: async given => {
    const [customerA, customerB] = [await customer(given), await customer(given)];
    const createdAt = given.platform.clock.now();
    const row = { customerA, customerB, kind: 'manual', reason: 'staff_decided', actor: 'test', createdAt };
    await given.platform.db
      .updateTable('customers')
      .set({ personId: customerA })
      .where('id', '=', customerB)
      .execute();
    return await insert(given, 'merges', row);
  },
  sug: async given => {
    const [customerA, customerB] = [await customer(given), await customer(given)];
    const row = { customerA, customerB, confidence: 50, reasons: '[{"kind": "name", "shown": "样例"}]' };
    return await insert(given, 'mergeSuggestions', { ...row, foundAt: given.platform.clock.now() });
  },
  bnd: async given => {
    const told = { orderNo: `样例${next()}`, toldBy: 'test', toldAt: given.platform.clock.now() };
    return await insert(given, 'orderBindings', {
      customerId: await customer(given),
      state: 'suggested',
      ...told,
    });
  },
  prm: async given => {
    const made = { madeBy: 'test', madeAt: given.platform.clock.now() };
    const row = { customerId: await customer(given), text: '样例', dueDay: '2026-06-30', ...made };
    return await insert(given, 'promises', row);
  },
  fld: given => insert(given, 'customFields', fieldRow(given, `字段${next()}`, 'choices')),
  tag: async given =>
    await insert(given, 'tags', {
      groupId: await insert(given, 'tagGroups', { name: `组${next()}` }),
      name: '样例',
    }),
  tgr: given => insert(given, 'tagGroups', { name: `组${next()}` }),
  tmg: tagMerge,
  prd: given =>
    insert(given, 'products', { accountId: given.accountId, externalId: `款${next()}`, name: '样例' }),
  mem: given => insert(given, 'members', { name: `成员${next()}`, role: 'staff', dataScope: 'own' }),
  team: given => insert(given, 'teams', { name: `团队${next()}` }),
  acc: ({ platform }) => {
    const corp = { name: '样例', corpId: `corp${next()}`, secret: '样例' };
    return platform.db.transaction().execute(tx => createWecomAccount(tx, platform, { name: 'test' }, corp));
  },
  view: given => insert(given, 'savedViews', { ...view, memberId: given.caller }),
  seg: given => insert(given, 'segments', { ...segment(given), name: `分群${next()}` }),
  bro: given => insert(given, 'broadcasts', broadcast(given)),
  tsk: async given => {
    const task = {
      memberId: given.follower,
      message: '{}',
      people: 1,
      createdAt: given.platform.clock.now(),
    };
    return await insert(given, 'sendTasks', {
      ...task,
      broadcastId: await insert(given, 'broadcasts', broadcast(given)),
    });
  },
  sms: smsAccount,
  ntt: noticeTemplate,
  smt: async given => {
    const [at, accountId] = [given.platform.clock.now(), await smsAccount(given)];
    const made = { name: `模板${next()}`, code: `SMS_${next()}`, kind: 'transactional', text: '样例' };
    return await insert(given, 'smsTemplates', {
      ...made,
      accountId,
      createdBy: 'test',
      createdAt: at,
      updatedAt: at,
    });
  },
  scr: given => {
    const [at, made] = [
      given.platform.clock.now(),
      { title: `话术${next()}`, text: '样例', createdBy: 'test' },
    ];
    return insert(given, 'scripts', { ...made, createdAt: at, updatedAt: at });
  },
  era: async given =>
    await insert(given, 'erasureReceipts', {
      ...{ personId: await customer(given), profiles: [], reason: 'asked', actor: 'test' },
      askedAt: given.platform.clock.now(),
    }),
  imp: async given => await insert(given, 'imports', await importRow(given)),
  key: ({ platform, accountId }) =>
    platform.db.transaction().execute(async tx => {
      const body = { name: '样例', kind: 'server' as const, source: { id: accountId } };
      return (await createWriteKey(tx, platform.clock, { name: 'test' }, body)).id;
    }),
  shop: youzanShop,
  hook: given => insert(given, 'orderHooks', hookRow(given)),
  dlv: async given => {
    const at = given.platform.clock.now();
    return await insert(given, 'hookDeliveries', {
      ...{ hookId: await insert(given, 'orderHooks', hookRow(given)), dedupeKey: `样例${next()}`, bytes: 2 },
      ...{ body: Buffer.from('样例'), state: 'failed', receivedAt: at, doneAt: at },
    });
  },
  whe: given => insert(given, 'webhookEndpoints', endpointRow(given)),
  whd: async given => {
    const at = given.platform.clock.now();
    return await insert(given, 'webhookDeliveries', {
      ...{
        endpointId: await insert(given, 'webhookEndpoints', endpointRow(given)),
        type: 'customer.changed',
      },
      ...{ data: '{}', state: 'failed', at, createdAt: at, settledAt: at },
    });
  },
  evt: given => {
    const at = given.platform.clock.now();
    return insert(given, 'eventDefinitions', { key: `事件${next()}`, firstSeenAt: at, updatedAt: at });
  },
  mig: migration,
  mom: given => {
    const [at, content] = [given.platform.clock.now(), { kind: 'life', text: `样例${next()}` }];
    const made = { accountId: given.accountId, createdBy: 'test', createdAt: at, updatedAt: at };
    return insert(given, 'moments', { ...made, ...content });
  },
  trf: transfer,
  lnk: acquisitionLink,
  set: codeSet,
  ent: call,
  tp: touchpoint,
  code: async given => await liveCode(given, await touchpoint(given)),
  pos: poster,
  var: async given => await variantOf(given, await liveCode(given, await touchpoint(given))),
  cost: async given => await costOf(given, await touchpoint(given)),
  ovr: given => {
    const at = given.platform.clock.now();
    return insert(given, 'paceOverrides', {
      ...{
        accountId: given.accountId,
        memberId: given.follower,
        pace: 'slow',
        reason: '样例',
        madeBy: 'test',
      },
      ...{ madeAt: at, until: new Date(at.getTime() + 3_600_000) },
    });
  },
  file: async ({ platform }) => (await upload(platform, 'x.png', 'x')).id,
};

/** An account at a vendor's address where nobody listens. */
export function smsAccount({ platform }: For): Promise<number> {
  const account = {
    vendor: 'aliyun' as const,
    name: `短信${next()}`,
    signName: '样例',
    pricePerThousand: 4_500,
  };
  const key = { keyId: '样例', keySecret: '样例', baseUrl: 'http://127.0.0.1:47999/' };
  return platform.db
    .transaction()
    .execute(tx => createSmsAccount(tx, platform, { name: 'test' }, { ...account, ...key }));
}

/** Of one tag into another, which somebody carries since. */
async function tagMerge(given: For): Promise<number> {
  const { platform } = given;
  const groupId = await insert(given, 'tagGroups', { name: `组${next()}` });
  const [from, into] = [
    await insert(given, 'tags', { groupId, name: '旧' }),
    await insert(given, 'tags', { groupId, name: '新' }),
  ];
  const carried = { tagId: from, source: 'manual', actor: 'test', addedAt: platform.clock.now() };
  await platform.db
    .insertInto('customerTags')
    .values({ customerId: await customer(given), ...carried })
    .execute();
  const merged = await platform.db
    .transaction()
    .execute(tx => mergeTags(tx, platform.clock, { name: 'test' }, from, into));
  return merged.id;
}

/** A migration of existing buyers in which the follower asks. */
export async function migration(given: For, over: { status?: string } = {}): Promise<number> {
  const segmentId = await makers.seg!(given);
  const pace = { waveSize: 10, waveDays: 1, memberDay: 10, greeting: '样例', answerDays: 1 };
  const lines = { minAccepted: 0, maxRefused: 100, judgedFrom: 5 };
  return await insert(given, 'buyerMigrations', {
    ...{ name: `迁移${next()}`, accountId: given.accountId, segmentId, memberIds: [given.follower] },
    ...{ ...pace, ...lines, ...over, createdBy: 'test', createdAt: given.platform.clock.now() },
  });
}

/** Of a member with a customer of theirs, and of the follower who is to have them; both are members of the corp. */
export async function transferring(given: For) {
  const { accountId, follower } = given;
  await planFor(given);
  const giver = await buildMember(given.platform, { name: `成员${next()}`, accountId });
  await buildCustomer(given.platform, { name: CUSTOMER_NAME, followedBy: { accountId, memberId: giver } });
  return {
    ...{
      accountId: `acc_${accountId}`,
      kind: 'on_job',
      fromId: `mem_${giver}`,
      which: 'all',
      customerIds: [],
    },
    ...{ withGroups: false, takerIds: [`mem_${follower}`], spread: 'evenly' },
  };
}

async function transfer(given: For): Promise<number> {
  const made = { words: '', createdBy: 'test', createdAt: given.platform.clock.now() };
  const { accountId, follower: fromId } = given;
  return await insert(given, 'transfers', { accountId, fromId, kind: 'on_job', spread: 'evenly', ...made });
}

export async function touchpoint(given: For): Promise<number> {
  const made = { createdBy: 'test', createdAt: given.platform.clock.now() };
  return await insert(given, 'touchpoints', { name: `触点${next()}`, kind: 'counter', ...made });
}

async function poster(given: For): Promise<number> {
  const at = given.platform.clock.now();
  const row = {
    name: '样例',
    design: JSON.stringify(posterDesign.parse(posterBody)),
    createdBy: 'test',
    createdAt: at,
    updatedAt: at,
  };
  return await insert(given, 'posters', row);
}

/** A poster large enough for every text that may stand on one. */
export const posterBody = {
  ...{ width: 2_480, height: 3_508, background: { kind: 'colour', colour: '#ffffff' }, hook: '' },
  layers: [
    { kind: 'qr', x: 40, y: 2_000, size: 600 },
    { kind: 'text', x: 40, y: 40, width: 2_400, text: '样例', size: 12, lines: 30 },
  ],
};

export async function variantOf(given: For, codeId: number): Promise<number> {
  const made = { createdBy: 'test', createdAt: given.platform.clock.now() };
  return await insert(given, 'codeVariants', { codeId, posterId: await poster(given), mark: 'a', ...made });
}

export async function linkBody(given: For) {
  await planFor(given);
  const where = { touchpointId: `tp_${await touchpoint(given)}`, accountId: `acc_${given.accountId}` };
  return { ...where, name: '样例', memberIds: [`mem_${given.follower}`], asksNobody: true, tagIds: [] };
}

async function codeSet(given: For): Promise<number> {
  const at = given.platform.clock.now();
  const id = await insert(given, 'codeSets', {
    ...{ accountId: given.accountId, name: '样例', place: 'receipt', createdBy: 'test', createdAt: at },
  });
  const ids = [id, given.follower, await liveCode(given, await touchpoint(given))];
  await given.platform.pool.query('update live_codes set set_id = $1, clerk_id = $2 where id = $3', ids);
  return id;
}

async function call(given: For): Promise<number> {
  const [touchpointId, personId, at] = [
    await touchpoint(given),
    await customer(given),
    given.platform.clock.now(),
  ];
  const who = { touchpointId, customerId: personId, personId, at };
  return await insert(given, 'entries', { ...who, kind: 'call', fresh: true, notedBy: 'test' });
}

async function acquisitionLink(given: For): Promise<number> {
  const at = given.platform.clock.now();
  const made = { createdBy: 'test', createdAt: at, updatedAt: at, nextTry: at, nextSync: at };
  return await insert(given, 'acquisitionLinks', {
    ...{ touchpointId: await touchpoint(given), accountId: given.accountId, name: '样例', asksNobody: true },
    ...{ memberIds: [given.follower], state: `link${next()}`, wanted: '{}', ...made },
  });
}

export async function costOf(given: For, touchpointId: number): Promise<number> {
  const made = { createdBy: 'test', createdAt: given.platform.clock.now() };
  return await insert(given, 'touchpointCosts', {
    touchpointId,
    day: '2026-06-01',
    kind: 'money',
    amount: 1,
    ...made,
  });
}

/** A plan that leads to the follower, who is a member of the corp. */
export async function planFor(given: For) {
  const { platform, accountId, follower } = given;
  const row = {
    accountId,
    externalId: `user${follower}`,
    memberId: follower,
    syncedAt: platform.clock.now(),
  };
  await platform.db
    .insertInto('memberAccounts')
    .values(row)
    .onConflict(conflict => conflict.doNothing())
    .execute();
  return { routes: [{ target: { kind: 'staff', members: [{ memberId: `mem_${follower}` }] } }] };
}

async function liveCode(given: For, touchpointId: number): Promise<number> {
  const at = given.platform.clock.now();
  const staff = {
    kind: 'staff',
    pick: 'weight',
    members: [{ memberId: given.follower, weight: 1, dailyCap: null }],
  };
  const plan = { routes: [{ when: {}, target: staff }], backup: [], fallback: { text: '', phone: '' } };
  return await insert(given, 'liveCodes', {
    ...{
      touchpointId,
      accountId: given.accountId,
      name: '样例',
      slug: `code${next()}`,
      plan: JSON.stringify(plan),
    },
    ...{ createdBy: 'test', createdAt: at, updatedAt: at },
  });
}

export const fieldRow = ({ platform }: For, key: string, type: 'choices' | 'text') => ({
  ...{ key, name: key, type, options: type === 'text' ? '[]' : '["样例"]', sort: 1, createdBy: 'test' },
  ...{ createdAt: platform.clock.now(), updatedAt: platform.clock.now() },
});

const hookRow = ({ platform, accountId }: For) => ({
  ...{ accountId, name: '样例', address: `hook${next()}`, secret: Buffer.from('样例') },
  ...{ createdBy: 'test', createdAt: platform.clock.now() },
});

const endpointRow = ({ platform }: For) => ({
  ...{ name: '样例', url: `https://siyu.example/${next()}`, secret: Buffer.from('样例') },
  ...{ createdBy: 'test', createdAt: platform.clock.now() },
});

/** A shop of Youzan that is connected; nobody fetches from it here. */
async function youzanShop(given: For): Promise<number> {
  const { platform } = given;
  const config = JSON.stringify({ shopId: `${next()}`, clientId: '样例', options: {} });
  const row = { kind: 'shop', platform: 'youzan', name: `店${next()}`, config };
  const id = await insert(given, 'channelAccounts', row);
  const secrets = platform.vault.seal(JSON.stringify({ clientSecret: '样例' }), secretsPlace(id));
  await platform.db.updateTable('channelAccounts').set({ secrets }).where('id', '=', id).execute();
  return id;
}

const RULE = JSON.stringify({ attribute: 'followed', test: { is: 'yes' } });
const view = { list: 'customers', name: '样例', query: '{}', createdAt: new Date(0) };

function segment({ platform }: For) {
  const at = platform.clock.now();
  return { rule: RULE, createdBy: 'test', createdAt: at, updatedAt: at };
}

function broadcast(given: For) {
  const message = JSON.stringify({ text: '样例', attachments: [] });
  return { ...segment(given), name: '样例', channel: 'hand', message, seed: 1 };
}

export async function importRow({ platform }: For) {
  const { name, sha256, bytes } = await upload(platform, 'x.csv', '订单编号,买家\n1,2\n');
  const file = { fileName: name, fileSha256: sha256, bytes, format: '', mapping: '{}' };
  return { ...file, status: 'uploaded', createdBy: 'test', createdAt: platform.clock.now() };
}

async function upload(platform: TestPlatform, name: string, content: string) {
  const body = new Blob([content]).stream();
  return await storeUpload(platform, { name, mime: 'image/png', body, limit: 1_000, actor: 'test' });
}

export async function customer({ platform, accountId, follower }: For): Promise<number> {
  const n = next();
  return await buildCustomer(platform, {
    name: `${CUSTOMER_NAME}${n}`,
    phone: `+86139${String(n).padStart(8, '0')}`,
    city: '样例城市',
    followedBy: { accountId, memberId: follower },
  });
}

async function identityOf({ platform }: For, customerId: number): Promise<number> {
  const { id } = await platform.db
    .selectFrom('identities')
    .select('id')
    .where('customerId', '=', customerId)
    .where('kind', '=', 'phone')
    .executeTakeFirstOrThrow();
  return id;
}
