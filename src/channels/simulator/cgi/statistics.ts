import { z } from 'zod';
import { DAY, fromShanghai, shanghaiDate } from '#platform/clock.ts';
import { behaviourOf, type Day, daysBetween, groupFiguresOf } from '../people/statistics.ts';
import { departmentMembers } from '../people/ways.ts';
import { findMember } from '../world/members.ts';
import { anyUserid, type Call, type Endpoint, read } from './endpoint.ts';
import { Refusal } from './errcodes.ts';
import { visibility, visibleDepartments } from './permissions.ts';

const MOST_DAYS = 30;
const DAYS_BACK = 180;
const seconds = z.number().int().min(1);

/** @throws Refusal 600018 the end before the start, today or later, too long, or too far back. */
function spanOf({ simulation }: Call, from: number, to: number): Day[] {
  const days = daysBetween(from, to);
  const today = fromShanghai(shanghaiDate(new Date(simulation.clock.milliseconds()))).getTime();
  const [first, last] = [days.at(0), days.at(-1)];
  if (!first || !last || days.length > MOST_DAYS) throw new Refusal(600018);
  if (last.until > today || first.from < today - DAYS_BACK * DAY) throw new Refusal(600018);
  return days;
}

/** @throws Refusal 60111 nobody of that name, 60021 one whom the app does not see. */
function seen({ simulation, app }: Call, userids: readonly string[]): readonly string[] {
  const sees = visibility(simulation.store, app);
  for (const userid of userids) {
    if (!findMember(simulation.store, app.corpid, userid)) throw new Refusal(60111);
    if (!sees(userid)) throw new Refusal(60021);
  }
  return userids;
}

const behaviourBody = z
  .object({
    userid: z.array(anyUserid).max(100).default([]),
    partyid: z.array(z.number().int()).max(100).default([]),
    start_time: seconds,
    end_time: seconds,
  })
  .refine(({ userid, partyid }) => userid.length + partyid.length > 0);

/** Several members are added up into one series. */
const behaviour: Endpoint = {
  path: 'externalcontact/get_user_behavior_data',
  method: 'POST',
  may: 'customer_contact',
  empty: { behavior_data: [] },
  answer(call) {
    const { simulation, app, body } = call;
    const { userid, partyid, start_time, end_time } = read(behaviourBody, body);
    const departments = visibleDepartments(simulation.store, app);
    if (partyid.some(id => !departments.has(id))) throw new Refusal(60123);
    const days = spanOf(call, start_time, end_time);
    const members = [...seen(call, userid), ...departmentMembers(simulation, app.corpid, partyid)];
    return { behavior_data: days.map(day => behaviourOf(simulation, app.corpid, members, day)) };
  },
};

const groupBody = z.object({
  day_begin_time: seconds,
  day_end_time: seconds.optional(),
  owner_filter: z.object({ userid_list: z.array(anyUserid).min(1).max(100) }),
});
const orderedBody = groupBody.extend({
  order_by: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]).default(1),
  order_asc: z.union([z.literal(0), z.literal(1)]).default(0),
  offset: z.number().int().min(0).default(0),
  limit: z.number().int().min(1).max(1_000).default(500),
});
const ORDERS = {
  1: 'new_chat_cnt',
  2: 'chat_total',
  3: 'new_member_cnt',
  4: 'member_total',
} as const;

/** One line an owner, over all of the days. */
const groups: Endpoint = {
  path: 'externalcontact/groupchat/statistic',
  method: 'POST',
  may: 'customer_contact',
  empty: { items: [], total: 0, next_offset: 0 },
  answer(call) {
    const { simulation, app, body } = call;
    const given = read(orderedBody, body);
    const days = spanOf(call, given.day_begin_time, given.day_end_time ?? given.day_begin_time);
    const span = { from: days[0]?.from ?? 0, until: days.at(-1)?.until ?? 0 };
    const owners = seen(call, given.owner_filter.userid_list);
    const by = ORDERS[given.order_by];
    const items = owners
      .map(owner => ({ owner, data: groupFiguresOf(simulation, app.corpid, [owner], span) }))
      .sort((a, b) => (a.data[by] - b.data[by]) * (given.order_asc ? 1 : -1));
    const page = items.slice(given.offset, given.offset + given.limit);
    return { total: items.length, next_offset: given.offset + page.length, items: page };
  },
};

/** One line a day, of all the owners together. */
const groupsByDay: Endpoint = {
  path: 'externalcontact/groupchat/statistic_group_by_day',
  method: 'POST',
  may: 'customer_contact',
  empty: { items: [] },
  answer(call) {
    const { simulation, app, body } = call;
    const given = read(groupBody, body);
    const days = spanOf(call, given.day_begin_time, given.day_end_time ?? given.day_begin_time);
    const owners = seen(call, given.owner_filter.userid_list);
    return {
      items: days.map(day => ({
        stat_time: day.from / 1_000,
        data: groupFiguresOf(simulation, app.corpid, owners, day),
      })),
    };
  },
};

export const statistics: readonly Endpoint[] = [behaviour, groups, groupsByDay];
