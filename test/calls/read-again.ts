import { secretsPlace } from '#channels';
import { ALBUM_READINGS } from './album.ts';
import { codeSetBody } from './code-sets.ts';
import type { For } from './insert.ts';
import { linkBody, makers, planFor, posterBody, soon, transferring } from './makers.ts';
import type { Adapt } from './typed.ts';

/** How a route's texts are tried out. */
export type Reading = {
  /** Where they are read again, `{id}` being what was written: each for itself, or all at once in a list. */
  each?: string;
  list?: string;
  /** They stand in the audit log only, a row for each call. */
  audit?: true;
  adapt?: Adapt;
  /** Each call is on records of its own. */
  fresh?: true;
  /** SQL before the first call: names that another route has taken are given free. */
  first?: string;
  /** SQL that makes the next call on the same record possible. */
  between?: string;
  /** Texts that are judged by what they say: they may be refused whatever they hold, but never break anything. */
  judged?: readonly string[];
  /** Texts that no route shows; `kept` reads from where they are kept. */
  unshown?: readonly string[];
  kept?: (given: For, id: string) => Promise<unknown>;
  /**
   * Its texts go the same way as another route's (the same schema, the same verb, the same log): each is judged by the
   * schema, and every fourth is sent, from this one on, so that the twins send all of them between them.
   */
  twin?: number;
  /** Only every so manieth text: each costs a hash that is slow on purpose, or a question to ClickHouse. */
  every?: number;
};

type Body = Record<string, never>;

/** It is shown with its session, whose number the answer does not tell. */
const answerOf = ({ platform }: For, id: string) =>
  platform.db
    .selectFrom('kfMessages')
    .select('text')
    .where('id', '=', Number(id.slice(4)))
    .executeTakeFirst();
const EVERYBODY = { attribute: 'followed', test: { is: 'yes' } };

/** On a sheet with room for any text, under a code that can be read. */
const onSheet = ({
  name,
  hook,
  version,
  layers,
}: {
  name?: Body;
  hook: Body;
  version?: Body;
  layers: Body[];
}) => {
  const [code, words] = posterBody.layers;
  const text = { ...words, text: (layers[0] as { text?: string } | undefined)?.text ?? '样例' };
  return {
    ...posterBody,
    ...(name && { name }),
    hook,
    ...(version !== undefined && { version: 1 }),
    layers: [text, code],
  };
};
const handedOn = async ({ words }: Body, given: For) => ({ words, ...(await transferring(given)) });
const linked = async ({ name, departments }: { name: Body; departments: { name: Body }[] }, given: For) => ({
  ...(await linkBody(given)),
  ...{ name, departments: [{ id: 1, name: departments[0]?.name }] },
});
const toSiyu = (body: Body) => ({ ...body, url: 'https://siyu.example/', types: [] });

const withoutLogin = (body: Body) => ({ ...body, login: null, password: null, teamId: null });
const withoutParent = (body: Body) => ({ ...body, parentId: null });
const withoutRule = (body: Body) => ({ ...body, rule: EVERYBODY });
const byHand = (body: Body) => ({
  ...body,
  channel: 'hand',
  accountId: null,
  segmentId: null,
  rule: EVERYBODY,
  // What fills templates is what they let it be, and nothing of it goes by hand.
  ...{ sms: null, notice: null },
});
const oneCustomer = async (body: Body, given: For) => ({
  ...body,
  people: { ids: [`cus_${await makers.cus?.(given)}`] },
});

/** Of a mapping the fields that a file of orders needs, each column named as somebody would name it. */
function mapped({ shop, format, mapping }: { shop: Body; format: string; mapping: { columns: Body[] } }) {
  const [column] = mapping.columns;
  const columns = [
    { ...column, field: 'orderNo', format: undefined },
    { ...column, field: 'orderedAt', format: 'yyyyMMdd' },
  ];
  const rest = { kind: 'orders', columns, custom: [], zone: 'UTC', autoOrderNo: false };
  return { shop, format, mapping: { ...mapping, ...rest } };
}
const MAPPING = {
  each: '/imports/{id}',
  adapt: mapped as Adapt,
  between: `update imports set status = 'uploaded'`,
  judged: ['format', 'mapping.columns.1.format', 'mapping.zone'],
} as const;

