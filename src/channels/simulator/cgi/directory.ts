import { z } from 'zod';
import { type DepartmentRow, departmentsOf, findMember, type MemberRow } from '../world/members.ts';
import { pageById } from './cursors.ts';
import {
  type Answer,
  type App,
  anyUserid,
  type Call,
  cursorField,
  type Endpoint,
  limitField,
  read,
} from './endpoint.ts';
import { Refusal } from './errcodes.ts';
import { departmentsBelow, visibility, visibleDepartments } from './permissions.ts';

const departmentQuery = z.object({ department_id: z.coerce.number().int() });

const userGet: Endpoint = {
  path: 'user/get',
  method: 'GET',
  may: 'directory',
  empty: { department: [], order: [], is_leader_in_dept: [], direct_leader: [] },
  answer(call) {
    const { userid } = read(z.object({ userid: anyUserid }), call.query);
    const { simulation, app } = call;
    const member = findMember(simulation.store, app.corpid, userid);
    if (!member) throw new Refusal(60111);
    if (!visibility(simulation.store, app)(member.userid)) throw new Refusal(60011);
    return presentMember(call, member);
  },
};

const userList: Endpoint = {
  path: 'user/list',
  method: 'GET',
  may: 'directory',
  empty: { userlist: [] },
  answer: call => ({ userlist: membersOfDepartment(call).map(member => presentMember(call, member)) }),
};

const userSimplelist: Endpoint = {
  path: 'user/simplelist',
  method: 'GET',
  may: 'directory',
  empty: { userlist: [] },
  answer(call) {
    const present = (member: MemberRow) => ({
      userid: member.userid,
      name: member.name,
      department: departmentsOf(call.simulation.store, call.app.corpid, member.userid),
    });
    return { userlist: membersOfDepartment(call).map(present) };
  },
};

/** One row per member and department, so a member of two departments comes twice. */
const userListId: Endpoint = {
  path: 'user/list_id',
  method: 'POST',
  may: 'contact_sync',
  empty: { dept_user: [] },
  answer({ simulation, app, body }) {
    const request = read(z.object({ cursor: cursorField, limit: limitField(10_000, 10_000, 'most') }), body);
    const page = pageById(simulation, { api: 'user/list_id', ...request }, (after, limit) =>
      simulation.store.all<{ id: number; userid: string; department: number }>(
        `select rowid as id, userid, department_id as department from member_departments
         where corpid = ? and rowid > ? order by rowid limit ?`,
        ...[app.corpid, after, limit],
      ),
    );
    const rows = page.rows.map(({ userid, department }) => ({ userid, department }));
    return { next_cursor: page.next_cursor, dept_user: rows };
  },
};

function membersOfDepartment({ simulation, app, query }: Call): MemberRow[] {
  const { department_id } = read(departmentQuery, query);
  mustSeeDepartment(simulation.store, app, department_id);
  const sees = visibility(simulation.store, app);
  return simulation.store
    .all<MemberRow>(
      `select members.* from member_departments join members using (corpid, userid)
       where corpid = ? and department_id = ? order by members.rowid`,
      ...[app.corpid, department_id],
    )
    .filter(member => sees(member.userid));
}

function presentMember({ simulation, app }: Call, member: MemberRow): Answer {
  const departments = simulation.store.all<{ department_id: number; ord: number; is_leader: number }>(
    'select department_id, ord, is_leader from member_departments where corpid = ? and userid = ? order by rowid',
    ...[app.corpid, member.userid],
  );
  return {
    userid: member.userid,
    name: member.name,
    department: departments.map(row => row.department_id),
    order: departments.map(row => row.ord),
    is_leader_in_dept: departments.map(row => row.is_leader),
    main_department: member.main_department,
    direct_leader: member.direct_leader ? [member.direct_leader] : [],
    position: member.position,
    status: member.status,
    alias: member.alias,
    telephone: '',
    extattr: { attrs: [] },
    ...privateFields(app, member),
  };
}

/** Apps made after 2022-06-20 read a gender of 0 and nothing else of these. */
function privateFields(app: App, member: MemberRow): Answer {
  if (!app.private_fields) return { gender: '0' };
  const { mobile, gender, email, biz_mail, avatar } = member;
  return { mobile, gender: String(gender), email, biz_mail, avatar };
}

const departmentId = z.object({ id: z.coerce.number().int().optional() });

const departmentList: Endpoint = {
  path: 'department/list',
  method: 'GET',
  may: 'directory',
  empty: { department: [] },
  answer: call => ({ department: departmentsAsked(call).map(presentDepartment) }),
};

const departmentSimplelist: Endpoint = {
  path: 'department/simplelist',
  method: 'GET',
  may: 'ids',
  empty: { department_id: [] },
  answer: call => ({
    department_id: departmentsAsked(call).map(({ id, parentid, ord }) => ({ id, parentid, order: ord })),
  }),
};

const departmentGet: Endpoint = {
  path: 'department/get',
  method: 'GET',
  may: 'directory',
  empty: { department: {} },
  answer({ simulation, app, query }) {
    const { id } = read(z.object({ id: z.coerce.number().int() }), query);
    mustSeeDepartment(simulation.store, app, id);
    const row = simulation.store.one<DepartmentRow>(
      'select * from departments where corpid = ? and id = ?',
      app.corpid,
      id,
    );
    if (!row) throw new Refusal(60123);
    return { department: presentDepartment(row) };
  },
};

/** The department asked for and all below it, or everything the app sees. */
function departmentsAsked({ simulation, app, query }: Call): DepartmentRow[] {
  const { store } = simulation;
  const { id } = read(departmentId, query);
  if (id !== undefined) mustSeeDepartment(store, app, id);
  const sees = visibleDepartments(store, app);
  const wanted = id === undefined ? sees : new Set(departmentsBelow(store, app.corpid, id));
  return store
    .all<DepartmentRow>('select * from departments where corpid = ? order by id', app.corpid)
    .filter(row => sees.has(row.id) && wanted.has(row.id));
}

/** @throws Refusal 60123 unknown, 60011 outside the app's visible range. */
function mustSeeDepartment(store: Call['simulation']['store'], app: App, id: number): void {
  if (!store.one('select 1 from departments where corpid = ? and id = ?', app.corpid, id))
    throw new Refusal(60123);
  if (!visibleDepartments(store, app).has(id)) throw new Refusal(60011);
}

function presentDepartment(row: DepartmentRow): Answer {
  return {
    id: row.id,
    name: row.name,
    name_en: row.name_en,
    department_leader: z.array(z.string()).parse(JSON.parse(row.leaders_json)),
    parentid: row.parentid,
    order: row.ord,
  };
}

export const directory: readonly Endpoint[] = [
  userGet,
  userList,
  userSimplelist,
  userListId,
  departmentList,
  departmentSimplelist,
  departmentGet,
];
