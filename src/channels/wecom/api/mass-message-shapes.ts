import { z } from 'zod';
import { instant, listOf, nextCursor, number, optionalInstant, optionalText, text } from './fields.ts';

export type MassMessageListed = z.infer<typeof listed>;
export type MassTask = z.infer<typeof task>;
export type MassResult = z.infer<typeof result>;

const listed = z
  .object({
    msgid: z.string(),
    creator: optionalText,
    create_time: instant,
    create_type: number(0),
    text: z.object({ content: text }).nullish(),
  })
  .transform(of => ({
    msgId: of.msgid,
    /** WeCom leaves it out for those made through the API. */
    creator: of.creator,
    createdAt: of.create_time,
    createdBy: of.create_type === 1 ? ('member' as const) : ('corp' as const),
    text: of.text?.content ?? '',
  }));

export const listedPage = z
  .object({ group_msg_list: listOf(listed), ...nextCursor })
  .transform(of => ({ items: of.group_msg_list, nextCursor: of.next_cursor }));

/** Integrators agree on 0 for unsent and 2 for sent; the official sample shows 1, so both count as sent. */
const CONFIRMED = [1, 2];

const task = z
  .object({ userid: z.string(), status: number(0), send_time: optionalInstant })
  .transform(of => ({
    userId: of.userid,
    confirmed: CONFIRMED.includes(of.status),
    sentAt: of.send_time,
  }));

export const taskPage = z
  .object({ task_list: listOf(task), ...nextCursor })
  .transform(of => ({ items: of.task_list, nextCursor: of.next_cursor }));

/** 1 sent, 2 no longer a friend, 3 the customer has had as many as they may; 0 is not sent yet. */
const STATES = new Map<number, 'delivered' | 'gone' | 'capped'>([
  [1, 'delivered'],
  [2, 'gone'],
  [3, 'capped'],
]);

const result = z
  .object({ external_userid: text, chat_id: text, status: number(0), send_time: optionalInstant })
  .transform(of => ({
    /** external_userid or chat_id. */
    recipient: of.external_userid || of.chat_id,
    state: STATES.get(of.status) ?? ('waiting' as const),
    sentAt: of.send_time,
  }));

export const resultPage = z
  .object({ send_list: listOf(result), ...nextCursor })
  .transform(of => ({ items: of.send_list, nextCursor: of.next_cursor }));
