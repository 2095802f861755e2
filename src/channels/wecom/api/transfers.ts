import { z } from 'zod';
import type { WecomClient } from '../client.ts';
import type { Endpoint } from '../endpoint.ts';
import { ownFailure, refusal } from '../errors.ts';
import { done, type Failure, type Outcome } from '../outcome.ts';
import { instant, listOf, nextCursor, number, optionalInstant } from './fields.ts';
import { allOf, type Page, pagesOf } from './pages.ts';

/** 在职继承 of a member who works here (official pages 92125 and 94088), 离职继承 of one who left (94081, 94082). */
export type TransferKind = 'on_job' | 'resigned';

export type NewTransfer = {
  /** The member who has the customers, and the one who is to have them. */
  from: string;
  to: string;
  externalUserIds: readonly string[];
  /** What customers are told, at most 200 characters; of who left nothing is said. Empty: WeCom's own words. */
  words?: string;
};

/** Of each customer: undefined when it has begun. It ends a day later, unless the customer refuses. */
export type TransferBegun = { externalUserId: string; refused: Failure | undefined };

export type TransferResult = {
  externalUserId: string;
  state: 'done' | 'waiting' | 'refused' | 'full' | 'none';
  /** When it was taken over or, while it waits, when it will be by itself. */
  at: Date | undefined;
};

/** A customer of a member who left, whom nobody has yet. */
export type Unassigned = { from: string; externalUserId: string; leftAt: Date };

const PATH = 'externalcontact';
/** Page 92125. */
const MOST_CUSTOMERS = 100;
const MOST_WORDS = 200;
/** Pages 92127 and 95703. */
const MOST_GROUPS = 100;

const refusedOf = (errcode: number) => (errcode === 0 ? undefined : refusal(errcode));

const BEGIN: Endpoint<TransferBegun[]> = {
  path: `${PATH}/transfer_customer`,
  method: 'POST',
  effect: 'once',
  answer: z
    .object({
      customer: listOf(
        z
          .object({ external_userid: z.string().min(1), errcode: number(0) })
          .transform(of => ({ externalUserId: of.external_userid, refused: refusedOf(of.errcode) })),
      ),
    })
    .transform(of => of.customer),
};
const BEGIN_RESIGNED = { ...BEGIN, path: `${PATH}/resigned/transfer_customer` };

const STATES = ['none', 'done', 'waiting', 'refused', 'full', 'none'] as const;
const RESULT: Endpoint<Page<TransferResult>> = {
  path: `${PATH}/transfer_result`,
  method: 'POST',
  effect: 'repeatable',
  answer: z
    .object({
      customer: listOf(
        z
          .object({
            external_userid: z.string().min(1),
            status: number(0),
            takeover_time: optionalInstant,
          })
          .transform(of => ({
            externalUserId: of.external_userid,
            state: STATES[of.status] ?? ('none' as const),
            at: of.takeover_time,
          })),
      ),
      ...nextCursor,
    })
    .transform(of => ({ items: of.customer, nextCursor: of.next_cursor })),
};
const RESULT_RESIGNED = { ...RESULT, path: `${PATH}/resigned/transfer_result` };

const UNASSIGNED: Endpoint<Page<Unassigned>> = {
  path: `${PATH}/get_unassigned_list`,
  method: 'POST',
  effect: 'repeatable',
  answer: z
    .object({
      info: listOf(
        z
          .object({
            handover_userid: z.string().min(1),
            external_userid: z.string().min(1),
            dimission_time: instant,
          })
          .transform(of => ({
            from: of.handover_userid,
            externalUserId: of.external_userid,
            leftAt: of.dimission_time,
          })),
      ),
      is_last: z.boolean().nullish(),
      ...nextCursor,
    })
    .transform(of => ({ items: of.info, nextCursor: of.is_last ? undefined : of.next_cursor })),
};

const GROUPS: Endpoint<{ chatId: string; refused: Failure }[]> = {
  path: `${PATH}/groupchat/onjob_transfer`,
  method: 'POST',
  effect: 'once',
  answer: z
    .object({
      failed_chat_list: listOf(
        z
          .object({ chat_id: z.string().min(1), errcode: number(-1) })
          .transform(of => ({ chatId: of.chat_id, refused: refusal(of.errcode) })),
      ),
    })
    .transform(of => of.failed_chat_list),
};
const GROUPS_RESIGNED = { ...GROUPS, path: `${PATH}/groupchat/transfer` };

/**
 * Begins the transfer of at most 100 customers. `uncertain`: ask `listTransferResults` before anything is tried again.
 * Customers the answer does not name are refused as unknown.
 */
export async function transferCustomers(
  client: WecomClient,
  kind: TransferKind,
  { from, to, externalUserIds, words = '' }: NewTransfer,
): Promise<Outcome<TransferBegun[]>> {
  if (externalUserIds.length < 1 || externalUserIds.length > MOST_CUSTOMERS)
    return ownFailure('invalid_request', `customers: 1 to ${MOST_CUSTOMERS}`);
  if ([...words].length > MOST_WORDS)
    return ownFailure('invalid_request', `words: at most ${MOST_WORDS} characters`);
  const isOnJob = kind === 'on_job';
  const begun = await client.call(isOnJob ? BEGIN : BEGIN_RESIGNED, {
    handover_userid: from,
    takeover_userid: to,
    external_userid: externalUserIds,
    ...(isOnJob && words !== '' && { transfer_success_msg: words }),
  });
  if (!begun.ok) return begun;
  const told = new Map(begun.data.map(one => [one.externalUserId, one]));
  return done(externalUserIds.map(id => told.get(id) ?? { externalUserId: id, refused: refusal(40096) }));
}

/** What became of all customers that were ever transferred between the two. */
export function listTransferResults(
  client: WecomClient,
  kind: TransferKind,
  { from, to }: Pick<NewTransfer, 'from' | 'to'>,
): Promise<Outcome<TransferResult[]>> {
  const pair = { handover_userid: from, takeover_userid: to };
  const endpoint = kind === 'on_job' ? RESULT : RESULT_RESIGNED;
  return allOf(pagesOf(cursor => client.call(endpoint, { ...pair, ...(cursor && { cursor }) })));
}

/** The customers of everybody who left, while nobody has taken them over. */
export function listUnassigned(client: WecomClient): Promise<Outcome<Unassigned[]>> {
  return allOf(pagesOf(cursor => client.call(UNASSIGNED, { page_size: 1_000, ...(cursor && { cursor }) })));
}

/** Gives at most 100 groups another owner. @returns those it refused. `uncertain`: read who owns them first. */
export async function transferGroups(
  client: WecomClient,
  kind: TransferKind,
  { chatIds, to }: { chatIds: readonly string[]; to: string },
): Promise<Outcome<{ chatId: string; refused: Failure }[]>> {
  if (chatIds.length < 1 || chatIds.length > MOST_GROUPS)
    return ownFailure('invalid_request', `groups: 1 to ${MOST_GROUPS}`);
  const endpoint = kind === 'on_job' ? GROUPS : GROUPS_RESIGNED;
  return await client.call(endpoint, { chat_id_list: chatIds, new_owner: to });
}
