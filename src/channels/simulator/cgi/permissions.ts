import { z } from 'zod';
import type { Simulation } from '../simulation.ts';
import type { Store } from '../store/store.ts';
import { findMember, type MemberRow } from '../world/members.ts';
import type { App, Call, May } from './endpoint.ts';
import { Refusal } from './errcodes.ts';

/** @throws Refusal when this app may not call that API. */
export function mayCall(app: App, may: May): void {
  if (may === 'customer_contact' && !app.customer_contact) throw new Refusal(48002);
  if (may === 'contact_sync' && app.kind !== 'contact_sync') throw new Refusal(48002);
  // Every address is new to a simulator, and from a new one 通讯录同步 may read ids only.
  if (may === 'directory' && app.kind === 'contact_sync') throw new Refusal(48009);
}

/** @throws Refusal 60020 when the app has trusted addresses and this is none of them. */
export function trustAddress(app: App, address: string): void {
  if (app.trusted_ips_json === null) return;
  if (!z.array(z.string()).parse(JSON.parse(app.trusted_ips_json)).includes(address))
    throw new Refusal(60020);
}

const visibleSchema = z.object({ departments: z.array(z.number()), members: z.array(z.string()) });

/** Whether an app sees all; the many checks below are skipped then. */
export function seesAll(app: App): boolean {
  return app.visible_json === null || app.kind === 'contact_sync';
}

/** Departments in the app's visible range, those below them included. */
export function visibleDepartments(store: Store, app: App): Set<number> {
  const range = app.visible_json === null ? undefined : visibleSchema.parse(JSON.parse(app.visible_json));
  const start = range && !seesAll(app) ? range.departments : [1];
  return new Set(start.flatMap(id => departmentsBelow(store, app.corpid, id)));
}

/** The department and all below it. */
export function departmentsBelow(store: Store, corpid: string, id: number): number[] {
  const rows = store.all<{ id: number }>(
    `with recursive below (id) as (
       select id from departments where corpid = ?1 and id = ?2
       union select departments.id from departments join below on departments.parentid = below.id
       where departments.corpid = ?1)
     select id from below`,
    corpid,
    id,
  );
  return rows.map(row => row.id);
}

/** Userids in the app's visible range, in lower case. */
export function visibleMembers(store: Store, app: App): Set<string> {
  const departments = visibleDepartments(store, app);
  const listed = app.visible_json === null ? [] : visibleSchema.parse(JSON.parse(app.visible_json)).members;
  const rows = store.all<{ userid: string; department_id: number }>(
    'select userid, department_id from member_departments where corpid = ?',
    app.corpid,
  );
  const inside = rows.filter(row => departments.has(row.department_id)).map(row => row.userid);
  return new Set([...inside, ...listed].map(userid => userid.toLowerCase()));
}

/** A test of visibility for many members, made once per call. */
export function visibility(store: Store, app: App): (userid: string) => boolean {
  if (seesAll(app)) return () => true;
  const members = visibleMembers(store, app);
  return userid => members.has(userid.toLowerCase());
}

/**
 * A member whose customers the app may work with.
 * @throws Refusal 60111 unknown, 60021 outside the visible range, 84074 not in 客户联系 › 使用范围.
 */
export function contactMember({ simulation, app }: Call, userid: string): MemberRow {
  const member = findMember(simulation.store, app.corpid, userid);
  if (!member) throw new Refusal(60111);
  if (!visibility(simulation.store, app)(member.userid)) throw new Refusal(60021);
  if (!member.customer_contact) throw new Refusal(84074);
  return member;
}

export type RelationRow = {
  id: number;
  userid: string;
  external_userid: string;
  remark: string;
  description: string;
  createtime: number;
  remark_corp_name: string;
  remark_mobiles_json: string;
  add_way: number;
  oper_userid: string;
  state: string;
  channels_json: string | null;
  personal_tags_json: string;
  talked_at: number;
  member_deleted: number;
  customer_deleted: number;
  /** Only the customer has added; the pair is none for the API yet. */
  half: number;
};

/** The relation as long as the member keeps it; the customer's deletion alone does not end it for the corp. */
export function findRelation(
  { store }: Simulation,
  corpid: string,
  userid: string,
  external: string,
): RelationRow | undefined {
  return store.one<RelationRow>(
    'select * from relations where corpid = ? and external_userid = ? and userid = ? and member_deleted = 0 and half = 0',
    corpid,
    external,
    userid,
  );
}

/** @throws Refusal 40096 unknown customer, 84061 known but not this member's. */
export function mustFollow({ simulation, app }: Call, userid: string, external: string): RelationRow {
  const relation = findRelation(simulation, app.corpid, userid, external);
  if (relation) return relation;
  const known = simulation.store.one(
    'select 1 from customers where corpid = ? and external_userid = ?',
    app.corpid,
    external,
  );
  throw new Refusal(known ? 84061 : 40096);
}