async function secretOf({ platform: { db, vault } }: For, id: string): Promise<unknown> {
  const { secrets } = await db
    .selectFrom('channelAccounts')
    .select('secrets')
    .where('id', '=', Number(id.slice('acc_'.length)))
    .executeTakeFirstOrThrow();
  return JSON.parse(vault.open(secrets ?? Buffer.alloc(0), secretsPlace(Number(id.slice('acc_'.length)))));
}

async function promised({ platform: { db } }: For, id: string): Promise<unknown> {
  return await db
    .selectFrom('promises')
    .selectAll()
    .where('id', '=', Number(id.split('_')[1]))
    .execute();
}

const justNow = ({ at: _, ...body }: Body & { at?: Body }) => body as Body;

async function called({ platform: { db } }: For, id: string): Promise<unknown> {
  return await db
    .selectFrom('entries')
    .selectAll()
    .where('id', '=', Number(id.split('_')[1]))
    .execute();
}

const shopSecretOf = (given: For, id: string) => secretOf(given, id.replace('shop_', 'acc_'));

const withUrl = (body: Body) => ({ ...body, url: 'https://siyu.example/', orderSources: [] });
const shops = async ({ name, stores }: { name: Body; stores: Body[] }, given: For) => {
  const body = await codeSetBody(given);
  const [store] = body.stores;
  return {
    ...body,
    name,
    stores: [{ ...store, store: (stores[0] as { store?: string } | undefined)?.store }],
  };
};
/** A plan that leads to somebody of the corp; its words are tried out. */
const planned = async ({ plan, ...body }: { plan: { fallback: Body } }, given: For) => ({
  ...body,
  ...{ accountId: `acc_${given.accountId}`, version: 1, welcome: null, tagIds: [] },
  plan: { ...(await planFor(given)), fallback: plan.fallback },
});
const workable = async (body: Body, given: For) => {
  await planFor(given);
  const whom = { accountId: `acc_${given.accountId}`, memberIds: [`mem_${given.follower}`] };
  return { ...(body as object), ...whom, memberDay: 10 };
};
/** The words on a card have a length in bytes, which is judged with its places filled. */
const onCards = (message = '') => ['title', 'description'].map(text => `${message}attachments.0.${text}`);
/** A moment's files and links are judged by what they are; its words are tried out. */
const inWords = ({ text }: Body, given: For) => ({ accountId: `acc_${given.accountId}`, kind: 'life', text });
const greeted = ({ welcome }: { welcome: { variants: { message: Body }[] } }) => ({
  welcome: { variants: welcome.variants.map(({ message }) => ({ who: 'anybody', message })) },
});

const ofAliyun = (body: Body) => ({ ...body, vendor: 'aliyun', appId: undefined, region: undefined });
const SMS_ACCOUNT = {
  unshown: ['keyId', 'keySecret'],
  kept: (given: For, id: string) => secretOf(given, id.replace('sms_', 'acc_')),
  judged: ['signName', 'appId', 'region'],
} as const;
const transactional = (body: Body) => ({ ...body, kind: 'transactional' });
const SMS_TEMPLATE = {
  judged: ['text', 'code'],
  between: `update sms_templates set code = 'SMS_' || id`,
} as const;

