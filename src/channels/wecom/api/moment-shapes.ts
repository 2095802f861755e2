import { z } from 'zod';
import { instant, listOf, nextCursor, number, text, texts } from './fields.ts';

/** A moment as WeCom lists it. The pictures' media_ids are of no use to us; how many they are tells moments apart. */
export type MomentListed = {
  momentId: string;
  createdAt: Date;
  /** Who made it: a member, or of the company's whoever made it in the console; the API's own have none. */
  creator: string;
  byMember: boolean;
  /** For some customers only. */
  partial: boolean;
  text: string;
  images: number;
  hasVideo: boolean;
  link: { title: string; url: string } | undefined;
};

/** `userId` where a member of the company reacted, who is no customer. */
export type MomentReaction = {
  kind: 'like' | 'comment';
  externalUserId: string;
  userId: string;
  at: Date;
};

const range = z
  .object({
    invalid_sender_list: z.object({ user_list: texts, department_list: listOf(z.number()) }).nullish(),
    invalid_external_contact_list: z.object({ tag_list: texts }).nullish(),
  })
  .transform(of => ({
    userIds: of.invalid_sender_list?.user_list ?? [],
    departmentIds: of.invalid_sender_list?.department_list ?? [],
    tagIds: of.invalid_external_contact_list?.tag_list ?? [],
  }));

/** While a job runs there is no result; one that is done says its own errcode. */
const result = z.looseObject({ errcode: number(0), errmsg: text, moment_id: text }).transform(of => ({
  errcode: of.errcode,
  errmsg: of.errmsg,
  momentId: of.moment_id,
  left: range.parse(of),
}));

export const momentJob = z
  .object({ status: z.number(), result: result.nullish() })
  .transform(of => ({ status: of.status, result: of.result ?? result.parse({}) }));

const listed = z
  .object({
    moment_id: z.string().min(1),
    creator: text,
    create_time: instant,
    create_type: number(0),
    visible_type: number(1),
    text: z.object({ content: text }).nullish(),
    image: listOf(z.looseObject({})),
    video: z.looseObject({}).nullish(),
    link: z.object({ title: text, url: text }).nullish(),
  })
  .transform(of => ({
    ...{ momentId: of.moment_id, creator: of.creator, createdAt: of.create_time },
    ...{ byMember: of.create_type === 1, partial: of.visible_type === 0 },
    ...{ text: of.text?.content ?? '', images: of.image.length, hasVideo: Boolean(of.video) },
    link: of.link ?? undefined,
  }));

export const momentPage = z
  .object({ moment_list: listOf(listed), ...nextCursor })
  .transform(of => ({ items: of.moment_list, nextCursor: of.next_cursor }));

const task = z
  .object({ userid: z.string().min(1), publish_status: number(0) })
  .transform(of => ({ userId: of.userid, published: of.publish_status === 1 }));

export const momentTaskPage = z
  .object({ task_list: listOf(task), ...nextCursor })
  .transform(of => ({ items: of.task_list, nextCursor: of.next_cursor }));

export const momentPeoplePage = z
  .object({ customer_list: listOf(z.object({ external_userid: z.string().min(1) })), ...nextCursor })
  .transform(of => ({
    items: of.customer_list.map(one => one.external_userid),
    nextCursor: of.next_cursor,
  }));

const reaction = z
  .object({ external_userid: text, userid: text, create_time: instant })
  .transform(of => ({ externalUserId: of.external_userid, userId: of.userid, at: of.create_time }));

export const reactions = z
  .object({ comment_list: listOf(reaction), like_list: listOf(reaction) })
  .transform(of => [
    ...of.like_list.map(one => ({ kind: 'like' as const, ...one })),
    ...of.comment_list.map(one => ({ kind: 'comment' as const, ...one })),
  ]);
