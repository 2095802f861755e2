import { DAY } from '#platform/clock.ts';
import { raise } from '../callbacks/events.ts';
import { writeLog } from '../recorder/recorder.ts';
import type { Simulation } from '../simulation.ts';
import type { Customer } from '../world/world.ts';
import { addCustomer } from './customers.ts';
import { friendOf, membersBehind } from './ways.ts';

export type LinkRow = {
  id: number;
  corpid: string;
  link_id: string;
  agentid: number;
  link_name: string;
  url: string;
  created_at: number;
  skip_verify: number;
  mark_source: number;
  user_json: string;
  party_json: string;
};

export function linkById({ store }: Simulation, corpid: string, linkId: string): LinkRow | undefined {
  return store.one<LinkRow>(
    'select * from acquisition_links where corpid = ? and link_id = ?',
    corpid,
    linkId,
  );
}

/** Whose customers are led back to them (page 97297): 0 nobody's, 1 anybody's of the corp, 2 those of the list. */
export type LinkPriority = { priority_type: number; priority_userid_list: string[] };

export function keepPriority(
  { store }: Simulation,
  corpid: string,
  linkId: string,
  priority: LinkPriority,
): void {
  store.run(
    'insert or replace into acquisition_priorities (corpid, link_id, priority_json) values (?, ?, ?)',
    ...[corpid, linkId, JSON.stringify(priority)],
  );
}

export function priorityOf({ store }: Simulation, corpid: string, linkId: string): LinkPriority {
  const kept = store.one<{ priority_json: string }>(
    'select priority_json from acquisition_priorities where corpid = ? and link_id = ?',
    ...[corpid, linkId],
  );
  return kept
    ? (JSON.parse(kept.priority_json) as LinkPriority)
    : { priority_type: 0, priority_userid_list: [] };
}

type QuotaRow = { id: number; total: number; balance: number; expires_at: number };

/** What has not expired, what expires first before the others. */
export function quotaOf({ store, clock }: Simulation, corpid: string): QuotaRow[] {
  return store.all<QuotaRow>(
    'select * from acquisition_quotas where corpid = ? and expires_at > ? order by expires_at, id',
    ...[corpid, clock.milliseconds()],
  );
}

export const balanceOf = (rows: readonly QuotaRow[]) => rows.reduce((sum, row) => sum + row.balance, 0);

/** Bought by an administrator; good for a year unless said. */
export function buyQuota(simulation: Simulation, corpid: string, count: number, expires?: number): void {
  const { store, clock } = simulation;
  const at = expires === undefined ? clock.milliseconds() + 365 * DAY : expires * 1_000;
  store.run(
    'insert into acquisition_quotas (corpid, total, balance, expires_at) values (?, ?, ?, ?)',
    ...[corpid, count, count, at],
  );
  raise(simulation, corpid, { event: 'customer_acquisition', change: 'balance_increased' });
}

export type Opening = { customer: Omit<Customer, 'follow_user'>; state: string; adds: boolean };
export type Opened =
  | { userid: string | null; outcome: 'looked' | 'added' | 'already_friends' }
  | 'unknown_link'
  | 'nobody_there'
  | 'no_quota';

/** add_way of page 92114. */
const BY_LINK = 16;
/** Bytes of `customer_channel`; what is longer is cut. */
const MOST_STATE = 64;

/**
 * Somebody opens the link and, unless they only look, adds one of the members behind it. Each adding costs one of the
 * quota; without any left the link leads nowhere. Where members are asked, the request is told first.
 */
export function customerOpensLink(
  simulation: Simulation,
  corpid: string,
  linkId: string,
  { customer, state, adds }: Opening,
): Opened {
  const { store, clock, chance } = simulation;
  return store.transaction(() => {
    const link = linkById(simulation, corpid, linkId);
    if (!link) return 'unknown_link';
    const quota = quotaOf(simulation, corpid).find(row => row.balance > 0);
    if (!quota) return 'no_quota';
    const external = customer.external_userid;
    store.run(
      'insert into acquisition_clicks values (?, ?, ?, ?)',
      corpid,
      linkId,
      external,
      clock.milliseconds(),
    );
    if (!adds) return { userid: null, outcome: 'looked' };
    const members = membersBehind(simulation, corpid, link);
    const { priority_type, priority_userid_list } = priorityOf(simulation, corpid, linkId);
    const among = priority_type === 1 ? undefined : [...members, ...priority_userid_list];
    const friend = friendOf(simulation, corpid, external, among);
    if (friend) return { userid: friend, outcome: 'already_friends' };
    const userid = members[Math.floor(chance.about('link', linkId, external).next() * members.length)];
    if (userid === undefined) return 'nobody_there';
    const kept = Buffer.from(state).subarray(0, MOST_STATE).toString().replace(/�+$/, '');
    come(simulation, link, { customer, userid, state: kept });
    spend(simulation, corpid, quota);
    return { userid, outcome: 'added' };
  });
}

type Coming = { customer: Opening['customer']; userid: string; state: string };

function come(simulation: Simulation, link: LinkRow, { customer, userid, state }: Coming): void {
  const { store, clock } = simulation;
  const { corpid, link_id } = link;
  const { external_userid } = customer;
  if (!link.skip_verify)
    raise(simulation, corpid, {
      event: 'customer_acquisition',
      change: 'friend_request',
      ...{ linkId: link_id, userid, external_userid, state },
    });
  addCustomer(simulation, corpid, {
    customer,
    follow: {
      ...{ userid, add_way: BY_LINK, state, description: '', remark_corp_name: '' },
      ...{ remark_mobiles: [], tag_id: [], personal_tags: [] },
    },
  });
  store.run(
    `insert or replace into acquisition_customers (corpid, link_id, external_userid, userid, state, added_at)
     values (?, ?, ?, ?, ?, ?)`,
    ...[corpid, link_id, external_userid, userid, state, clock.milliseconds()],
  );
  writeLog(simulation, {
    kind: 'action',
    corpid,
    what: 'link_add',
    detail: { link_id, userid, external_userid },
  });
}

function spend(simulation: Simulation, corpid: string, quota: QuotaRow): void {
  simulation.store.run('update acquisition_quotas set balance = balance - 1 where id = ?', quota.id);
  const left = balanceOf(quotaOf(simulation, corpid));
  const change =
    left === 0 ? 'balance_exhausted' : left === simulation.settings.quotaLow - 1 ? 'balance_low' : undefined;
  if (change) raise(simulation, corpid, { event: 'customer_acquisition', change });
}

export function consoleDeletesLink(
  simulation: Simulation,
  corpid: string,
  linkId: string,
): 'deleted' | 'unknown_link' {
  return simulation.store.transaction(() => {
    const gone = simulation.store.run(
      'delete from acquisition_links where corpid = ? and link_id = ?',
      corpid,
      linkId,
    );
    if (gone === 0) return 'unknown_link';
    raise(simulation, corpid, { event: 'customer_acquisition', change: 'delete_link', linkId });
    return 'deleted';
  });
}
