import type { z } from 'zod';
import type { Content } from '../recorder/recorder.ts';
import type { Simulation } from '../simulation.ts';
import type { Settings } from '../store/settings.ts';
import type { callbacksQuery, customersQuery, tasksQuery } from './contract.ts';

export type AppState = {
  agentid: number;
  name: string;
  kind: string;
  callback: { url: string; verified: boolean } | null;
};
export type CorpState = {
  corpid: string;
  name: string;
  members: number;
  customers: number;
  relations: number;
  tasksWaiting: number;
  apps: AppState[];
};
export type State = {
  now: string;
  offsetSeconds: number;
  seed: number;
  settings: Settings;
  corps: CorpState[];
};

export function readState({ store, clock, chance, settings }: Simulation): State {
  const corps = store.all<Omit<CorpState, 'apps'>>(
    `select corpid, name,
       (select count(*) from members where members.corpid = corps.corpid) as members,
       (select count(*) from customers where customers.corpid = corps.corpid) as customers,
       (select count(*) from relations where relations.corpid = corps.corpid and member_deleted = 0) as relations,
       (select count(*) from mass_tasks join mass_messages using (corpid, msgid)
        where mass_tasks.corpid = corps.corpid and confirmed_at is null and cancelled_at is null
          and dispatched_at <= ?1) as tasksWaiting
     from corps order by rowid`,
    clock.milliseconds(),
  );
  return {
    now: clock.now().toISOString(),
    offsetSeconds: Math.round(clock.offset() / 1_000),
    seed: chance.seed,
    settings,
    corps: corps.map(corp => ({ ...corp, apps: appsOf(store, corp.corpid) })),
  };
}

function appsOf(store: Simulation['store'], corpid: string): AppState[] {
  const rows = store.all<
    Omit<AppState, 'callback'> & { callback_url: string | null; callback_verified: number }
  >(
    'select agentid, name, kind, callback_url, callback_verified from apps where corpid = ? order by agentid',
    corpid,
  );
  return rows.map(({ callback_url, callback_verified, ...app }) => ({
    ...app,
    callback: callback_url === null ? null : { url: callback_url, verified: callback_verified === 1 },
  }));
}

export type TaskState = {
  corpid: string;
  msgid: string;
  userid: string;
  chat_type: 'single' | 'group';
  state: 'dispatching' | 'waiting' | 'sent' | 'cancelled';
  createdAt: string;
  confirmedAt: string | null;
  allow_select: boolean;
  targets: number;
  delivered: number;
  notFriends: number;
  capped: number;
  reminders: number;
  content: Content;
};

type TaskRow = {
  corpid: string;
  msgid: string;
  userid: string;
  chat_type: 'single' | 'group';
  created_at: number;
  dispatched_at: number;
  confirmed_at: number | null;
  cancelled_at: number | null;
  allow_select: number;
  targets: number;
  delivered: number;
  notFriends: number;
  capped: number;
  reminders: number;
  content_json: string;
};

/** Newest first. */
export function readTasks({ store, clock }: Simulation, query: z.output<typeof tasksQuery>): TaskState[] {
  const rows = store.all<TaskRow>(
    `select mass_tasks.corpid, msgid, userid, chat_type, created_at, dispatched_at, confirmed_at, cancelled_at,
       allow_select, content_json, ${['targets', 'delivered', 'notFriends', 'capped'].map(countOf).join(', ')},
       (select count(*) from reminders where reminders.corpid = mass_tasks.corpid
          and reminders.msgid = mass_tasks.msgid) as reminders
     from mass_tasks join mass_messages using (corpid, msgid)
     where (?1 is null or mass_tasks.corpid = ?1) and (?2 is null or userid = ?2) and (?3 is null or msgid = ?3)
       and ${STATE_RULES[query.state]}
     order by mass_tasks.id desc limit ?4`,
    ...[query.corpid ?? null, query.userid ?? null, query.msgid ?? null, query.limit],
  );
  return rows.map(row => presentTask(row, clock.milliseconds()));
}

const STATE_RULES = {
  waiting: 'confirmed_at is null and cancelled_at is null',
  sent: 'confirmed_at is not null',
  cancelled: 'confirmed_at is null and cancelled_at is not null',
  all: 'true',
} as const;

function countOf(name: string): string {
  const status =
    { delivered: 'and status = 1', notFriends: 'and status = 2', capped: 'and status = 3' }[name] ?? '';
  return `(select count(*) from mass_targets where mass_targets.corpid = mass_tasks.corpid
    and mass_targets.msgid = mass_tasks.msgid and mass_targets.userid = mass_tasks.userid ${status}) as ${name}`;
}

