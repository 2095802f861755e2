import type { App } from '../cgi/endpoint.ts';
import { departmentsBelow } from '../cgi/permissions.ts';
import { writeLog } from '../recorder/recorder.ts';
import type { Simulation } from '../simulation.ts';
import { findMember } from '../world/members.ts';
import type { Customer } from '../world/world.ts';
import { addCustomer } from './customers.ts';

/** 「联系我」: a code or a button behind which members wait. */
export type WayRow = {
  id: number;
  config_id: string;
  agentid: number;
  type: number;
  scene: number;
  style: number;
  remark: string;
  skip_verify: number;
  state: string;
  user_json: string;
  party_json: string;
  is_exclusive: number;
  mark_source: number;
  qr_code: string;
};

export type NewWay = {
  type: number;
  scene: number;
  style: number;
  remark: string;
  skip_verify: boolean;
  state: string;
  user: string[];
  party: number[];
  is_exclusive: boolean;
  mark_source: boolean;
};

export function writeWay(
  { store, clock, chance }: Simulation,
  { corpid, agentid }: Pick<App, 'corpid' | 'agentid'>,
  way: NewWay,
  origin: string,
): Pick<WayRow, 'config_id' | 'qr_code'> {
  const config_id = chance.name('', 32);
  const qr_code = pictureOf(origin, config_id);
  store.run(
    `insert into contact_ways (corpid, config_id, agentid, type, scene, style, remark, skip_verify, state, user_json,
       party_json, is_exclusive, mark_source, qr_code, created_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[corpid, config_id, agentid, way.type, way.scene, way.style, way.remark, Number(way.skip_verify)],
    ...[way.state, JSON.stringify(way.user), JSON.stringify(way.party), Number(way.is_exclusive)],
    ...[Number(way.mark_source), qr_code, clock.milliseconds()],
  );
  return { config_id, qr_code };
}

/** A picture that another device can scan: the platform serves its own under an address like that. */
export function pictureOf(origin: string, configId: string): string {
  return `${origin}/simulator/codes/${configId}.svg`;
}

export function wayById({ store }: Simulation, corpid: string, configId: string): WayRow | undefined {
  return store.one<WayRow>('select * from contact_ways where corpid = ? and config_id = ?', corpid, configId);
}

/** Userids in these departments and below them, in lower case. */
export function departmentMembers({ store }: Simulation, corpid: string, party: readonly number[]): string[] {
  const wanted = new Set(party.flatMap(id => departmentsBelow(store, corpid, id)));
  return store
    .all<{ userid: string; id: number }>(
      'select userid, department_id as id from member_departments where corpid = ?',
      corpid,
    )
    .filter(({ id }) => wanted.has(id))
    .map(({ userid }) => userid.toLowerCase());
}

export type Scan = { customer: Omit<Customer, 'follow_user'>; half: boolean };
export type Scanned =
  | { userid: string; welcomeCode: string | null; outcome: 'added' | 'half' | 'already_friends' }
  | 'unknown_way'
  | 'nobody_there';

const SCANNED_A_CODE = 1;

/**
 * A customer scans the code (or presses the button) and adds whom it shows: one of its members by chance, or the one
 * they have already. `half`: the code asks for no verification and the member has not confirmed yet.
 */
export function customerScans(
  simulation: Simulation,
  corpid: string,
  configId: string,
  { customer, half }: Scan,
): Scanned {
  const way = wayById(simulation, corpid, configId);
  if (!way) return 'unknown_way';
  const members = membersBehind(simulation, corpid, way);
  const friend = friendOf(
    simulation,
    corpid,
    customer.external_userid,
    way.is_exclusive ? undefined : members,
  );
  if (friend) return { userid: friend, welcomeCode: null, outcome: 'already_friends' };
  const userid =
    members[
      Math.floor(simulation.chance.about('scan', configId, customer.external_userid).next() * members.length)
    ];
  if (userid === undefined) return 'nobody_there';
  const added = addCustomer(simulation, corpid, {
    customer,
    half: half && way.skip_verify === 1,
    follow: {
      ...{ userid, add_way: SCANNED_A_CODE, state: way.state, description: '', remark_corp_name: '' },
      ...{ remark_mobiles: [], tag_id: [], personal_tags: [] },
    },
  });
  writeLog(simulation, { kind: 'action', corpid, what: 'scan', detail: { config_id: configId, userid } });
  if (added === 'unknown_member') return 'nobody_there';
  if (added === 'already_friends') return { userid, welcomeCode: null, outcome: 'already_friends' };
  return { userid, welcomeCode: added.welcomeCode, outcome: added.half ? 'half' : 'added' };
}

/** A member the customer has already: of these, or of all where the way allows one in the whole corp. */
export function friendOf(
  { store }: Simulation,
  corpid: string,
  external: string,
  among: string[] | undefined,
) {
  const friends = store.all<{ userid: string }>(
    `select userid from relations where corpid = ? and external_userid = ? and member_deleted = 0
       and customer_deleted = 0 order by id`,
    ...[corpid, external],
  );
  return friends.find(({ userid }) => !among || among.includes(userid))?.userid;
}

/** Those of its members who can be added at this moment, by userid. */
export function membersBehind(
  simulation: Simulation,
  corpid: string,
  way: Pick<WayRow, 'user_json' | 'party_json'>,
): string[] {
  const { user_json, party_json } = way;
  const named = [
    ...(JSON.parse(user_json) as string[]),
    ...departmentMembers(simulation, corpid, JSON.parse(party_json) as number[]),
  ];
  const found = named.flatMap(userid => findMember(simulation.store, corpid, userid) ?? []);
  return [
    ...new Set(
      found.filter(member => member.status === 1 && member.customer_contact).map(member => member.userid),
    ),
  ].sort();
}
