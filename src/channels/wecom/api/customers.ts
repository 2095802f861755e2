import { z } from 'zod';
import type { WecomClient } from '../client.ts';
import type { Endpoint } from '../endpoint.ts';
import { ownFailure } from '../errors.ts';
import { done, type Outcome } from '../outcome.ts';
import {
  type Customer,
  customer,
  detailedFollow,
  type Follow,
  type FollowedCustomer,
  followedCustomer,
} from './customer-shapes.ts';
import { listOf, nextCursor, nothing, texts } from './fields.ts';
import { type Page, pagesOf } from './pages.ts';

const FOLLOW_USERS: Endpoint<string[]> = {
  path: 'externalcontact/get_follow_user_list',
  method: 'GET',
  effect: 'repeatable',
  answer: z.object({ follow_user: texts }).transform(of => of.follow_user),
};

const LIST: Endpoint<string[]> = {
  path: 'externalcontact/list',
  method: 'GET',
  effect: 'repeatable',
  answer: z.object({ external_userid: texts }).transform(of => of.external_userid),
};

const GET: Endpoint<{ customer: Customer; items: Follow[]; nextCursor: string | undefined }> = {
  path: 'externalcontact/get',
  method: 'GET',
  effect: 'repeatable',
  answer: z
    .object({ external_contact: customer, follow_user: listOf(detailedFollow), ...nextCursor })
    .transform(of => ({
      customer: of.external_contact,
      items: of.follow_user,
      nextCursor: of.next_cursor,
    })),
};

/** `unlicensed`: members who hold no 互通 licence; their customers are missing from the page. */
export type CustomerPage = Page<FollowedCustomer> & { unlicensed: readonly string[] };

const BATCH: Endpoint<CustomerPage> = {
  path: 'externalcontact/batch/get_by_user',
  method: 'POST',
  effect: 'repeatable',
  answer: z
    .object({
      external_contact_list: listOf(followedCustomer),
      fail_info: z.object({ unlicensed_userid_list: texts }).nullish(),
      ...nextCursor,
    })
    .transform(of => ({
      items: of.external_contact_list,
      unlicensed: of.fail_info?.unlicensed_userid_list ?? [],
      nextCursor: of.next_cursor,
    })),
};

const REMARK: Endpoint<undefined> = {
  path: 'externalcontact/remark',
  method: 'POST',
  effect: 'repeatable',
  answer: nothing,
};

/** The members who may have customers (客户联系). */
export function listFollowUsers(client: WecomClient): Promise<Outcome<string[]>> {
  return client.call(FOLLOW_USERS);
}

/** The external ids of a member's customers. 84061 here means none. */
export async function listCustomers(client: WecomClient, userId: string): Promise<Outcome<string[]>> {
  const listed = await client.call(LIST, { userid: userId });
  return !listed.ok && listed.code === 84061 ? done([]) : listed;
}

/** A customer with everybody who follows them. */
export async function getCustomer(
  client: WecomClient,
  externalUserId: string,
  signal?: AbortSignal,
): Promise<Outcome<{ customer: Customer; follows: Follow[] }>> {
  const how = signal && { signal };
  const pages = pagesOf(cursor => client.call(GET, { external_userid: externalUserId, cursor }, how));
  const follows: Follow[] = [];
  let found: Customer | undefined;
  for await (const page of pages) {
    if (!page.ok) return page;
    found ??= page.data.customer;
    follows.push(...page.data.items);
  }
  return found ? done({ customer: found, follows }) : ownFailure('unexpected_answer');
}

const MEMBERS_PER_BATCH = 100;
const CUSTOMERS_PER_PAGE = 100;

/**
 * The customers of up to 100 members, page by page; give a page's `nextCursor` back as `from` to go on later with the
 * same members.
 */
export async function* walkCustomers(
  client: WecomClient,
  userIds: readonly string[],
  options: { from?: string; signal?: AbortSignal } = {},
): AsyncGenerator<Outcome<CustomerPage>, void, undefined> {
  if (userIds.length === 0) return;
  if (userIds.length > MEMBERS_PER_BATCH)
    return yield ownFailure('invalid_request', `at most ${MEMBERS_PER_BATCH} members`);
  const { signal, from } = options;
  yield* pagesOf(cursor => {
    const input = { userid_list: userIds, cursor: cursor ?? '', limit: CUSTOMERS_PER_PAGE };
    return client.call(BATCH, input, signal && { signal });
  }, from);
}

export type Remark = {
  /** ≤ 20 characters. */
  remark?: string | undefined;
  /** ≤ 150 characters. */
  description?: string | undefined;
  /** ≤ 20 characters, WeChat users only. */
  company?: string | undefined;
  /** Replaces them all; an empty list clears them. */
  mobiles?: readonly string[] | undefined;
};

const LONGEST = { remark: 20, description: 150, company: 20 } as const;

/** Changes what the member noted about the customer; what is not given stays. */
export async function remarkCustomer(
  client: WecomClient,
  pair: { userId: string; externalUserId: string },
  change: Remark,
): Promise<Outcome<undefined>> {
  for (const name of ['remark', 'description', 'company'] as const)
    if ([...(change[name] ?? '')].length > LONGEST[name])
      return ownFailure('invalid_request', `${name}: at most ${LONGEST[name]} characters`);
  if (Object.values(change).every(value => value === undefined))
    return ownFailure('invalid_request', 'nothing to change');
  return await client.call(REMARK, {
    userid: pair.userId,
    external_userid: pair.externalUserId,
    remark: change.remark,
    description: change.description,
    remark_company: change.company,
    // WeCom takes an empty list for "unchanged" and one empty text for "none".
    remark_mobiles: change.mobiles?.length === 0 ? [''] : change.mobiles,
  });
}
