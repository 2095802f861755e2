import { z } from 'zod';
import { departmentMembers } from '../people/ways.ts';
import { findMember } from '../world/members.ts';
import { type Call, read } from './endpoint.ts';
import { Refusal } from './errcodes.ts';
import { visibility, visibleDepartments } from './permissions.ts';

const rangeBody = z.object({
  visible_range: z
    .object({
      sender_list: z
        .object({
          user_list: z.array(z.string()).default([]),
          department_list: z.array(z.number().int()).default([]),
        })
        .optional(),
      external_contact_list: z.object({ tag_list: z.array(z.string()).default([]) }).optional(),
    })
    .optional(),
});

/** For whom each member is to publish, and what of the range was no good. `errcode`: nobody was left. */
export type MomentPlan = {
  tasks: Map<string, string[]>;
  partial: boolean;
  errcode: number;
  left: Record<string, unknown>;
};

/** @throws Refusal 40058 more members than a range may name. */
export function planMoment(call: Call): MomentPlan {
  const { visible_range: range } = read(rangeBody, call.body);
  const users = range?.sender_list?.user_list ?? [];
  const departments = range?.sender_list?.department_list ?? [];
  const tags = range?.external_contact_list?.tag_list ?? [];
  if (users.length > 100_000) throw new Refusal(40058);
  const known = sort(users, userid => sender(call, userid) !== undefined);
  const seen = visibleDepartments(call.simulation.store, call.app);
  const placed = sort(departments, id => seen.has(id));
  const carried = sort(tags, tag => hasTag(call, tag));
  const chosen = senders(call, known.good, placed.good, users.length + departments.length > 0);
  const nobody = users.length + departments.length > 0 && chosen.length === 0;
  const noTag = tags.length > 0 && carried.good.length === 0;
  const tasks = new Map<string, string[]>();
  if (!nobody && !noTag)
    for (const userid of chosen) {
      const customers = customersOf(call, userid, carried.good);
      if (customers.length > 0 || tags.length === 0) tasks.set(userid, customers);
    }
  return {
    tasks,
    partial: tags.length > 0,
    errcode: nobody ? 60111 : noTag ? 40068 : tasks.size === 0 ? 41048 : 0,
    left: {
      invalid_sender_list: { user_list: known.bad, department_list: placed.bad },
      invalid_external_contact_list: { tag_list: carried.bad },
    },
  };
}

function sort<Item>(items: readonly Item[], isGood: (item: Item) => boolean): { good: Item[]; bad: Item[] } {
  return { good: items.filter(isGood), bad: items.filter(item => !isGood(item)) };
}

/** Members who can be given a moment: seen by the app, activated, in 客户联系 › 使用范围. */
function sender({ simulation, app }: Call, userid: string): string | undefined {
  const member = findMember(simulation.store, app.corpid, userid);
  const may = member && visibility(simulation.store, app)(member.userid);
  return may && member.status === 1 && member.customer_contact === 1 ? member.userid : undefined;
}

function senders(call: Call, users: readonly string[], departments: number[], named: boolean): string[] {
  const { simulation, app } = call;
  const wanted = named
    ? [...users, ...departmentMembers(simulation, app.corpid, departments)]
    : simulation.store
        .all<{ userid: string }>('select userid from members where corpid = ? order by rowid', app.corpid)
        .map(row => row.userid);
  const found = wanted.flatMap(userid => sender(call, userid) ?? []);
  return [...new Map(found.map(userid => [userid.toLowerCase(), userid])).values()];
}

function hasTag({ simulation, app }: Call, tag: string): boolean {
  return (
    simulation.store.one(
      'select 1 from tags where corpid = ? and tag_id = ? and deleted = 0',
      app.corpid,
      tag,
    ) !== undefined
  );
}

/** Customers of the member that bear one of the tags, or all of them; a tag is the relation's, not the customer's. */
function customersOf({ simulation, app }: Call, userid: string, tags: readonly string[]): string[] {
  return simulation.store
    .all<{ external_userid: string }>(
      `select external_userid from relations
       where corpid = ?1 and userid = ?2 and member_deleted = 0 and half = 0 and (?3 = '[]' or id in (
         select relation_id from relation_tags where tag_id in (select value from json_each(?3))))
       order by id`,
      ...[app.corpid, userid, JSON.stringify(tags)],
    )
    .map(row => row.external_userid);
}
