import { z } from 'zod';
import type { WecomClient } from '../client.ts';
import type { Endpoint } from '../endpoint.ts';
import { done, type Outcome } from '../outcome.ts';
import { listOf, number, optionalText, text, texts } from './fields.ts';

/** A member (成员) as far as the app may see; what needs the member's own consent (mobile, mail) is mostly absent. */
export type Member = z.infer<typeof member>;

const STATUS = new Map<number, 'active' | 'disabled' | 'inactive' | 'left'>([
  [1, 'active'],
  [2, 'disabled'],
  [4, 'inactive'],
  [5, 'left'],
]);

const member = z
  .object({
    userid: z.string(),
    name: text,
    department: listOf(z.number()),
    is_leader_in_dept: listOf(z.number()),
    main_department: z.number().nullish(),
    direct_leader: texts,
    position: optionalText,
    alias: optionalText,
    mobile: optionalText,
    email: optionalText,
    biz_mail: optionalText,
    avatar: optionalText,
    status: number(0),
  })
  .transform(of => ({
    userId: of.userid,
    name: of.name,
    departmentIds: of.department,
    /** The departments this member leads. */
    leads: of.department.filter((_, index) => of.is_leader_in_dept[index] === 1),
    mainDepartmentId: of.main_department ?? undefined,
    directLeaders: of.direct_leader,
    position: of.position,
    alias: of.alias,
    mobile: of.mobile,
    email: of.biz_mail ?? of.email,
    avatar: of.avatar,
    status: STATUS.get(of.status) ?? 'unknown',
  }));

export type Department = z.infer<typeof department>;

const department = z
  .object({ id: z.number(), parentid: z.number().nullish() })
  .transform(of => ({ id: of.id, parentId: of.parentid || undefined }));

const DEPARTMENTS: Endpoint<Department[]> = {
  path: 'department/simplelist',
  method: 'GET',
  effect: 'repeatable',
  answer: z.object({ department_id: listOf(department) }).transform(of => of.department_id),
};

/** Official page 90208; slower than the list of ids, which is all that reading members needs. */
const NAMED_DEPARTMENTS: Endpoint<(Department & { name: string })[]> = {
  path: 'department/list',
  method: 'GET',
  effect: 'repeatable',
  answer: z
    .object({
      department: listOf(z.object({ id: z.number(), name: text, parentid: z.number().nullish() })),
    })
    .transform(of =>
      of.department.map(one => ({ id: one.id, name: one.name, parentId: one.parentid || undefined })),
    ),
};

const DEPARTMENT_MEMBERS: Endpoint<Member[]> = {
  path: 'user/list',
  method: 'GET',
  effect: 'repeatable',
  answer: z.object({ userlist: listOf(member) }).transform(of => of.userlist),
};

const MEMBER: Endpoint<Member> = {
  path: 'user/get',
  method: 'GET',
  effect: 'repeatable',
  answer: member,
};

/** Every department in the app's visible range. */
export function listDepartments(client: WecomClient): Promise<Outcome<Department[]>> {
  return client.call(DEPARTMENTS);
}

/** The same with their names; an empty one is not told to this app. */
export function listNamedDepartments(
  client: WecomClient,
): Promise<Outcome<(Department & { name: string })[]>> {
  return client.call(NAMED_DEPARTMENTS);
}

/** The direct members of one department. */
function listDepartmentMembers(client: WecomClient, departmentId: number): Promise<Outcome<Member[]>> {
  return client.call(DEPARTMENT_MEMBERS, { department_id: departmentId });
}

export function getMember(client: WecomClient, userId: string): Promise<Outcome<Member>> {
  return client.call(MEMBER, { userid: userId });
}

/**
 * All members, one page per department, each member once although they may be in several. A department that vanishes
 * meanwhile is passed over. Members visible without any of their departments are not found this way; `getMember`
 * finds them.
 */
export async function* walkMembers(
  client: WecomClient,
): AsyncGenerator<Outcome<readonly Member[]>, void, undefined> {
  const departments = await listDepartments(client);
  if (!departments.ok) return yield departments;
  const seen = new Set<string>();
  for (const { id } of departments.data) {
    const members = await listDepartmentMembers(client, id);
    if (!members.ok && members.kind === 'gone') continue;
    if (!members.ok) return yield members;
    const fresh = members.data.filter(one => !seen.has(one.userId));
    for (const one of fresh) seen.add(one.userId);
    yield done(fresh);
  }
}
