import { buildMember } from '#customers/testing';
import type { Route } from '#platform/http/route.ts';
import { stages } from '../../src/app.ts';
import { ALBUM_CALLS, ALBUM_MAKERS } from './album.ts';
import { codeSetBody } from './code-sets.ts';
import { type For, insert, next } from './insert.ts';
import {
  costOf,
  customer,
  fieldRow,
  importRow,
  linkBody,
  makers,
  planFor,
  posterBody,
  smsAccount,
  soon,
  touchpoint,
  transferring,
  variantOf,
} from './makers.ts';
import { MIGRATION_CALLS } from './migrations.ts';
import { officialAccount, officialFollower } from './official.ts';
import { SERVICE_MAKERS } from './service-makers.ts';
import { type Fill, valueFor, type Wire, wireOf } from './wire.ts';

Object.assign(makers, SERVICE_MAKERS, ALBUM_MAKERS);

/** Every route of every stage: what the tests of this folder range over. */
export const routes: readonly Route[] = stages.flatMap(stage => stage.routes);

/** Writes in the sense of HTTP: whatever is not a GET. */
export const writes = routes.filter(route => route.method !== 'get');

export type Call = { path: string; body?: unknown; bytes?: Uint8Array<ArrayBuffer> };

/** What cannot be called in passing: it empties the shop, or asks a platform that is not there. */
export const NOT_IN_PASSING = [
  ...['dropDemo', 'remindMember', 'verifyWecomCallback', 'receiveWecomCallback'],
  ...['verifyOfficialAccountCallback', 'receiveOfficialAccountCallback', 'readNoticeTemplates'],
  ...['addKfServicers', 'removeKfServicer', 'createKfScene'],
];

/** Enough of an mp4 to be taken for one. */
const MP4 = Uint8Array.from(Buffer.from('0000002066747970' + '69736f6d00000200', 'hex'));
const momentOf = async (given: For) => ({
  accountId: `acc_${given.accountId}`,
  kind: 'life',
  text: `样例${next()}`,
});
const PNG = Uint8Array.from(
  Buffer.from(
    '89504e470d0a1a0a0000000d4948445200000001000000010806000000' +
      '1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082',
    'hex',
  ),
);

