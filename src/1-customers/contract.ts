import { z } from 'zod';
import { day, fen, id, instant, name, pageQuery, refusal, text } from '#platform/contract.ts';
import { hasLunarDay, LUNAR_YEARS } from '#platform/lunar.ts';
import { readFieldRanges } from './fields/ranges.contract.ts';
import { syncFound, syncRead } from './wecom/contract.ts';

export * from './accounts/contract.ts';
export * from './contact/history/causes.contract.ts';
export type { reachDays, reachPeople } from './contact/history/contract.ts';
export * from './fields/contract.ts';
export type { FieldRange, FieldRanges } from './fields/ranges.contract.ts';
export type {
  customerOfficialView,
  followerRow,
  noticeTemplateView,
  officialAccountBody,
  officialMessageView,
} from './official-account/contract.ts';
export type { ProductRole } from './products/formula.contract.ts';
export type { sidebarCustomer, sidebarView } from './sidebar/contract.ts';
export type { signInWays } from './sign-in/contract.ts';
export * from './sms/contract.ts';
export type { corpTagView, pushesView, syncFound, syncRunView } from './wecom/contract.ts';
export * from './wecom/groups/contract.ts';
export { isOwnState, OWN_STATE, ownState } from './wecom/own-state.contract.ts';
export * from './wecom/transfers/contract.ts';

export const gender = z.union([z.literal(1), z.literal(2)]);

const words = text(200);
const list = (of: string) =>
  z
    .string()
    .max(2_000)
    .transform(value => value.split(',').filter(part => part !== ''))
    .pipe(z.array(id(of)).max(100));
const wordList = text(500).transform(value => value.split(',').filter(part => part !== ''));

