import { sql } from 'kysely';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import type { Plan, Target } from './plan.contract.ts';

type Planned = { accountId: number; plan: Plan };
type Staff = Extract<Target, { kind: 'staff' }>;

/**
 * Plans with the people of their departments in the place of the departments: who works there now, as the directory was
 * last read, drawn like a member of weight 1 without a cap. Who stands in the plan by name keeps what it says of them.
 */
export async function withDepartments<Of extends Planned>(
  db: Db | Tx,
  planned: readonly Of[],
): Promise<Of[]> {
  const asked = planned.flatMap(({ accountId, plan }, at) =>
    departmentsOf(plan).map(department => ({ at, account: accountId, department })),
  );
  if (asked.length === 0) return [...planned];
  const { rows } = await sql<{ at: number; department: number; memberId: number }>`
    select w.at, w.department, a.member_id
    from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as w (at integer, account bigint, department bigint)
    join member_accounts a on a.account_id = w.account and a.active and a.department_ids @> array[w.department]
    order by a.member_id`.execute(db);
  return planned.map((one, at) => {
    const people = Map.groupBy(
      rows.filter(row => row.at === at),
      row => row.department,
    );
    const routes = one.plan.routes.map(route =>
      route.target.kind === 'staff' ? { ...route, target: peopled(route.target, people) } : route,
    );
    return { ...one, plan: { ...one.plan, routes } };
  });
}

export async function oneWithDepartments<Of extends Planned>(db: Db | Tx, planned: Of): Promise<Of> {
  return (await withDepartments(db, [planned]))[0] ?? planned;
}

function peopled(target: Staff, people: ReadonlyMap<number, readonly { memberId: number }[]>): Staff {
  const named = new Set(target.members.map(one => one.memberId));
  const others = (target.departments ?? []).flatMap(({ id }) => people.get(id) ?? []);
  const added = [...new Set(others.map(one => one.memberId))].filter(member => !named.has(member));
  const members = added.map(memberId => ({ memberId, weight: 1, dailyCap: null }));
  return { ...target, members: [...target.members, ...members] };
}

/** The departments to which the plan leads, by WeCom's numbers. */
function departmentsOf(plan: Plan): number[] {
  const ids = plan.routes.flatMap(({ target }) =>
    target.kind === 'staff' ? (target.departments ?? []).map(one => one.id) : [],
  );
  return [...new Set(ids)];
}
