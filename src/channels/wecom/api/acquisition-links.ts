import { z } from 'zod';
import type { WecomClient } from '../client.ts';
import type { Endpoint } from '../endpoint.ts';
import { ownFailure } from '../errors.ts';
import type { Outcome } from '../outcome.ts';
import {
  instant,
  listOf,
  nextCursor,
  nothing,
  number,
  optionalInstant,
  text,
  texts,
  toSeconds,
} from './fields.ts';
import { allOf, type Page, pagesOf } from './pages.ts';

/** A link by which customers add a member from outside WeChat (获客助手, official pages 97297, 97298, 97299, 97394). */
export type AcquisitionLink = {
  linkId: string;
  name: string;
  url: string;
  createdAt: Date;
  asksNobody: boolean;
  userIds: string[];
  departmentIds: number[];
  priority: LinkPriority;
};

/**
 * Who is led first to a member who has them already, and is added by nobody else then: nobody, whoever any member of the
 * corp has, or whoever one of these members has.
 */
export type LinkPriority = 'none' | 'corp' | readonly string[];

/** A change replaces all of it. */
export type AcquisitionLinkContent = {
  /** At most 30 characters. */
  name: string;
  /** Among whom customers are shared, at most 500 with everybody of the departments: that WeCom counts (41041). */
  userIds: readonly string[];
  departmentIds?: readonly number[];
  /** Customers are friends at once, without a member's consent. */
  asksNobody: boolean;
  /** Absent: nothing is said of it, and what was stays. */
  priority?: LinkPriority;
};

/** Who came by a link, and whether they have written to the member. */
export type LinkCustomer = { externalUserId: string; userId: string; hasWritten: boolean; state: string };

/** What may still be added by links; each adding costs one. */
export type AcquisitionQuota = {
  total: number;
  balance: number;
  parts: { expiresAt: Date | undefined; balance: number }[];
};

const PATH = 'externalcontact/customer_acquisition';
const MOST_PEOPLE = 500;
/** `priority_type` of page 97297: 0 nobody, 1 the whole corp, 2 those of the list. */
const OF_CORP = 1;
const OF_SOME = 2;
const MOST_CHARACTERS = 30;
/** Bytes of the address's `customer_channel`; WeCom cuts what is longer. */
const MOST_STATE = 64;

const LIST: Endpoint<Page<string>> = {
  path: `${PATH}/list_link`,
  method: 'POST',
  effect: 'repeatable',
  answer: z
    .object({ link_id_list: texts, ...nextCursor })
    .transform(of => ({ items: of.link_id_list, nextCursor: of.next_cursor })),
};

const GET: Endpoint<Omit<AcquisitionLink, 'linkId'>> = {
  path: `${PATH}/get`,
  method: 'POST',
  effect: 'repeatable',
  answer: z
    .object({
      link: z.object({
        link_name: text,
        url: text,
        create_time: instant,
        skip_verify: z.boolean().nullish(),
      }),
      range: z.object({ user_list: texts, department_list: listOf(z.number()) }).nullish(),
      priority_option: z.object({ priority_type: number(0), priority_userid_list: texts }).nullish(),
    })
    .transform(({ link, range, priority_option: first }) => ({
      name: link.link_name,
      url: link.url,
      createdAt: link.create_time,
      asksNobody: link.skip_verify ?? true,
      userIds: range?.user_list ?? [],
      departmentIds: range?.department_list ?? [],
      priority:
        first?.priority_type === OF_CORP
          ? 'corp'
          : first?.priority_type === OF_SOME
            ? first.priority_userid_list
            : 'none',
    })),
};

const CREATE: Endpoint<{ linkId: string; url: string }> = {
  path: `${PATH}/create_link`,
  method: 'POST',
  effect: 'once',
  answer: z
    .object({ link: z.object({ link_id: z.string().min(1), url: z.string().min(1) }) })
    .transform(({ link }) => ({ linkId: link.link_id, url: link.url })),
};

const UPDATE: Endpoint<undefined> = {
  path: `${PATH}/update_link`,
  method: 'POST',
  effect: 'repeatable',
  answer: nothing,
};
const DELETE: Endpoint<undefined> = { ...UPDATE, path: `${PATH}/delete_link` };

const CUSTOMERS: Endpoint<Page<LinkCustomer>> = {
  path: `${PATH}/customer`,
  method: 'POST',
  effect: 'repeatable',
  answer: z
    .object({
      customer_list: listOf(
        z
          .object({ external_userid: z.string().min(1), userid: text, chat_status: number(0), state: text })
          .transform(of => ({
            ...{ externalUserId: of.external_userid, userId: of.userid, state: of.state },
            hasWritten: of.chat_status === 1,
          })),
      ),
      ...nextCursor,
    })
    .transform(of => ({ items: of.customer_list, nextCursor: of.next_cursor })),
};

const STATISTIC: Endpoint<{ clicks: number; added: number }> = {
  path: `${PATH}/statistic`,
  method: 'POST',
  effect: 'repeatable',
  answer: z
    .object({ click_link_customer_cnt: number(0), new_customer_cnt: number(0) })
    .transform(of => ({ clicks: of.click_link_customer_cnt, added: of.new_customer_cnt })),
};