/** The customer list's filters; they stand in the page's address as they are. */
export const customerFilters = z.object({
  q: text(100).optional(),
  tier: wordList.optional(),
  tag: list('tag').optional(),
  city: words.optional(),
  source: words.optional(),
  member: list('mem').optional(),
  shop: id('acc').optional(),
  followed: z.enum(['yes', 'no']).optional(),
  reachable: z.enum(['yes', 'no']).optional(),
  phone: z.enum(['yes', 'no']).optional(),
  ordersMin: z.coerce.number().int().min(0).optional(),
  ordersMax: z.coerce.number().int().min(0).optional(),
  paidMin: z.coerce.number().int().min(0).optional(),
  paidMax: z.coerce.number().int().min(0).optional(),
  lastOrderAfter: day.optional(),
  lastOrderBefore: day.optional(),
  createdAfter: day.optional(),
  createdBefore: day.optional(),
  /** Whose next follow-up is on this day or before it. */
  followUpBefore: day.optional(),
  /** Whose profile a file made. */
  import: id('imp').optional(),
  /** Fields with a choice, `key=option` each, encoded as a part of an address: any of one field, all of several. */
  field: text(2_000).transform(chosenIn).optional(),
  /** Fields of numbers or days, `key=from..to` each with commas between: both ends included, either may be left open. */
  fieldRange: text(2_000)
    .refine(
      value => readFieldRanges(value) !== undefined,
      refusal('no_such_range', {
        zh: '要写成“字段=起..止”，起止都是数字或都是日期（yyyy-MM-dd），其中一个可以不写，例如 height=155..170',
        en: 'Write field=from..to, both ends numbers or both days (yyyy-MM-dd), one of which may be left out: height=155..170',
      }),
    )
    .transform(value => readFieldRanges(value) ?? {})
    .optional(),
});
/** What is malformed is nobody's choice, and finds nobody. */
function chosenIn(value: string): { key: string; option: string }[] {
  return value
    .split(',')
    .filter(part => part !== '')
    .map(part => {
      const [key = '', ...option] = decoded(part).split('=');
      return { key, option: option.join('=') };
    });
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export const customerSort = z.enum(['created', 'lastOrder', 'paid', 'orders', 'value', 'name', 'followUp']);
export const customerListQuery = customerFilters.extend({
  sort: customerSort.default('created'),
  order: z.enum(['asc', 'desc']).default('desc'),
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  pageSize: z.coerce.number().int().min(1).max(200).default(50),
});

export const tagRef = z.object({ id: id('tag'), name: z.string(), group: z.string() });

export const customerRow = z.object({
  id: id('cus'),
  name: z.string(),
  phone: z.string().nullable(),
  tier: z.string(),
  tags: z.array(tagRef),
  city: z.string(),
  source: z.string(),
  members: z.array(z.object({ id: id('mem'), name: z.string() })),
  followed: z.boolean(),
  orders: z.number().int(),
  paid: fen,
  value: fen,
  lastOrderAt: instant.nullable(),
  createdAt: instant,
  nextFollowUp: day.nullable(),
  /** Of the fields that are columns of the list, as they are kept: `yes`, several choices one a line. */
  fields: z.array(z.object({ key: z.string(), value: z.string() })),
});
export const customerList = z.object({ data: z.array(customerRow), total: z.number().int() });

const facet = z.array(z.object({ value: z.string(), customers: z.number().int() }));
/** What the filters can be set to, the most frequent first. */
export const customerFacets = z.object({ cities: facet, sources: facet });

/** People of a batch: named one by one, or everybody the filters find. A filter nobody knows is an error, not everybody. */
export const peopleRef = z.union([
  z.object({ ids: z.array(id('cus')).min(1).max(1_000) }),
  z.object({
    filters: z.strictObject(customerFilters.shape),
    except: z.array(id('cus')).max(1_000).default([]),
  }),
]);
export const tagPeopleBody = z.object({
  people: peopleRef,
  tagIds: z.array(id('tag')).min(1).max(50),
  change: z.enum(['add', 'remove']),
  reason: text(200).optional(),
});

export const identityView = z.object({
  id: id('idn'),
  kind: z.string(),
  accountName: z.string().nullable(),
  shown: z.string(),
  shared: z.boolean(),
  /** Why it is several people's, in words. */
  sharedReason: z.string().nullable(),
  source: z.string(),
  firstSeenAt: instant,
  /** The profile it came to: differs from the customer's id after a merge. */
  profile: id('cus'),
});

export const mergeView = z.object({
  id: id('mrg'),
  kind: z.enum(['auto', 'suggested', 'manual']),
  reason: z.string(),
  customers: z.tuple([id('cus'), id('cus')]),
  /** What the two profiles are called, each by its own source. */
  names: z.tuple([z.string().nullable(), z.string().nullable()]),
  evidence: z.record(z.string(), z.unknown()),
  actor: z.string(),
  createdAt: instant,
  undoneAt: instant.nullable(),
  undoneReason: z.enum(['decided', 'phone_shared', 'import_undone']).nullable(),
});

export const orderView = z.object({
  id: id('ord'),
  shop: z.string(),
  orderNo: z.string(),
  payment: z.enum(['due', 'paid', 'closed']),
  fulfilment: z.enum(['none', 'processing', 'shipped', 'delivered']),
  refund: z.enum(['none', 'partial', 'full']),
  paid: fen,
  refunded: fen,
  currency: z.string(),
  quantity: z.number().int(),
  orderedAt: instant,
  match: z.string(),
  items: z.array(
    z.object({ name: z.string(), sku: z.string().nullable(), quantity: z.number().int(), amount: fen }),
  ),
});

export const tagOfCustomer = tagRef.extend({
  /** What it says of somebody, and who looks after it. */
  meaning: z.string().nullable(),
  owner: z.string().nullable(),
  /** Who gave it. */
  actor: z.string(),
  confirmedAt: instant.nullable(),
  source: z.string(),
  reason: z.string().nullable(),
  addedAt: instant,
  expiresAt: instant.nullable(),
});

export const consentView = z.object({
  purpose: z.string(),
  channel: z.string(),
  given: z.boolean(),
  at: instant,
  source: z.string(),
});

/** A day of the lunar calendar (农历). */
const lunarDay = z.object({
  month: z.number().int().min(1).max(12),
  day: z.number().int().min(1).max(30),
  /** Of a leap month (闰月). */
  leap: z.boolean().default(false),
});
/** With the lunar year of birth, where it is known. */
export const lunarBirthday = lunarDay
  .extend({
    year: z.number().int().min(LUNAR_YEARS.first).max(LUNAR_YEARS.last).nullable().default(null),
  })
  .refine(
    // A year out of bounds is refused as such; its calendar is in no table.
    ({ year, ...lunar }) =>
      year === null || year < LUNAR_YEARS.first || year > LUNAR_YEARS.last || hasLunarDay(year, lunar),
    refusal('no_such_lunar_day', {
      zh: '那一年没有这个农历日子，请检查是不是闰月、有没有三十',
      en: 'That lunar year has no such day; check the leap month and whether the month has a day 30',
    }),
  );

export const customerView = z.object({
  id: id('cus'),
  name: z.string().nullable(),
  gender: gender.nullable(),
  birthday: day.nullable(),
  /** By which lunar day the birthday is kept, in Chinese words, and on which day next. */
  lunarBirthday: lunarDay
    .extend({ year: z.number().int().nullable(), words: z.string(), next: day })
    .nullable(),
  province: z.string().nullable(),
  city: z.string().nullable(),
  avatarUrl: z.string().nullable(),
  note: z.string().nullable(),
  owner: z.object({ id: id('mem'), name: z.string() }).nullable(),
  nextFollowUp: day.nullable(),
  /** Under fourteen, by birthday or by hand. */
  /** They do not agree to automated profiling: no tier by score, no prediction, no price sensitivity, no rhythm. */
  refusesProfiling: z.boolean(),
  minor: z.boolean(),
  /** Fields that were corrected by hand: no file changes them any more. */
  corrected: z.record(z.string(), z.object({ at: z.string(), by: z.string() })),
  source: z.string(),
  createdAt: instant,
  profiles: z.array(id('cus')),
  follows: z.array(
    z.object({
      member: z.object({ id: id('mem'), name: z.string() }),
      account: z.string(),
      remark: z.string().nullable(),
      followedAt: instant,
      endedAt: instant.nullable(),
      endedBy: z.string().nullable(),
    }),
  ),
  identities: z.array(identityView),
  tags: z.array(tagOfCustomer),
  merges: z.array(mergeView),
  consents: z.array(consentView),
  suppressed: z.array(
    z.object({ id: id('sup'), channel: z.string(), purpose: z.string(), reason: z.string(), at: instant }),
  ),
  facts: z.record(
    z.string(),
    z.object({ num: z.number().nullable(), str: z.string().nullable(), at: instant.nullable() }),
  ),
  totals: z.object({
    orders: z.number().int(),
    paid: fen,
    refunded: fen,
    firstOrderAt: instant.nullable(),
    lastOrderAt: instant.nullable(),
  }),
});

export const customerPatch = z
  .object({
    name: name(100).nullable(),
    gender: gender.nullable(),
    birthday: day.nullable(),
    /** With a year it says the day of birth too. */
    lunarBirthday: lunarBirthday.nullable(),
    province: text(50).nullable(),
    city: text(50).nullable(),
    note: text(2_000).nullable(),
    ownerMemberId: id('mem').nullable(),
    nextFollowUp: day.nullable(),
    minor: z.boolean(),
  })
  .partial();

export const timelineKind = z.enum(['orders', 'follows', 'messages', 'tags', 'profile', 'other']);
export const timelineQuery = pageQuery.extend({ kind: timelineKind.optional() });
export const timelineEntry = z.object({
  seq: z.string(),
  type: z.string(),
  at: instant,
  actor: z.string(),
  account: z.string().nullable(),
  /** What it is about, in a word: the tag, the goods of the order. */
  about: z.string().nullable(),
  data: z.record(z.string(), z.unknown()),
});

export const tagGroupView = z.object({
  id: id('tgr'),
  name: z.string(),
  /** Nobody should carry two of them. */
  exclusive: z.boolean(),
  tags: z.array(
    z.object({
      id: id('tag'),
      name: z.string(),
      customers: z.number().int(),
      /** What it says of somebody, in a sentence. */
      meaning: z.string().nullable(),
      /** Who looks after it. */
      owner: z.object({ id: id('mem'), name: z.string() }).nullable(),
      /** Who is given it has it for so many days. */
      validDays: z.number().int().nullable(),
    }),
  ),
});

/** What is left out stays as it is. */
export const tagPatch = z
  .object({
    name: name(30),
    meaning: text(200).nullable(),
    ownerMemberId: id('mem').nullable(),
    validDays: z.number().int().min(1).max(3_650).nullable(),
    /** Also for those who carry it already, from the day they were given it last; what WeCom says of somebody stays. */
    forAll: z.boolean(),
  })
  .partial();
export const tagGroupPatch = z.object({ exclusive: z.boolean() });

export const productQuery = z.object({ q: text(100).optional(), ids: list('prd').optional() });
export const productView = z.object({
  id: id('prd'),
  name: z.string(),
  sku: z.string(),
  shop: z.string(),
  price: fen.nullable(),
});

export const savedView = z.object({
  id: id('view'),
  name: z.string(),
  query: z.record(z.string(), z.string()),
  isOwn: z.boolean(),
});

export const accountKind = z.enum([
  'wecom',
  'official_account',
  'mini_program',
  'douyin',
  'sms',
  'shop',
  'hand',
]);
/** How the last comparison with the platform went; a failure says in words what to do. */
export const syncView = z.object({
  state: z.enum(['waiting', 'running', 'done', 'failed']),
  at: instant,
  ...syncRead.shape,
  found: syncFound.optional(),
  /** Of an official account: who follows, and who came or left without our hearing of it. */
  followers: z.number().int().optional(),
  begun: z.number().int().optional(),
  ended: z.number().int().optional(),
  failure: z.string().optional(),
});
export const accountView = z.object({
  id: id('acc'),
  kind: accountKind,
  platform: z.string().nullable(),
  name: z.string(),
  externalId: z.string().nullable(),
  status: z.enum(['active', 'paused', 'removed']),
  createdAt: instant,
  /** WeCom: the application's id, where the platform sends its events, and whether we have the keys to read them. */
  agentId: z.number().int().nullable(),
  callbackUrl: z.string().nullable(),
  hasCallbackKeys: z.boolean(),
  /** The page where one plays members and customers, when the account is the simulator's. */
  simulatorUrl: z.string().nullable(),
  lastSync: syncView.nullable(),
});

const callbackToken = z.string().regex(/^[A-Za-z0-9]{1,32}$/);
const callbackKey = z.string().regex(/^[A-Za-z0-9]{43}$/);
export const wecomAccountBody = z.object({
  kind: z.literal('wecom'),
  name: name(60),
  corpId: name(64),
  agentId: z.number().int().min(0).optional(),
  secret: name(200),
  callbackToken: callbackToken.optional(),
  callbackKey: callbackKey.optional(),
});
/** What is left out stays as it is; secrets go in and never come out. */
export const accountPatch = z
  .object({
    name: name(60),
    status: z.enum(['active', 'paused']),
    agentId: z.number().int().min(0),
    secret: name(200),
    callbackToken,
    callbackKey,
  })
  .partial();
