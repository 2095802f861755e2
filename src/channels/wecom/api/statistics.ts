import { z } from 'zod';
import type { WecomClient } from '../client.ts';
import type { Endpoint } from '../endpoint.ts';
import { ownFailure } from '../errors.ts';
import type { Outcome } from '../outcome.ts';
import { instant, listOf, number, toSeconds } from './fields.ts';

/** One day of one member's single chats, or of several members taken together (official page 92132). */
export type MemberDay = {
  /** The day's beginning in Asia/Shanghai. */
  at: Date;
  /** Friend requests the member sent out. */
  applied: number;
  /** Customers newly added. */
  added: number;
  /** Single chats in which the member wrote, and how many messages. */
  chats: number;
  messages: number;
  /** In percent, and in minutes; undefined where nobody wrote. */
  answered: number | undefined;
  answeredAfter: number | undefined;
  /** Customers who deleted or blocked the member. */
  lost: number;
};

/** One day of the customer groups of some owners (official page 92133). */
export type GroupDay = {
  at: Date;
  newGroups: number;
  groups: number;
  groupsWithMessages: number;
  newPeople: number;
  people: number;
  messages: number;
};

const share = z
  .number()
  .nullish()
  .transform(value => value ?? undefined);

const BEHAVIOUR: Endpoint<MemberDay[]> = {
  path: 'externalcontact/get_user_behavior_data',
  method: 'POST',
  effect: 'repeatable',
  answer: z
    .object({
      behavior_data: listOf(
        z
          .object({
            stat_time: instant,
            new_apply_cnt: number(0),
            new_contact_cnt: number(0),
            chat_cnt: number(0),
            message_cnt: number(0),
            reply_percentage: share,
            avg_reply_time: share,
            negative_feedback_cnt: number(0),
          })
          .transform(
            (of): MemberDay => ({
              at: of.stat_time,
              applied: of.new_apply_cnt,
              added: of.new_contact_cnt,
              chats: of.chat_cnt,
              messages: of.message_cnt,
              answered: of.reply_percentage,
              answeredAfter: of.avg_reply_time,
              lost: of.negative_feedback_cnt,
            }),
          ),
      ),
    })
    .transform(of => of.behavior_data),
};

const figures = z.object({
  new_chat_cnt: number(0),
  chat_total: number(0),
  chat_has_msg: number(0),
  new_member_cnt: number(0),
  member_total: number(0),
  msg_total: number(0),
});

const GROUPS: Endpoint<GroupDay[]> = {
  path: 'externalcontact/groupchat/statistic_group_by_day',
  method: 'POST',
  effect: 'repeatable',
  answer: z
    .object({ items: listOf(z.object({ stat_time: instant, data: figures })) })
    .transform(({ items }) =>
      items.map(
        ({ stat_time, data }): GroupDay => ({
          at: stat_time,
          newGroups: data.new_chat_cnt,
          groups: data.chat_total,
          groupsWithMessages: data.chat_has_msg,
          newPeople: data.new_member_cnt,
          people: data.member_total,
          messages: data.msg_total,
        }),
      ),
    ),
};

type OwnerTotal = Omit<GroupDay, 'at'> & { owner: string };

const TOTALS: Endpoint<{ items: OwnerTotal[]; total: number; nextOffset: number }> = {
  path: 'externalcontact/groupchat/statistic',
  method: 'POST',
  effect: 'repeatable',
  answer: z
    .object({
      items: listOf(z.object({ owner: z.string(), data: figures })),
      total: number(0),
      next_offset: number(0),
    })
    .transform(of => ({
      items: of.items.map(({ owner, data }) => ({
        owner,
        newGroups: data.new_chat_cnt,
        groups: data.chat_total,
        groupsWithMessages: data.chat_has_msg,
        newPeople: data.new_member_cnt,
        people: data.member_total,
        messages: data.msg_total,
      })),
      total: of.total,
      nextOffset: of.next_offset,
    })),
};

/** What one call may ask for; and how far back, yesterday being the first day there is. */
export const STATISTICS = { daysPerCall: 30, daysBack: 180 } as const;

const MOST_OWNERS = 100;

/**
 * What a member did, day by day, both ends included. Asked for one member at a time: WeCom adds several up into one
 * series. At most 30 days a call, ending yesterday at the latest, 180 days back at most (600018).
 */
export function readMemberDays(
  client: WecomClient,
  userId: string,
  from: Date,
  to: Date,
): Promise<Outcome<MemberDay[]>> {
  return client.call(BEHAVIOUR, { userid: [userId], start_time: toSeconds(from), end_time: toSeconds(to) });
}

/** What became of the groups a member owns, day by day, both ends included; the same bounds. */
export function readGroupDays(
  client: WecomClient,
  owner: string,
  from: Date,
  to: Date,
): Promise<Outcome<GroupDay[]>> {
  return client.call(GROUPS, {
    ...{ day_begin_time: toSeconds(from), day_end_time: toSeconds(to) },
    owner_filter: { userid_list: [owner] },
  });
}

/** The groups of up to 100 owners over a span of days, one line an owner. */
export async function readGroupTotals(
  client: WecomClient,
  owners: readonly string[],
  from: Date,
  to: Date,
): Promise<Outcome<OwnerTotal[]>> {
  if (owners.length === 0 || owners.length > MOST_OWNERS)
    return ownFailure('invalid_request', `owners: 1 to ${MOST_OWNERS}`);
  const found: OwnerTotal[] = [];
  for (let offset = 0; ; ) {
    const page = await client.call(TOTALS, {
      ...{ day_begin_time: toSeconds(from), day_end_time: toSeconds(to) },
      ...{ owner_filter: { userid_list: owners }, order_by: 4, order_asc: 0, offset, limit: 1_000 },
    });
    if (!page.ok) return page;
    found.push(...page.data.items);
    const { nextOffset, total, items } = page.data;
    if (items.length === 0 || nextOffset <= offset || nextOffset >= total) return { ok: true, data: found };
    offset = nextOffset;
  }
}
