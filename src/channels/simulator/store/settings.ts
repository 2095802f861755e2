import { z } from 'zod';
import type { Store } from './store.ts';

const count = (fallback: number) => z.number().int().min(0).default(fallback);
const chance = z.number().min(0).max(1).default(0);
const span = (from: number, to: number) =>
  z
    .tuple([z.number().min(0), z.number().min(0)])
    .refine(([least, most]) => least <= most, { error: 'the first number is the smaller one' })
    .default([from, to]);

/** Every figure of the platform that may be wrong, change, or be in a test's way. README.md names the sources. */
const figures = {
  tokenSeconds: count(7_200),
  badSecretsBeforeBan: count(10),
  banSeconds: count(3_600),

  corpCallsPerMinute: count(10_000),
  corpCallsPerHour: count(150_000),
  addressCallsPerMinute: count(20_000),
  addressCallsPerHour: count(600_000),
  minuteBlockSeconds: count(60),
  hourBlockSeconds: count(3_600),
  /** Calls of one corp to one API under way at once; 0 is no limit. */
  concurrentCalls: count(0),
  /** How long mark_tag takes; a second one on the same pair meanwhile is refused. 0 switches the conflict off. */
  markTagMilliseconds: count(0),

  cursorSeconds: count(86_400),
  /** The share of pages that come empty with a cursor to go on from. */
  emptyPages: chance,
  followersPerPage: z.number().int().min(1).default(500),
  customersPerPage: z.number().int().min(1).default(100),
  /** What externalcontact/list says of a member without customers. */
  memberWithoutCustomers: z.enum(['empty', '84061']).default('empty'),
  /** Leaves `tags` and `remark_mobiles` out where they are empty, as some official samples do. */
  leaveOutEmptyLists: z.boolean().default(false),
  apiChangesRaiseCallbacks: z.boolean().default(false),

  tagsPerCorp: count(10_000),
  tagsPerPair: count(3_000),

  dispatchSeconds: count(2),
  /** How long get_groupmsg_list_v2 does not show a new message yet. */
  listLagSeconds: count(0),
  customersPerMessage: count(10_000),
  chatsPerMessage: count(2_000),
  tagsPerFilterGroup: count(100),
  /** After departments are expanded (41041). */
  membersPerWay: count(100),
  waysPerCorp: count(500_000),
  /** How old what groupchat/get says of its people is. */
  groupLagSeconds: count(2),
  peoplePerGroup: count(500),
  /** How long a customer may refuse before a transfer ends by itself. */
  transferSeconds: count(86_400),
  /** Of a member who works here, each customer and group, within so many days. */
  transfersInWindow: count(2),
  transferWindowDays: count(90),
  customersPerTransfer: count(100),
  transferWords: count(200),
  /** How many customers a member may have; 0 is no limit. */
  customersPerMember: count(0),
  groupsPerTransfer: count(100),
  /** Groups one member may take over in a day. */
  groupsPerTakerAndDay: count(300),
  /** How long the groups of a member who left can be handed on. */
  resignedGroupDays: count(365),
  /** Members behind an acquisition link, and links of a corp (41095). */
  membersPerLink: count(500),
  linksPerCorp: count(3_000),
  /** With how few left to add by links the corp is told. */
  quotaLow: count(20),
  /** A job to create a moment: half of that it is begun, half of it running. Its number is good for a day. */
  momentJobSeconds: count(4),
  momentJobLifeSeconds: count(86_400),
  momentsPerMinute: count(10),
  momentsPerMonth: count(100_000),
  momentTextCharacters: count(2_000),
  momentLinkTitleBytes: count(64),
  momentPixels: count(1_555_200),
  momentVideoSeconds: count(30),
  albumDescriptionCharacters: count(300),
  /** Fen. */
  albumPrice: count(5_000_000),
  albumNumberBytes: count(128),
  /** In how many moments of a day a customer's feed shows the corp's members. */
  momentsPerCustomerAndDay: count(3),
  /** How long a welcome code is good. */
  welcomeSeconds: count(20),
  /** 微信客服: accounts of a corp (95027), how long a callback's token opens sync_msg, and how far back that reads. */
  kfAccounts: count(10),
  kfTokenSeconds: count(600),
  kfHistorySeconds: count(259_200),
  /** Calls of sync_msg without a token, per account and minute (45009). */
  kfReadsPerMinute: count(10),
  /** How long, and with how many messages, a customer's message may be answered (95002, 95001). */
  kfAnswerSeconds: count(172_800),
  kfAnswers: count(5),
  /** How long a code to say that a session went to the pool or to somebody is good. */
  kfCodeSeconds: count(172_800),
  /** How long a code of the authorize page is good. */
  authCodeSeconds: count(300),
  ticketSeconds: count(7_200),
  /** How often a corp may ask for each kind of ticket. */
  ticketCallsPerHour: count(400),
  /** How long a media_id is good: three days. */
  mediaSeconds: count(259_200),
  attachments: count(9),
  textBytes: count(4_000),
  /** What one customer or chat may receive: as many as the month has days, 7 a week, or 1 a day. */
  receiveCap: z.enum(['month', 'week', 'day']).default('month'),
  massPerMemberAndDay: count(1),
  remindersPerDay: count(3),
  listDays: count(31),
  sentTaskStatus: z.union([z.literal(1), z.literal(2)]).default(2),
  /** Whether get_groupmsg_task and _send_result of a cancelled message answer 41093. */
  cancelledHidesResults: z.boolean().default(false),

  callbackTimeoutMilliseconds: count(5_000),
  callbackTries: z.number().int().min(1).default(3),
  callbackRetrySeconds: count(1),
  urlCheckMilliseconds: count(1_000),
  /** How long a reordered callback waits for a later one to overtake it. */
  reorderSeconds: count(5),
};

