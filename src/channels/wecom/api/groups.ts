import { z } from 'zod';
import type { WecomClient } from '../client.ts';
import type { Endpoint } from '../endpoint.ts';
import { ownFailure } from '../errors.ts';
import type { Outcome } from '../outcome.ts';
import { instant, listOf, nextCursor, number, optionalText, text } from './fields.ts';
import { allOf, type Page, pagesOf } from './pages.ts';

/** A customer group (客户群, official pages 92120 and 92122). */
export type Group = {
  chatId: string;
  name: string;
  owner: string;
  createdAt: Date;
  notice: string;
  people: GroupPerson[];
  admins: string[];
  /** Another one whenever somebody comes or goes; undefined where WeCom does not tell it. */
  version: string | undefined;
};

export type GroupPerson = {
  /** A member's userid, or an external_userid. */
  id: string;
  isMember: boolean;
  name: string;
  unionId: string | undefined;
  joinedAt: Date;
  cameBy: 'invitation' | 'link' | 'code' | undefined;
  /** Of the code they came by. */
  state: string | undefined;
  invitor: string | undefined;
};

export type GroupListed = { chatId: string; state: 'normal' | 'owner_left' | 'inheriting' | 'inherited' };

const PATH = 'externalcontact/groupchat';
/** Page 92120. */
const MOST_OWNERS = 100;

const STATES = ['normal', 'owner_left', 'inheriting', 'inherited'] as const;
const LIST: Endpoint<Page<GroupListed>> = {
  path: `${PATH}/list`,
  method: 'POST',
  effect: 'repeatable',
  answer: z
    .object({
      group_chat_list: listOf(
        z
          .object({ chat_id: z.string().min(1), status: number(0) })
          .transform(of => ({ chatId: of.chat_id, state: STATES[of.status] ?? ('normal' as const) })),
      ),
      ...nextCursor,
    })
    .transform(of => ({ items: of.group_chat_list, nextCursor: of.next_cursor })),
};

const CAME_BY = [undefined, 'invitation', 'link', 'code'] as const;
const MEMBER = 1;

const person = z
  .object({
    userid: z.string().min(1),
    type: number(MEMBER),
    unionid: optionalText,
    join_time: instant,
    join_scene: number(0),
    state: optionalText,
    invitor: z.object({ userid: optionalText }).nullish(),
    name: text,
  })
  .transform(
    (of): GroupPerson => ({
      id: of.userid,
      isMember: of.type === MEMBER,
      name: of.name,
      unionId: of.unionid,
      joinedAt: of.join_time,
      cameBy: CAME_BY[of.join_scene],
      state: of.state,
      invitor: of.invitor?.userid,
    }),
  );

const GET: Endpoint<Group> = {
  path: `${PATH}/get`,
  method: 'POST',
  effect: 'repeatable',
  answer: z
    .object({
      group_chat: z.object({
        chat_id: z.string().min(1),
        name: text,
        owner: text,
        create_time: instant,
        notice: text,
        member_list: listOf(person),
        admin_list: listOf(z.object({ userid: z.string() })),
        member_version: optionalText,
      }),
    })
    .transform(({ group_chat: of }) => ({
      chatId: of.chat_id,
      name: of.name,
      owner: of.owner,
      createdAt: of.create_time,
      notice: of.notice,
      people: of.member_list,
      admins: of.admin_list.map(admin => admin.userid),
      version: of.member_version,
    })),
};

/**
 * All customer groups of some members, or of all in the app's range. With more than 1,000 members in range WeCom wants
 * owners named (81017), 100 at a time.
 */
export async function listGroups(
  client: WecomClient,
  owners?: readonly string[],
): Promise<Outcome<GroupListed[]>> {
  if (owners && (owners.length === 0 || owners.length > MOST_OWNERS))
    return ownFailure('invalid_request', `owners: 1 to ${MOST_OWNERS}`);
  const filter = owners && { owner_filter: { userid_list: owners } };
  return await allOf(
    pagesOf(cursor => client.call(LIST, { ...filter, limit: 1_000, ...(cursor && { cursor }) })),
  );
}

/** A group with its people. What it says may be two seconds old: read again some seconds after an event. */
export function getGroup(client: WecomClient, chatId: string): Promise<Outcome<Group>> {
  return client.call(GET, { chat_id: chatId, need_name: 1 });
}
