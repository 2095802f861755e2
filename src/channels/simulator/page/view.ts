import type { Language } from '#platform/contract.ts';
import { type FeedRow, type MomentState, readFeed, readMoments } from '../admin/moment-states.ts';
import {
  type CorpState,
  type CustomerState,
  findCustomers,
  readCustomer,
  readState,
  readTasks,
  type TaskState,
} from '../admin/reading.ts';
import { type LogRow, readLog } from '../recorder/reading.ts';
import type { Content } from '../recorder/recorder.ts';
import type { Simulation } from '../simulation.ts';
import { type Say, speak } from './words.ts';

/** What the address of the page says: whom one plays. */
export type Choice = {
  lang: Language;
  tab: 'staff' | 'phone' | 'backstage';
  corp?: string | undefined;
  member?: string | undefined;
  customer?: string | undefined;
  /** The member whose conversation is open on the customer's phone, or `FEED`: their moments. */
  chat?: string | undefined;
  q?: string | undefined;
};

export const FEED = '~feed';

/** `waiting`: mass messages to confirm; `unpublished`: moments to publish. */
export type MemberChip = { userid: string; name: string; waiting: number; unpublished: number };
export type CustomerChip = { external_userid: string; name: string };
export type Bubble = {
  at: Date;
  from: 'member' | 'customer';
  content: Content;
  chat_id: string | null;
};

export type Scene = {
  corp: CorpState;
  members: MemberChip[];
  member: MemberChip | undefined;
  tasks: (TaskState & { names: string[] })[];
  moments: MomentState[];
  customers: CustomerChip[];
  customer: CustomerState | undefined;
  /** The member of the open conversation. */
  partner: string | undefined;
  bubbles: Bubble[];
  /** What lies in the customer's feed, where that is what is open. */
  feed: FeedRow[];
};

export type View = {
  choice: Choice;
  say: Say;
  now: Date;
  simulation: Simulation;
  corps: CorpState[];
  scene: Scene | undefined;
  nameOf(corpid: string, id: string): string;
};

const TASKS = 20;
const BUBBLES = 100;
const CHIPS = 6;

export function look(simulation: Simulation, choice: Choice): View {
  const { corps } = readState(simulation);
  const corp = corps.find(one => one.corpid === choice.corp) ?? corps[0];
  return {
    choice,
    say: speak(choice.lang),
    now: simulation.clock.now(),
    simulation,
    corps,
    scene: corp && sceneOf(simulation, corp, choice),
    nameOf: (corpid, id) => nameOf(simulation, corpid, id),
  };
}

function sceneOf(simulation: Simulation, corp: CorpState, choice: Choice): Scene {
  const members = memberChips(simulation, corp.corpid);
  const busy = members.find(one => one.waiting + one.unpublished > 0) ?? members[0];
  const member = members.find(one => one.userid === choice.member) ?? busy;
  const tasks = member
    ? readTasks(simulation, { corpid: corp.corpid, userid: member.userid, state: 'all', limit: TASKS })
    : [];
  const own = { corpid: corp.corpid, userid: member?.userid, moment_id: undefined };
  const moments = member ? readMoments(simulation, { ...own, state: 'all', limit: TASKS }) : [];
  const customers = customerChips(simulation, corp.corpid, choice, member?.userid);
  const chosen = choice.customer ?? customers[0]?.external_userid;
  const customer = chosen === undefined ? undefined : readCustomer(simulation, corp.corpid, chosen);
  const follows = customer?.follow_user ?? [];
  const looksAtFeed = customer !== undefined && choice.chat === FEED;
  const seen = { corpid: corp.corpid, external_userid: chosen, moment_id: undefined, limit: BUBBLES };
  const partner = looksAtFeed
    ? undefined
    : (follows.find(one => one.userid === choice.chat) ?? follows[0])?.userid;
  return {
    corp,
    members,
    member,
    tasks: tasks.map(task => ({ ...task, names: namesOf(simulation, task) })),
    moments,
    customers,
    customer,
    partner,
    feed: looksAtFeed ? readFeed(simulation, seen) : [],
    bubbles: customer && partner ? bubblesOf(simulation, corp.corpid, customer.external_userid, partner) : [],
  };
}