/** Calls that the schemas alone do not make: what must fit together, and bodies that are no JSON. */
const SPECIAL: Record<string, (given: For) => Promise<Call>> = {
  changeRuleFact: async () => ({
    path: '/rule-facts',
    body: { name: 'marketing.person.week', value: { max: 3 } },
  }),
  overridePace: async given => ({
    path: `/accounts/acc_${await makers.acc!(given)}/pace-overrides`,
    body: { pace: 'slow', reason: '样例', until: soon(given) },
  }),
  renameCustomerFieldOption: async given => ({
    path: `/customer-fields/fld_${await makers.fld!(given)}/rename-option`,
    body: { from: '样例', to: `样例${next()}` },
  }),
  uploadImport: async () => ({ path: '/imports?name=x.csv', bytes: new TextEncoder().encode('a,b\n1,2\n') }),
  createMoment: async given => ({ path: '/moments', body: await momentOf(given) }),
  changeMoment: async given => ({
    path: `/moments/mom_${await makers.mom!(given)}`,
    body: await momentOf(given),
  }),
  readScriptAsChatMessages: async given => {
    const [person, script] = [await customer(given), await makers.scr!(given)];
    return {
      path: `/customers/cus_${person}/scripts/scr_${script}/chat-messages?account=acc_${given.accountId}`,
    };
  },
  uploadAttachment: async () => ({ path: '/attachments?kind=video&name=x.mp4', bytes: MP4 }),
  uploadImage: async () => ({ path: '/images?name=x.png', bytes: PNG }),
  checkImport: async given => ({ path: `/imports/imp_${await makers.imp!(given)}/check`, body: chosen() }),
  loadImport: async given => ({ path: `/imports/imp_${await makers.imp!(given)}/load`, body: chosen() }),
  undoImport: async given => {
    const done = { ...(await importRow(given)), status: 'done' };
    return { path: `/imports/imp_${await insert(given, 'imports', done)}/undo` };
  },
  importSegments: async () => ({
    path: '/segments/import',
    body: { version: 1, segments: [{ name: `导入${next()}`, rule: RULE }] },
  }),
  restoreSegment: async given => {
    const id = await makers.seg!(given);
    const { db, clock } = given.platform;
    await db.updateTable('segments').set({ archivedAt: clock.now() }).where('id', '=', id).execute();
    return { path: `/segments/seg_${id}/restore` };
  },
  eraseCustomer: async given => {
    const id = await customer(given);
    // Others of these calls leave imports standing as if they ran.
    const running = ['checking', 'importing', 'undoing'];
    const { db } = given.platform;
    await db.updateTable('imports').set({ status: 'done' }).where('status', 'in', running).execute();
    return { path: `/customers/cus_${id}/erasure`, body: { reason: 'asked', confirm: `cus_${id}` } };
  },
  changeCustomerFields: async given => {
    const key = `字段${next()}`;
    await insert(given, 'customFields', fieldRow(given, key, 'text'));
    return { path: `/customers/cus_${await customer(given)}/fields`, body: { values: { [key]: '样例' } } };
  },
  chooseCustomerValue: async given => {
    const id = await customer(given);
    const { db } = given.platform;
    await db.updateTable('customers').set({ birthday: '1990-01-01' }).where('id', '=', id).execute();
    const body = { field: 'birthday', value: '1990-01-01', reason: '样例' };
    return { path: `/customers/cus_${id}/choose`, body };
  },
  removeCustomerTag: async given => {
    const [customerId, tagId] = [await customer(given), await makers.tag!(given)];
    const row = { customerId, tagId, source: 'manual', actor: 'test', addedAt: given.platform.clock.now() };
    await given.platform.db.insertInto('customerTags').values(row).execute();
    return { path: `/customers/cus_${customerId}/tags/tag_${tagId}` };
  },
  keepCustomerTag: async given => {
    const [customerId, kept, other] = [
      await customer(given),
      await makers.tag!(given),
      await makers.tag!(given),
    ];
    const row = { customerId, source: 'manual', actor: 'test', addedAt: given.platform.clock.now() };
    const both = [kept, other].map(tagId => ({ ...row, tagId }));
    await given.platform.db.insertInto('customerTags').values(both).execute();
    return {
      path: `/customers/cus_${customerId}/tags/tag_${kept}/keep`,
      body: { among: [`tag_${kept}`, `tag_${other}`] },
    };
  },
  liftTagConflict: async given => {
    const [tagA, tagB] = [await makers.tag!(given), await makers.tag!(given)];
    const row = { tagA, tagB, createdBy: 'test', createdAt: given.platform.clock.now() };
    await given.platform.db.insertInto('tagConflicts').values(row).execute();
    return { path: `/tag-conflicts/tag_${tagA}/tag_${tagB}` };
  },
  changeKfScene: async given => ({
    path: `/kf/scenes/kfc_${await makers.kfc!(given)}`,
    body: { name: `场景${next()}`, welcome: '样例' },
  }),
  assignKfSession: async given => ({
    path: `/kf/sessions/kfs_${await makers.kfs!(given)}/assign`,
    body: { to: 'me' },
  }),
  ...ALBUM_CALLS,
  createAcquisitionLink: async given => ({ path: '/acquisition-links', body: await linkBody(given) }),
  changeAcquisitionLink: async given => {
    const { accountId: _, ...body } = await linkBody(given);
    return { path: `/acquisition-links/lnk_${await makers.lnk!(given)}`, body };
  },
  createTransfer: async given => ({
    path: '/transfers',
    body: { ...(await transferring(given)), words: '样例' },
  }),
  previewTransfer: async given => ({
    path: '/transfers/preview',
    body: { ...(await transferring(given)), words: '样例' },
  }),
  createLiveCode: async given => ({
    path: '/live-codes',
    body: { ...(await codeBody(given)), accountId: `acc_${given.accountId}` },
  }),
  changeLiveCode: async given => ({
    path: `/live-codes/code_${await makers.code!(given)}`,
    body: { ...(await codeBody(given)), version: 1 },
  }),
  dryRunLiveCode: async given => ({
    path: '/live-codes/dry-run',
    body: {
      accountId: `acc_${given.accountId}`,
      plan: await planFor(given),
      at: '2026-06-01T21:00:00+08:00',
    },
  }),
  createPoster: async () => ({ path: '/posters', body: { ...posterBody, name: `海报${next()}` } }),
  changePoster: async given => ({
    path: `/posters/pos_${await makers.pos!(given)}`,
    body: { ...posterBody, name: '样例', version: 1 },
  }),
  previewPoster: async () => ({ path: '/posters/preview', body: posterBody }),
  changeCodeVariant: async given => ({ ...(await codeVariant(given)), body: { putOut: 100 } }),
  archiveCodeVariant: codeVariant,
  noteCall: async given => ({
    path: `/customers/cus_${await customer(given)}/calls`,
    body: { touchpointId: `tp_${await touchpoint(given)}`, note: '样例' },
  }),
  createCodeSet: async given => ({ path: '/code-sets', body: await codeSetBody(given) }),
  drawCodePoster: async given => ({
    path: `/live-codes/code_${await makers.code!(given)}/poster?poster=pos_${await makers.pos!(given)}&width=60`,
  }),
  joinMembers: async given => {
    const [from, into] = await twoMembers(given);
    return { path: `/members/mem_${from}/join`, body: { into: `mem_${into}`, password: PASSWORD } };
  },
  separateMembers: async given => {
    const [from, into] = await twoMembers(given);
    await given.platform.db.updateTable('members').set({ sameAs: into }).where('id', '=', from).execute();
    return { path: `/members/mem_${from}/join` };
  },
  removeTouchpointCost: async given => {
    const id = await touchpoint(given);
    return { path: `/touchpoints/tp_${id}/costs/cost_${await costOf(given, id)}` };
  },
  ...MIGRATION_CALLS,
  createBroadcast: async () => ({ path: '/broadcasts', body: broadcastBody() }),
  changeBroadcast: async given => ({
    path: `/broadcasts/bro_${await makers.bro!(given)}`,
    body: broadcastBody(),
  }),
  previewBroadcast: async () => ({ path: '/broadcasts/preview', body: broadcastBody() }),
  tickHandTask: handTask,
  changeOwnPassword: async () => ({
    path: '/session/password',
    body: { current: PASSWORD, next: `${PASSWORD}!` },
  }),
  createWebhookEndpoint: async () => ({
    path: '/webhook-endpoints',
    body: { name: '样例', url: `https://siyu.example/${next()}` },
  }),
  connectYouzanShop: async () => ({
    path: '/youzan-shops',
    body: { source: { name: `店${next()}` }, clientId: '样例', clientSecret: '样例', shopId: `${next()}` },
  }),
  connectSmsAccount: async () => ({ path: '/sms-accounts', body: smsBody() }),
  createSmsTemplate: async given => ({ path: '/sms-templates', body: await templateBody(given) }),
  changeSmsTemplate: async given => ({
    path: `/sms-templates/smt_${await makers.smt!(given)}`,
    body: await templateBody(given),
  }),
  signIn: async () => ({ path: '/session', body: { login: 'nobody', password: PASSWORD } }),
  connectOfficialAccount: async () => ({
    path: '/official-accounts',
    body: { name: '样例', appId: `wx${next()}`, secret: '样例' },
  }),
  replyToFollower: async given => {
    const customerId = await customer(given);
    const { accountId } = await officialFollower(given, customerId);
    return {
      path: `/customers/cus_${customerId}/official-replies`,
      body: { accountId: `acc_${accountId}`, text: '样例' },
    };
  },
  sendNotice: async given => {
    const customerId = await customer(given);
    const { templateId } = await officialFollower(given, customerId);
    return {
      path: `/customers/cus_${customerId}/notices`,
      body: { templateId: `ntt_${templateId}`, values: { thing1: '样例' } },
    };
  },
  createNoticeTemplate: async given => ({
    path: '/notice-templates',
    body: {
      ...{ accountId: `acc_${await officialAccount(given)}`, code: `tpl_${next()}`, title: '样例' },
      content: '样例：{{thing1.DATA}}',
    },
  }),
  connectAccount: async () => ({
    path: '/accounts',
    body: { kind: 'wecom', name: '样例', corpId: `ww${next()}`, secret: '样例' },
  }),
};

