import type { Store } from '../store/store.ts';
import type { Member } from './world.ts';

export type MemberRow = Omit<
  Member,
  'department' | 'is_leader_in_dept' | 'direct_leader' | 'customer_contact' | 'console_welcome'
> & {
  main_department: number;
  direct_leader: string;
  customer_contact: number;
  console_welcome: number;
};

/** Writes a member, in place of the one of that userid if there is one. */
export function writeMember(store: Store, corpid: string, member: Member): void {
  removeMember(store, corpid, member.userid);
  store.run('delete from resigned where corpid = ? and userid = ?', corpid, member.userid);
  store.run(
    'insert into members values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    corpid,
    member.userid,
    member.name,
    member.alias,
    member.position,
    member.mobile,
    member.gender,
    member.email,
    member.biz_mail,
    member.avatar,
    member.status,
    member.main_department ?? member.department[0] ?? 1,
    member.direct_leader[0] ?? '',
    Number(member.customer_contact),
    Number(member.console_welcome),
  );
  for (const [index, department] of member.department.entries())
    store.run(
      'insert into member_departments values (?, ?, ?, 0, ?)',
      ...[corpid, member.userid, department, member.is_leader_in_dept[index] ?? 0],
    );
}

export function removeMember(store: Store, corpid: string, userid: string): void {
  store.run('delete from members where corpid = ? and userid = ?', corpid, userid);
  store.run('delete from member_departments where corpid = ? and userid = ?', corpid, userid);
}

export function findMember(store: Store, corpid: string, userid: string): MemberRow | undefined {
  return store.one<MemberRow>('select * from members where corpid = ? and userid = ?', corpid, userid);
}

export type DepartmentRow = {
  id: number;
  name: string;
  name_en: string;
  parentid: number;
  ord: number;
  leaders_json: string;
};

export function departmentsOf(store: Store, corpid: string, userid: string): number[] {
  const rows = store.all<{ id: number }>(
    'select department_id as id from member_departments where corpid = ? and userid = ? order by rowid',
    corpid,
    userid,
  );
  return rows.map(row => row.id);
}