/** What waits is what they can send: a task that is still being dispatched is not theirs yet. */
function memberChips({ store, clock }: Simulation, corpid: string): MemberChip[] {
  return store.all<MemberChip>(
    `select members.userid, members.name, coalesce(waiting, 0) as waiting, (
       select count(*) from moment_tasks t join moments m on m.corpid = t.corpid and m.moment_id = t.moment_id
       where t.corpid = ?1 and t.userid = members.userid and published_at is null and cancelled_at is null
         and m.created_at <= ?2) as unpublished from members
     left join (select mass_tasks.userid, count(*) as waiting from mass_tasks join mass_messages using (corpid, msgid)
       where mass_tasks.corpid = ?1 and confirmed_at is null and cancelled_at is null
         and dispatched_at <= ?2 group by mass_tasks.userid)
       as open on open.userid = members.userid
     where members.corpid = ?1 and members.customer_contact = 1 and (waiting > 0 or unpublished > 0 or members.rowid in (
       select rowid from members where corpid = ?1 and customer_contact = 1 order by rowid limit 200))
     order by members.rowid`,
    corpid,
    clock.milliseconds(),
  );
}

/** What was searched, else who got something lately, else who is the member's customer. */
function customerChips(
  simulation: Simulation,
  corpid: string,
  { q }: Choice,
  userid?: string,
): CustomerChip[] {
  if (q) return findCustomers(simulation, corpid, { search: q, userid: undefined, limit: CHIPS });
  const lately = simulation.store.all<CustomerChip>(
    `select external_userid, name from customers join (
       select external_userid, max(id) as last from (
         select external_userid, id from received where corpid = ?1 order by id desc limit 200)
       group by external_userid) using (external_userid)
     where corpid = ?1 order by last desc limit ?2`,
    corpid,
    CHIPS,
  );
  if (lately.length > 0) return lately;
  return findCustomers(simulation, corpid, { search: '', userid, limit: CHIPS });
}

function namesOf({ store }: Simulation, { corpid, msgid, userid }: TaskState): string[] {
  const rows = store.all<{ name: string }>(
    `select coalesce(customers.name, group_chats.name, target) as name from mass_targets
     left join customers on customers.corpid = mass_targets.corpid and customers.external_userid = target
     left join group_chats on group_chats.corpid = mass_targets.corpid and group_chats.chat_id = target
     where mass_targets.corpid = ? and msgid = ? and userid = ? order by mass_targets.id limit 3`,
    ...[corpid, msgid, userid],
  );
  return rows.map(row => row.name);
}

export function bubblesOf({ store }: Simulation, corpid: string, external: string, userid: string): Bubble[] {
  const rows = store.all<{
    at: number;
    content_json: string | null;
    text: string | null;
    chat_id: string | null;
  }>(
    `select * from (
       select at, id, content_json, null as text, chat_id from received
       where corpid = ?1 and external_userid = ?2 and userid = ?3
       union all
       select at, id, null, text, null from replies where corpid = ?1 and external_userid = ?2 and userid = ?3)
     order by at desc, text is null, id desc limit ?4`,
    ...[corpid, external, userid, BUBBLES],
  );
  return rows.reverse().map(row => ({
    at: new Date(row.at),
    from: row.text === null ? 'member' : 'customer',
    content: row.text === null ? JSON.parse(row.content_json ?? '{}') : { text: { content: row.text } },
    chat_id: row.chat_id,
  }));
}

function nameOf({ store }: Simulation, corpid: string, id: string): string {
  const row = store.one<{ name: string }>(
    `select name from members where corpid = ?1 and userid = ?2
     union all select name from customers where corpid = ?1 and external_userid = ?2 limit 1`,
    corpid,
    id,
  );
  return row?.name ?? id;
}

const LINES = 40;

export function lastLines({ store }: Simulation): LogRow[] {
  return readLog(store, { after: 0, limit: LINES, newest: true });
}

/** The address of the page with something else chosen. */
export function link(choice: Choice, change: Partial<Choice>): string {
  const entries = Object.entries({ ...choice, ...change }).filter(
    ([, value]) => value !== undefined && value !== '',
  );
  return `?${new URLSearchParams(entries.map(([key, value]) => [key, String(value)]))}`;
}