/** The password of whoever calls. */
export const PASSWORD = 'correct horse battery';

const chosen = () => ({ shop: { name: `店${next()}` }, format: 'taobao_orders' });
const RULE = { attribute: 'followed', test: { is: 'yes' } };
const broadcastBody = () => ({
  name: `群发${next()}`,
  channel: 'hand',
  rule: RULE,
  message: { text: '样例' },
});

const smsBody = () => ({
  ...{ vendor: 'aliyun', name: `短信${next()}`, signName: '样例' },
  ...{ keyId: '样例', keySecret: '样例', pricePerThousand: 4_500 },
});

async function templateBody(given: For) {
  const accountId = `sms_${await smsAccount(given)}`;
  return { accountId, name: '样例', code: `SMS_${next()}`, kind: 'transactional', text: '样例' };
}

async function codeBody(given: For) {
  return { name: '样例', touchpointId: `tp_${await touchpoint(given)}`, plan: await planFor(given) };
}

/** One that WeCom's directory made, and one with a login. */
async function twoMembers(given: For): Promise<[number, number]> {
  const { platform, accountId } = given;
  const [from, into] = [await buildMember(platform, { accountId }), await buildMember(platform)];
  const login = { login: `member${next()}`, passwordHash: 'none that fits' };
  await platform.db.updateTable('members').set(login).where('id', '=', into).execute();
  return [from, into];
}

