import { z } from 'zod';
import { settingsPatch } from '../store/settings.ts';

/**
 * A world in JSON. What the platform names keeps the platform's name and unit (`createtime` is unix seconds); what is
 * ours (settings, faults, callbacks) is camelCase.
 */
const seconds = z.number().int().min(0);
const userid = z.string().min(1).max(64);

export const callbackSchema = z.strictObject({
  url: z.url(),
  token: z.string().regex(/^[A-Za-z0-9]{1,32}$/),
  encodingAesKey: z.string().regex(/^[A-Za-z0-9]{43}$/),
});

const appSchema = z.strictObject({
  agentid: z.number().int().min(0),
  name: z.string().default('自建应用'),
  secret: z.string().min(1),
  /** `contact_sync` is 通讯录同步, the only one that may call user/list_id. */
  kind: z.enum(['self_built', 'contact_sync']).default('self_built'),
  /** On the list 客户联系 › 可调用接口的应用. */
  customer_contact: z.boolean().default(true),
  /** Made before 2022-06-20, so that avatar, gender, mobile and e-mail of members are given. */
  private_fields: z.boolean().default(false),
  /** 可见范围; null is the whole corp. */
  visible: z
    .strictObject({
      departments: z.array(z.number().int()).default([]),
      members: z.array(userid).default([]),
    })
    .nullable()
    .default(null),
  /** 企业可信IP; null does not check. */
  trusted_ips: z.array(z.string()).nullable().default(null),
  /** 网页授权及JS-SDK可信域名, with its port; null takes every address. */
  trusted_domain: z.string().min(1).nullable().default(null),
  /** The page of 配置到聊天工具栏. */
  sidebar_url: z.url().nullable().default(null),
  callback: callbackSchema.optional(),
});

const departmentSchema = z.strictObject({
  id: z.number().int().min(1),
  name: z.string(),
  name_en: z.string().default(''),
  parentid: z.number().int().min(0),
  order: z.number().int().default(100_000_000),
  department_leader: z.array(userid).default([]),
});

export const memberSchema = z.strictObject({
  userid,
  name: z.string(),
  alias: z.string().default(''),
  position: z.string().default(''),
  mobile: z.string().default(''),
  gender: z.number().int().min(0).max(2).default(0),
  email: z.string().default(''),
  biz_mail: z.string().default(''),
  avatar: z.string().default(''),
  /** 1 active, 2 disabled, 4 not activated, 5 left. */
  status: z.union([z.literal(1), z.literal(2), z.literal(4), z.literal(5)]).default(1),
  department: z.array(z.number().int()).min(1).default([1]),
  is_leader_in_dept: z.array(z.number().int()).default([]),
  main_department: z.number().int().optional(),
  direct_leader: z.array(userid).max(1).default([]),
  /** In 客户联系 › 使用范围. */
  customer_contact: z.boolean().default(true),
  /** A welcome text of the console greets their customers, so apps get no welcome code. */
  console_welcome: z.boolean().default(false),
});
export type Member = z.output<typeof memberSchema>;

const tagSchema = z.strictObject({
  id: z.string().optional(),
  name: z.string().min(1),
  order: seconds.default(0),
});

const tagGroupSchema = z.strictObject({
  group_id: z.string().optional(),
  group_name: z.string().min(1),
  order: seconds.default(0),
  create_time: seconds.optional(),
  /** The app that made it; without one it was made in the console. */
  agentid: z.number().int().optional(),
  tag: z.array(tagSchema).min(1),
});

export const followSchema = z.strictObject({
  userid,
  createtime: seconds.optional(),
  /** Without one it reads as the customer's name, as in the client. */
  remark: z.string().optional(),
  description: z.string().default(''),
  remark_corp_name: z.string().default(''),
  remark_mobiles: z.array(z.string()).default([]),
  add_way: z.number().int().default(1),
  oper_userid: z.string().optional(),
  state: z.string().default(''),
  wechat_channels: z.strictObject({ nickname: z.string(), source: z.number().int() }).optional(),
  tag_id: z.array(z.string()).default([]),
  personal_tags: z.array(z.string()).default([]),
  /** Unix seconds of the last message between the two; who is newest gets tasks without a sender. */
  talked_at: seconds.optional(),
});
export type Follow = z.output<typeof followSchema>;

export const customerSchema = z.strictObject({
  external_userid: z.string().min(1).max(64),
  name: z.string(),
  avatar: z.string().default(''),
  type: z.union([z.literal(1), z.literal(2)]).default(1),
  gender: z.number().int().min(0).max(2).default(0),
  unionid: z.string().optional(),
  position: z.string().optional(),
  corp_name: z.string().optional(),
  corp_full_name: z.string().optional(),
  follow_user: z.array(followSchema).default([]),
});
export type Customer = z.output<typeof customerSchema>;

const groupChatSchema = z.strictObject({
  chat_id: z.string().min(1),
  name: z.string(),
  owner: userid,
  create_time: seconds.optional(),
  external_userid: z.array(z.string()).default([]),
});

export const corpSchema = z.strictObject({
  corpid: z.string().min(1).max(64),
  name: z.string().default(''),
  /** Bound to a WeChat developer id, so that unionids are given. */
  wechat_bound: z.boolean().default(true),
  apps: z.array(appSchema).default([]),
  departments: z.array(departmentSchema).default([]),
  members: z.array(memberSchema).default([]),
  tag_groups: z.array(tagGroupSchema).default([]),
  customers: z.array(customerSchema).default([]),
  group_chats: z.array(groupChatSchema).default([]),
});
export type Corp = z.output<typeof corpSchema>;

export const worldSchema = z.strictObject({
  seed: z.number().int().optional(),
  /** What the simulator's clock shows when the world begins; without it, the base clock's time. */
  at: z.iso.datetime({ offset: true }).optional(),
  settings: settingsPatch.optional(),
  corps: z.array(corpSchema).default([]),
});
export type World = z.output<typeof worldSchema>;

/** What a caller writes: everything with a default may be left out. */
export type WorldDescription = z.input<typeof worldSchema>;
export type CorpDescription = z.input<typeof corpSchema>;