const CHAT: Endpoint<{
  userId: string;
  externalUserId: string;
  received: number;
  linkId: string;
  state: string;
}> = {
  path: `${PATH}/get_chat_info`,
  method: 'POST',
  effect: 'repeatable',
  answer: z
    .object({
      userid: text,
      external_userid: text,
      chat_info: z.object({ recv_msg_cnt: number(0), link_id: text, state: text }),
    })
    .transform(({ chat_info, ...of }) => ({
      ...{ userId: of.userid, externalUserId: of.external_userid, received: chat_info.recv_msg_cnt },
      ...{ linkId: chat_info.link_id, state: chat_info.state },
    })),
};

const QUOTA: Endpoint<AcquisitionQuota> = {
  path: 'externalcontact/customer_acquisition_quota',
  method: 'GET',
  effect: 'repeatable',
  answer: z
    .object({
      total: number(0),
      balance: number(0),
      quota_list: listOf(
        z
          .object({ expire_date: optionalInstant, balance: number(0) })
          .transform(of => ({ expiresAt: of.expire_date, balance: of.balance })),
      ),
    })
    .transform(({ quota_list, ...of }) => ({ ...of, parts: quota_list })),
};

export function listAcquisitionLinks(client: WecomClient): Promise<Outcome<string[]>> {
  return allOf(pagesOf(cursor => client.call(LIST, { limit: 100, ...(cursor && { cursor }) })));
}

export function getAcquisitionLink(
  client: WecomClient,
  linkId: string,
): Promise<Outcome<Omit<AcquisitionLink, 'linkId'>>> {
  return client.call(GET, { link_id: linkId });
}

/** Makes a link. `uncertain`: look for one of this name among `listAcquisitionLinks` before another is made. */
export async function createAcquisitionLink(
  client: WecomClient,
  content: AcquisitionLinkContent,
): Promise<Outcome<{ linkId: string; url: string }>> {
  const fault = faultOf(content);
  return fault ? ownFailure('invalid_request', fault) : await client.call(CREATE, bodyOf(content));
}

/** Leads a link to other people; its address stays. */
export async function changeAcquisitionLink(
  client: WecomClient,
  linkId: string,
  content: AcquisitionLinkContent,
): Promise<Outcome<undefined>> {
  const fault = faultOf(content);
  if (fault) return ownFailure('invalid_request', fault);
  return await client.call(UPDATE, { link_id: linkId, ...bodyOf(content) });
}

/** The link leads nowhere from now on, for good. */
export function deleteAcquisitionLink(client: WecomClient, linkId: string): Promise<Outcome<undefined>> {
  return client.call(DELETE, { link_id: linkId });
}

export function listLinkCustomers(client: WecomClient, linkId: string): Promise<Outcome<LinkCustomer[]>> {
  return allOf(
    pagesOf(cursor => client.call(CUSTOMERS, { link_id: linkId, limit: 1_000, ...(cursor && { cursor }) })),
  );
}

/** Of a span of at most 30 days within the last 180, in whole days: who opened the link, and who was new. */
export function linkStatistic(
  client: WecomClient,
  linkId: string,
  from: Date,
  to: Date,
): Promise<Outcome<{ clicks: number; added: number }>> {
  return client.call(STATISTIC, { link_id: linkId, start_time: toSeconds(from), end_time: toSeconds(to) });
}

/** Whose chat an event's key means. */
export function readLinkChat(client: WecomClient, chatKey: string) {
  return client.call(CHAT, { chat_key: chatKey });
}

export function readAcquisitionQuota(client: WecomClient): Promise<Outcome<AcquisitionQuota>> {
  return client.call(QUOTA);
}

/**
 * The address to hand out: what comes by it comes back with this state.
 * @throws RangeError a state longer than WeCom keeps would come back as another.
 */
export function linkWithState(url: string, state: string): string {
  if (Buffer.byteLength(state) > MOST_STATE) throw new RangeError(`state: at most ${MOST_STATE} bytes`);
  const address = new URL(url);
  address.searchParams.set('customer_channel', state);
  return address.href;
}

/** Always the whole range: what is left out of a change may be emptied, or stay. */
function bodyOf({ name, userIds, departmentIds = [], asksNobody, priority }: AcquisitionLinkContent) {
  const range = { user_list: userIds, department_list: departmentIds };
  const content = { link_name: name, range, skip_verify: asksNobody };
  if (priority === undefined) return content;
  const [type, users] =
    priority === 'none' ? [0, []] : priority === 'corp' ? [OF_CORP, []] : [OF_SOME, priority];
  return { ...content, priority_option: { priority_type: type, priority_userid_list: users } };
}

function faultOf({
  name,
  userIds,
  departmentIds = [],
  priority,
}: AcquisitionLinkContent): string | undefined {
  if (Array.isArray(priority) && priority.length === 0) return 'priority: at least one member';
  if (userIds.length + departmentIds.length === 0) return 'a member or a department is required';
  if (userIds.length > MOST_PEOPLE) return `members: at most ${MOST_PEOPLE}`;
  if (name === '' || [...name].length > MOST_CHARACTERS) return `name: 1 to ${MOST_CHARACTERS} characters`;
  return undefined;
}
