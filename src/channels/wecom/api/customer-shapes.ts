import { z } from 'zod';
import { instant, listOf, number, optionalText, text, texts } from './fields.ts';

/** A customer as WeCom knows them, whoever follows them. */
export type Customer = z.infer<typeof customer>;

const TYPES = new Map<number, 'wechat' | 'wecom'>([
  [1, 'wechat'],
  [2, 'wecom'],
]);
const GENDERS = new Map<number, 'male' | 'female'>([
  [1, 'male'],
  [2, 'female'],
]);

export const customer = z
  .object({
    external_userid: z.string(),
    name: text,
    position: optionalText,
    avatar: optionalText,
    corp_name: optionalText,
    corp_full_name: optionalText,
    type: number(0),
    gender: number(0),
    unionid: optionalText,
  })
  .transform(of => ({
    externalUserId: of.external_userid,
    name: of.name,
    position: of.position,
    avatar: of.avatar,
    company: of.corp_full_name ?? of.corp_name,
    type: TYPES.get(of.type) ?? 'unknown',
    gender: GENDERS.get(of.gender) ?? 'unknown',
    /** Only of WeChat users, and only when the corp has bound a WeChat developer id. */
    unionId: of.unionid,
  }));

/** What one member noted about one customer. */
export type Follow = {
  userId: string;
  remark: string;
  description: string;
  followedAt: Date;
  /** Corp tags and rule-group tags. */
  tagIds: string[];
  /** Names of the member's own tags; undefined where the answer does not tell them, which is not "none". */
  personalTags: string[] | undefined;
  company: string | undefined;
  mobiles: string[];
  /** How they met, WeCom's number (official page 92114); unknown ones are kept. */
  addWay: number;
  /** Who began it: a member, or the customer's own id. */
  operator: string | undefined;
  /** The state of the contact way or acquisition link. */
  state: string | undefined;
  /** For those met through Channels (视频号). */
  channels: { nickname: string; source: number } | undefined;
};

const followFields = {
  userid: z.string(),
  remark: text,
  description: text,
  createtime: instant,
  remark_corp_name: optionalText,
  remark_mobiles: texts,
  add_way: number(0),
  oper_userid: optionalText,
  state: optionalText,
  wechat_channels: z.object({ nickname: text, source: number(0) }).nullish(),
};
const fields = z.object(followFields);

function followOf(of: z.infer<typeof fields>): Omit<Follow, 'tagIds' | 'personalTags'> {
  return {
    userId: of.userid,
    remark: of.remark,
    description: of.description,
    followedAt: of.createtime,
    company: of.remark_corp_name,
    mobiles: of.remark_mobiles.filter(Boolean),
    addWay: of.add_way,
    operator: of.oper_userid,
    state: of.state,
    channels: of.wechat_channels ?? undefined,
  };
}

const PERSONAL = 2;

/** As `externalcontact/get` has it: tags are objects, the member's own among them without an id. */
export const detailedFollow = z
  .object({
    ...followFields,
    tags: listOf(z.object({ tag_id: optionalText, tag_name: text, type: number(1) })),
  })
  .transform(
    (of): Follow => ({
      ...followOf(of),
      tagIds: of.tags.flatMap(tag => (tag.tag_id ? [tag.tag_id] : [])),
      personalTags: of.tags.filter(tag => tag.type === PERSONAL).map(tag => tag.tag_name),
    }),
  );

export type FollowedCustomer = { customer: Customer; follow: Follow };

/** As the batch has it: one follower, tags as ids only, the member's own left out. */
export const followedCustomer = z
  .object({ external_contact: customer, follow_info: z.object({ ...followFields, tag_id: texts }) })
  .transform(
    (of): FollowedCustomer => ({
      customer: of.external_contact,
      follow: { ...followOf(of.follow_info), tagIds: of.follow_info.tag_id, personalTags: undefined },
    }),
  );
