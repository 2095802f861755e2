import { z } from 'zod';
import type { WecomClient } from '../client.ts';
import type { Endpoint } from '../endpoint.ts';
import { ownFailure } from '../errors.ts';
import type { Failure, Outcome } from '../outcome.ts';
import { nothing, texts, toSeconds } from './fields.ts';
import {
  listedPage,
  type MassMessageListed,
  type MassResult,
  type MassTask,
  resultPage,
  taskPage,
} from './mass-message-shapes.ts';
import { attachmentsOf, faultOf, type WecomMessage } from './messages.ts';
import { allOf, type Page, pagesOf } from './pages.ts';

/** To customers or to groups, never both; one sender, who must confirm in the client. */
export type NewMassMessage = Addressed & { message: WecomMessage };

type Addressed = {
  sender: string;
  to: { externalUserIds: readonly string[] } | { chatIds: readonly string[] };
};

export type MassMessageCreated = { msgId: string; refused: string[] };

export type ChatType = 'single' | 'group';

const PATH = 'externalcontact';

const CREATE: Endpoint<MassMessageCreated> = {
  path: `${PATH}/add_msg_template`,
  method: 'POST',
  effect: 'once',
  answer: z
    .object({ msgid: z.string().min(1), fail_list: texts })
    .transform(of => ({ msgId: of.msgid, refused: of.fail_list })),
};

const LIST: Endpoint<Page<MassMessageListed>> = {
  path: `${PATH}/get_groupmsg_list_v2`,
  method: 'POST',
  effect: 'repeatable',
  answer: listedPage,
};

const TASKS: Endpoint<Page<MassTask>> = { ...LIST, path: `${PATH}/get_groupmsg_task`, answer: taskPage };

const RESULTS: Endpoint<Page<MassResult>> = {
  ...LIST,
  path: `${PATH}/get_groupmsg_send_result`,
  answer: resultPage,
};

const REMIND: Endpoint<undefined> = {
  path: `${PATH}/remind_groupmsg_send`,
  method: 'POST',
  effect: 'once',
  answer: nothing,
};

const CANCEL: Endpoint<undefined> = {
  path: `${PATH}/cancel_groupmsg_send`,
  method: 'POST',
  effect: 'repeatable',
  answer: nothing,
};

/** Official page 92135. */
export const MOST_CUSTOMERS = 10_000;
export const MOST_GROUPS = 2_000;

/**
 * Creates a task for the sender. A network failure after the request was sent ends as `uncertain`: look for the task
 * in `listMassMessages` before it is tried again.
 */
export async function createMassMessage(
  client: WecomClient,
  { sender, to, message }: NewMassMessage,
): Promise<Outcome<MassMessageCreated>> {
  const fault = faultOfTarget({ sender, to }) ?? faultOf(message);
  if (fault) return fault;
  const target =
    'chatIds' in to
      ? { chat_type: 'group', chat_id_list: to.chatIds }
      : { chat_type: 'single', external_userid: to.externalUserIds };
  return await client.call(CREATE, {
    ...target,
    sender,
    ...(message.text && { text: { content: message.text } }),
    ...(message.attachments.length > 0 && { attachments: attachmentsOf(message) }),
  });
}

/** An empty list must never leave the house: with a sender alone WeCom addresses all of their customers. */
export function faultOfTarget({ sender, to }: Addressed): Failure | undefined {
  const [count, most] =
    'chatIds' in to ? [to.chatIds.length, MOST_GROUPS] : [to.externalUserIds.length, MOST_CUSTOMERS];
  if (sender === '') return ownFailure('invalid_request', 'a sender is required');
  if (count < 1 || count > most) return ownFailure('invalid_request', `recipients: 1 to ${most}`);
  return undefined;
}

const FILTER = { corp: 0, member: 1, anybody: 2 };

/** Tasks created in the span, of at most a month, by the corp (console or API) or by members themselves. */
export function listMassMessages(
  client: WecomClient,
  chatType: ChatType,
  from: Date,
  to: Date,
  by: keyof typeof FILTER = 'anybody',
): Promise<Outcome<MassMessageListed[]>> {
  const span = { chat_type: chatType, start_time: toSeconds(from), end_time: toSeconds(to) + 1 };
  const filter = { filter_type: FILTER[by], limit: 100 };
  return allOf(pagesOf(cursor => client.call(LIST, { ...span, ...filter, cursor: cursor ?? '' })));
}

/** Who of the members has confirmed. 41063 while WeCom is still handing the task out. */
export function listMassTasks(client: WecomClient, msgId: string): Promise<Outcome<MassTask[]>> {
  return allOf(pagesOf(cursor => client.call(TASKS, { msgid: msgId, limit: 1000, cursor: cursor ?? '' })));
}

/** What became of each recipient of one member. */
export function listMassResults(
  client: WecomClient,
  msgId: string,
  userId: string,
): Promise<Outcome<MassResult[]>> {
  return allOf(
    pagesOf(cursor =>
      client.call(RESULTS, { msgid: msgId, userid: userId, limit: 1000, cursor: cursor ?? '' }),
    ),
  );
}

/** Reminds those who have not confirmed, at most three times in 24 hours (41094). */
export function remindMassMessage(client: WecomClient, msgId: string): Promise<Outcome<undefined>> {
  return client.call(REMIND, { msgid: msgId });
}

/** Stops those who have not confirmed yet. */
export function cancelMassMessage(client: WecomClient, msgId: string): Promise<Outcome<undefined>> {
  return client.call(CANCEL, { msgid: msgId });
}