async function codeVariant(given: For): Promise<Call> {
  const code = await makers.code!(given);
  return { path: `/live-codes/code_${code}/variants/var_${await variantOf(given, code)}` };
}

async function handTask(given: For): Promise<Call> {
  const [customerId, taskId] = [await customer(given), await makers.tsk!(given)];
  const at = given.platform.clock.now();
  const { broadcastId } = await given.platform.db
    .selectFrom('sendTasks')
    .select('broadcastId')
    .where('id', '=', taskId)
    .executeTakeFirstOrThrow();
  const contact = { channel: 'hand', purpose: 'marketing', source: 'broadcast', sourceId: broadcastId };
  const contactId = await insert(given, 'contacts', { ...contact, customerId, slot: at, claimedAt: at });
  const row = { broadcastId, customerId, memberId: given.follower, contactId, taskId, state: 'task_created' };
  await given.platform.db.insertInto('broadcastPeople').values(row).execute();
  return { path: `/hand-tasks/bro_${broadcastId}/cus_${customerId}`, body: { outcome: 'sent' } };
}

/** A call that the route takes, on records made for it alone. */
export async function validCall(route: Route, given: For): Promise<Call> {
  const special = SPECIAL[route.name];
  if (special) return await special(given);
  const fill: Fill = {
    extent: 'least',
    text: (_, wire) => `样例${next()}`.slice(0, wire.maxLength ?? 100),
    id: prefix => newId(prefix, given),
  };
  const path = await pathFor(route, given);
  return route.body ? { path, body: await valueFor(wireOf(route.body), fill) } : { path };
}

/** The route's path with a new record of its own for every id in it. */
export async function pathFor(route: Route, given: For): Promise<string> {
  const { properties = {} } = wireOf(route.params) as Wire;
  let path: string = route.path;
  for (const [name, wire] of Object.entries(properties)) {
    const value = await valueFor(wire, {
      extent: 'least',
      text: () => 'x',
      id: prefix => newId(prefix, given),
    });
    path = path.replace(`{${name}}`, String(value));
  }
  return path;
}

async function newId(prefix: string, given: For): Promise<string> {
  const make = makers[prefix];
  if (!make) throw new Error(`test/calls/makers.ts cannot make a ${prefix}_…`);
  return `${prefix}_${await make(given)}`;
}
