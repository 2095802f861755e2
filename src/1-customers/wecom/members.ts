import { sql } from 'kysely';
import { wecom } from '#channels';
import type { Clock } from '#platform/clock.ts';
import type { Platform } from '#platform/platform.ts';
import type { Tx } from '#platform/postgres/connect.ts';

/**
 * Reads the corp's directory: members new to Siyu are added (they sign in through WeCom or get a login later), names
 * follow WeCom, who is gone can no longer carry messages.
 * @returns number of members in the corp's visible range, and what was not known of them.
 */
export async function syncMembers(
  platform: Platform,
  client: wecom.WecomClient,
  accountId: number,
): Promise<MembersRead> {
  const members: wecom.Member[] = [];
  for await (const page of wecom.walkMembers(client)) members.push(...wecom.orThrow(page));
  const above = aboveOf(wecom.orThrow(await wecom.listDepartments(client)));
  const found = await platform.db.transaction().execute(async tx => {
    const changes = await writeMembers(tx, platform.clock, accountId, members);
    await writeDepartments(tx, accountId, members, above);
    return changes;
  });
  return { members: members.length, ...found };
}

export type MembersRead = { members: number; membersNew: number; membersChanged: number };

type Above = (department: number) => number[];

/** A department with all above it: who is in one is in those too. */
function aboveOf(departments: readonly { id: number; parentId: number | undefined }[]): Above {
  const parents = new Map(departments.map(({ id, parentId }) => [id, parentId]));
  return department => {
    const found = new Set<number>();
    for (let at: number | undefined = department; at !== undefined && !found.has(at); at = parents.get(at))
      found.add(at);
    return [...found];
  };
}

/** Who is no longer told is in no department. */
async function writeDepartments(
  tx: Tx,
  accountId: number,
  members: readonly wecom.Member[],
  above: Above,
): Promise<void> {
  const rows = members.map(member => ({
    external_id: member.userId,
    department_ids: [...new Set(member.departmentIds.flatMap(above))].sort((a, b) => a - b),
  }));
  await sql`
    update member_accounts a set department_ids = coalesce(t.department_ids, '{}')
    from member_accounts k left join jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t (external_id text, department_ids bigint[])
      on t.external_id = k.external_id
    where a.account_id = ${accountId} and k.account_id = a.account_id and k.external_id = a.external_id
      and a.department_ids is distinct from coalesce(t.department_ids, '{}')`.execute(tx);
}

async function writeMembers(
  tx: Tx,
  clock: Clock,
  accountId: number,
  members: readonly wecom.Member[],
): Promise<Omit<MembersRead, 'members'>> {
  const now = clock.now();
  const rows = members.map(member => ({
    external_id: member.userId,
    name: member.name || member.userId,
    active: member.status === 'active',
  }));
  const added = await sql`
    with told as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t (external_id text, name text, active boolean)
    ), fresh as (
      select nextval(pg_get_serial_sequence('members', 'id')) as id, told.* from told
      where not exists (select 1 from member_accounts a where a.account_id = ${accountId} and a.external_id = told.external_id)
    ), added as (
      insert into members (id, name, role, data_scope, created_at, updated_at)
      overriding system value select id, name, 'staff', 'own', ${now}, ${now} from fresh
      returning id
    )
    insert into member_accounts (account_id, external_id, member_id, active, synced_at)
    select ${accountId}, external_id, id, active, ${now} from fresh`.execute(tx);
  // Who could carry messages and no longer can, or the other way round: their customers' reachability changes.
  const { rows: changed } = await sql<{ count: number }>`
    with told as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t (external_id text, active boolean)
    ), changed as (
      update member_accounts a set active = coalesce((select active from told where told.external_id = a.external_id), false), synced_at = ${now}
      where a.account_id = ${accountId}
        and a.active is distinct from coalesce((select active from told where told.external_id = a.external_id), false)
      returning member_id
    ), told_of as (
      insert into events (type, customer_id, account_id, at, actor, data)
      select 'follow.changed', f.customer_id, ${accountId}, ${now}, 'system', '{"by": "member"}'::jsonb
      from follows f join changed on changed.member_id = f.member_id where f.account_id = ${accountId} and f.ended_at is null
    )
    select count(*) from changed`.execute(tx);
  return { membersNew: Number(added.numAffectedRows ?? 0), membersChanged: Number(changed[0]?.count ?? 0) };
}