/** What virtual people do by themselves; nothing, until told. Delays are seconds of the simulator's clock. */
const habits = {
  staffConfirm: chance,
  staffAfterSeconds: span(30, 600),
  staffPublish: chance,
  customersLike: chance,
  customersComment: chance,
  customersReply: chance,
  customersDelete: chance,
  customersMute: chance,
  customersAfterSeconds: span(5, 300),
  replies: z
    .array(z.string().min(1))
    .min(1)
    .default(['好的', '谢谢', '还有吗？', '请给我留一份', '在店里可以用吗？']),
};

export const settingsSchema = z.strictObject({
  ...figures,
  habits: z.strictObject(habits).prefault({}),
});
export type Settings = z.output<typeof settingsSchema>;

export const settingsPatch = z.strictObject({
  ...withoutDefaults(figures),
  habits: z.strictObject(withoutDefaults(habits)).optional(),
});
export type SettingsPatch = z.output<typeof settingsPatch>;

export function readSettings(store: Store): Settings {
  const row = store.one<{ value: string }>(`select value from meta where key = 'settings'`);
  return settingsSchema.parse(row ? JSON.parse(row.value) : {});
}

export function changeSettings(store: Store, patch: SettingsPatch): Settings {
  const before = readSettings(store);
  const after = settingsSchema.parse({ ...before, ...patch, habits: { ...before.habits, ...patch.habits } });
  store.run(`insert or replace into meta values ('settings', ?)`, JSON.stringify(after));
  return after;
}

type Defaulted = Record<string, z.ZodDefault<z.ZodType>>;
type Bare<T extends Defaulted> = { [Key in keyof T]: z.ZodOptional<ReturnType<T[Key]['unwrap']>> };

/** A patch must not bring defaults along: what is not named stays as it is. */
function withoutDefaults<T extends Defaulted>(shape: T): Bare<T> {
  const entries = Object.entries(shape).map(([key, schema]) => [key, schema.unwrap().optional()]);
  return Object.fromEntries(entries) as Bare<T>;
}