/** Every route that takes texts in its body; rules are tried out by themselves. */
export const READINGS: Record<string, Reading> = {
  signIn: { judged: ['login', 'password'], every: 10 },
  changeOwnPassword: { judged: ['current', 'next'], every: 10 },
  createMember: { list: '/members', adapt: withoutLogin },
  changeMember: { twin: 0, list: '/members', fresh: true, adapt: withoutLogin },
  createTeam: { list: '/teams', adapt: withoutParent },
  changeTeam: {
    twin: 1,
    list: '/teams',
    fresh: true,
    adapt: withoutParent,
    first: `update teams set name = 'team ' || id`,
  },
  changeRuleFact: { judged: ['name'] },
  changeCompany: { each: '/welcome' },
  dropDemo: { judged: ['confirm'] },
  changeCustomer: { each: '/customers/{id}' },
  createCustomerField: {
    twin: 0,
    audit: true,
    adapt: ({ key: _, ...body }: Body) => ({ ...(body as Body), type: 'choices' }),
    between: 'delete from custom_values; delete from custom_fields',
  },
  changeCustomerField: { twin: 2, audit: true, adapt: (body: Body) => ({ ...body, archived: false }) },
  renameCustomerFieldOption: {
    ...{ twin: 3, audit: true, judged: ['from'], adapt: (body: Body) => ({ ...body, from: '样例' }) },
    between: `update custom_fields set options = '["样例"]'`,
  },
  changeCustomerFields: {
    each: '/customers/{id}/fields',
    // The key of the record that wire.ts makes.
    first: `insert into custom_fields (key, name, type, sort, created_by, created_at, updated_at)
      values ('键', '键', 'text', 1, 'test', now(), now())`,
  },
  unmaskPhone: { twin: 3, audit: true },
  mergeCustomers: {
    twin: 3,
    audit: true,
    between: 'delete from merges; update customers set person_id = id where person_id <> id',
  },
  undoMerge: { twin: 2, audit: true, between: 'update merges set undone_at = null' },
  decideMergeSuggestion: {
    twin: 1,
    audit: true,
    adapt: (body: Body) => ({ ...body, decision: 'reject' }),
    between: `update merge_suggestions set state = 'open'`,
  },
  chooseCustomerValue: {
    twin: 0,
    audit: true,
    adapt: (body: Body) => ({ ...body, field: 'birthday', value: '1990-01-01' }),
    between: `update customers set birthday = '1990-01-01'`,
    judged: ['value'],
  },
  decideSharedPhone: { twin: 2, audit: true, between: 'update identities set shared = false' },
  bindOrder: { each: '/customers/{id}/order-bindings', between: 'delete from order_bindings' },
  decideOrderBinding: { twin: 3, audit: true, between: `update order_bindings set state = 'suggested'` },
  eraseCustomer: { judged: ['reason', 'confirm'] },
  createTag: { list: '/tags' },
  changeTag: { list: '/tags', fresh: true },
  tagCustomers: { twin: 0, audit: true, between: 'delete from customer_tags', adapt: oneCustomer },
  addCustomerTags: { twin: 0, each: '/customers/{id}', between: 'delete from customer_tags' },
  recordConsent: { twin: 1, audit: true },
  suppressCustomer: { each: '/customers/{id}', between: 'delete from suppressions' },
  liftSuppression: { twin: 2, audit: true, between: 'update suppressions set lifted_at = null' },
  connectAccount: { list: '/accounts', unshown: ['secret'], kept: secretOf },
  connectOfficialAccount: { list: '/accounts', unshown: ['secret'], kept: secretOf },
  createNoticeTemplate: { judged: ['code', 'title', 'content'], every: 10 },
  replyToFollower: { judged: ['text', 'link.title', 'link.url', 'link.description'], every: 10 },
  changeAccount: { twin: 0, list: '/accounts', fresh: true, unshown: ['secret'], kept: secretOf },
  connectSmsAccount: { list: '/sms-accounts', adapt: ofAliyun, ...SMS_ACCOUNT },
  changeSmsAccount: { twin: 0, list: '/sms-accounts', fresh: true, ...SMS_ACCOUNT },
  createSmsTemplate: { list: '/sms-templates', adapt: transactional, ...SMS_TEMPLATE },
  changeSmsTemplate: { twin: 1, list: '/sms-templates', fresh: true, adapt: transactional, ...SMS_TEMPLATE },
  checkSmsTemplate: { judged: ['text'], every: 10 },
  checkImport: MAPPING,
  loadImport: { ...MAPPING, twin: 1 },
  saveView: { list: '/views?list=customers' },
  createSegment: {
    list: '/segments',
    adapt: withoutRule,
    first: 'update segments set archived_at = now()',
  },
  changeSegment: {
    twin: 1,
    first: 'update segments set archived_at = now()',
    each: '/segments/{id}',
    adapt: withoutRule,
  },
  importSegments: {
    twin: 2,
    audit: true,
    adapt: ({ version, segments }: { version: never; segments: Body[] }) => ({
      version,
      segments: segments.map(withoutRule),
    }),
  },
  overrideTier: { twin: 3, audit: true },
  followUpCustomer: {
    each: '/customers/{id}/follow-up',
    between: `delete from events where type like 'follow_up.%'`,
  },
  makePromise: { unshown: ['text'], kept: promised },
  enterAcquisitionCost: {
    each: '/customers/{id}/value',
    between: 'delete from value_entries',
    unshown: ['cause'],
  },
  createWriteKey: { list: '/write-keys' },
  connectYouzanShop: {
    list: '/youzan-shops',
    adapt: ({ options: _, ...body }: Body) => body as Body,
    unshown: ['clientSecret'],
    kept: shopSecretOf,
  },
  changeYouzanShop: {
    twin: 0,
    list: '/youzan-shops',
    fresh: true,
    adapt: ({ options: _, ...body }: Body) => body as Body,
    unshown: ['clientSecret'],
    kept: shopSecretOf,
  },
  createOrderHook: { list: '/order-hooks' },
  changeOrderHook: { list: '/order-hooks', fresh: true, twin: 1 },
  createWebhookEndpoint: { list: '/webhook-endpoints', adapt: toSiyu, judged: ['url'] },
  changeWebhookEndpoint: {
    twin: 1,
    list: '/webhook-endpoints',
    fresh: true,
    adapt: toSiyu,
    judged: ['url'],
  },
  changeEventDefinition: { list: '/event-definitions', fresh: true },
  createPoster: { each: '/posters/{id}', adapt: onSheet },
  changePoster: { twin: 1, each: '/posters/{id}', fresh: true, adapt: onSheet },
  previewPoster: { adapt: onSheet, every: 10 },
  createCodeVariant: { audit: true, fresh: true },
  overridePace: {
    audit: true,
    adapt: (async (body: Body, given: For) => ({ ...body, memberId: null, until: soon(given) })) as Adapt,
  },
  createTouchpoint: { list: '/touchpoints', adapt: withUrl, judged: ['url'] },
  changeTouchpoint: {
    twin: 1,
    list: '/touchpoints',
    fresh: true,
    adapt: withUrl,
    judged: ['url'],
    first: `update touchpoints set name = 'touchpoint ' || id`,
  },
  noteCall: { unshown: ['note'], kept: called, adapt: justNow, every: 3 },
  createCodeSet: { each: '/code-sets/{id}', adapt: shops as Adapt, every: 3 },
  joinMembers: { judged: ['password'], every: 10 },
  addTouchpointCost: { twin: 2, audit: true },
  ...ALBUM_READINGS,
  createAcquisitionLink: { list: '/acquisition-links', adapt: linked as Adapt },
  changeAcquisitionLink: { twin: 1, list: '/acquisition-links', fresh: true, adapt: linked as Adapt },
  changeKfAccount: { twin: 0, list: '/kf/accounts', fresh: true },
  changeKfScene: { audit: true, fresh: true },
  answerKfSession: { fresh: true, every: 3, unshown: ['text'], kept: answerOf },
  createTransfer: { each: '/transfers/{id}', adapt: handedOn as Adapt, fresh: true, every: 4 },
  previewTransfer: { adapt: handedOn as Adapt, every: 10 },
  createLiveCode: { each: '/live-codes/{id}', adapt: planned as Adapt, every: 3 },
  changeLiveCode: { twin: 3, each: '/live-codes/{id}', fresh: true, adapt: planned as Adapt },
  dryRunLiveCode: { adapt: planned as Adapt, every: 10 },
  setWelcome: {
    twin: 0,
    each: '/welcomes',
    adapt: greeted as Adapt,
    judged: onCards('welcome.variants.0.message.'),
  },
  createBuyerMigration: { each: '/buyer-migrations/{id}', adapt: workable as Adapt, every: 3 },
  changeBuyerMigration: {
    twin: 3,
    each: '/buyer-migrations/{id}',
    fresh: true,
    adapt: workable as Adapt,
    first: `update buyer_migrations set name = 'migration ' || id`,
  },
  createBroadcast: { each: '/broadcasts/{id}', adapt: byHand, judged: onCards('message.') },
  changeBroadcast: { twin: 2, each: '/broadcasts/{id}', adapt: byHand, judged: onCards('message.') },
  createMoment: { each: '/moments/{id}', adapt: inWords as Adapt },
  changeMoment: { twin: 2, each: '/moments/{id}', fresh: true, adapt: inWords as Adapt },
  createScript: { list: '/scripts', judged: ['text', ...onCards()] },
  changeScript: { twin: 3, list: '/scripts', fresh: true, judged: ['text', ...onCards()] },
  previewBroadcast: { adapt: byHand, every: 10, judged: onCards('message.') },
};