function presentTask(row: TaskRow, now: number): TaskState {
  const { created_at, dispatched_at, confirmed_at, cancelled_at, content_json, ...rest } = row;
  const open = dispatched_at > now ? 'dispatching' : 'waiting';
  return {
    ...rest,
    state: confirmed_at !== null ? 'sent' : cancelled_at !== null ? 'cancelled' : open,
    createdAt: new Date(created_at).toISOString(),
    confirmedAt: confirmed_at === null ? null : new Date(confirmed_at).toISOString(),
    allow_select: row.allow_select === 1,
    content: JSON.parse(content_json),
  };
}

export type FollowState = {
  userid: string;
  remark: string;
  state: string;
  memberDeleted: boolean;
  customerDeleted: boolean;
  muted: boolean;
};
export type CustomerState = {
  external_userid: string;
  name: string;
  avatar: string;
  follow_user: FollowState[];
};

/** Those whose name contains the search, or whose id begins with it. */
export function findCustomers(
  { store }: Simulation,
  corpid: string,
  { search, userid, limit }: z.output<typeof customersQuery>,
): Omit<CustomerState, 'follow_user'>[] {
  return store.all(
    `select external_userid, name, avatar from customers
     where corpid = ?1 and (?2 = '' or instr(name, ?2) > 0 or external_userid like ?2 || '%')
       and (?3 is null or exists (select 1 from relations where relations.corpid = ?1 and userid = ?3
         and relations.external_userid = customers.external_userid and member_deleted = 0))
     order by external_userid limit ?4`,
    ...[corpid, search, userid ?? null, limit],
  );
}

export function readCustomer(
  { store }: Simulation,
  corpid: string,
  external: string,
): CustomerState | undefined {
  const customer = store.one<Omit<CustomerState, 'follow_user'>>(
    'select external_userid, name, avatar from customers where corpid = ? and external_userid = ?',
    ...[corpid, external],
  );
  if (!customer) return undefined;
  const rows = store.all<{
    userid: string;
    remark: string;
    state: string;
    member_deleted: number;
    customer_deleted: number;
    muted: number;
  }>(
    `select userid, remark, state, member_deleted, customer_deleted, muted from relations
     where corpid = ? and external_userid = ? order by talked_at desc, id`,
    ...[corpid, external],
  );
  const follow_user = rows.map(({ member_deleted, customer_deleted, muted, ...row }) => ({
    ...row,
    memberDeleted: member_deleted === 1,
    customerDeleted: customer_deleted === 1,
    muted: muted === 1,
  }));
  return { ...customer, follow_user };
}

export type CallbackState = {
  id: number;
  corpid: string;
  agentid: number;
  event: string;
  state: 'waiting' | 'delivered' | 'failed' | 'dropped';
  tries: number;
  xml: string;
};

export function readCallbacks(
  { store }: Simulation,
  query: z.output<typeof callbacksQuery>,
): CallbackState[] {
  return store.all<CallbackState>(
    `select id, corpid, agentid, event, state, tries, xml from callbacks
     where (?1 is null or state = ?1) order by id limit ?2`,
    query.state ?? null,
    query.limit,
  );
}

export type KfMessageState = {
  msgid: string;
  at: string;
  from: 'customer' | 'system' | 'servicer' | 'app';
  servicer: string;
  msgtype: string;
  body: Record<string, unknown>;
  recalled: boolean;
};

const ORIGINS = new Map<number, KfMessageState['from']>([
  [3, 'customer'],
  [4, 'system'],
  [5, 'servicer'],
]);

/** What stands in the chat between a customer and an account, oldest first, what the app sent too. */
export function readKfMessages(
  { store }: Simulation,
  corpid: string,
  openKfId: string,
  external: string,
): KfMessageState[] {
  type Row = {
    msgid: string;
    at: number;
    origin: number;
    servicer: string;
    msgtype: string;
    body_json: string;
    recalled: number;
  };
  const rows = store.all<Row>(
    'select * from kf_messages where corpid = ? and open_kfid = ? and external_userid = ? order by id desc limit 200',
    ...[corpid, openKfId, external],
  );
  return rows.reverse().map(({ msgid, at, origin, servicer, msgtype, body_json, recalled }) => ({
    ...{ msgid, at: new Date(at).toISOString(), servicer, msgtype, recalled: recalled === 1 },
    from: ORIGINS.get(origin) ?? 'app',
    body: JSON.parse(body_json),
  }));
}
