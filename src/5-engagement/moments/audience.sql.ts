import { type RawBuilder, sql } from 'kysely';
import type { Db, Tx } from '#platform/postgres/connect.ts';

/** Who publishes and for whom, as `moments` holds it. */
export type Audience = {
  accountId: number;
  memberIds: readonly number[];
  teamIds: readonly number[];
  tagIds: readonly number[];
};

/**
 * Members of the account who would publish it: those named, or everybody. Who is named by the record with their login
 * publishes by the one the directory made of them.
 */
function sends({ memberIds, teamIds }: Audience): RawBuilder<boolean> {
  if (memberIds.length + teamIds.length === 0) return sql<boolean>`true`;
  return sql<boolean>`exists (select 1 from members n where n.id in (m.id, m.same_as)
    and (n.id = any(${memberIds}::bigint[]) or n.team_id = any(${teamIds}::bigint[])))`;
}

/** The tags as the account knows them. */
export function externalTags({ accountId, tagIds }: Audience): RawBuilder<unknown> {
  return sql`select external_id from tag_accounts where account_id = ${accountId} and tag_id = any(${tagIds}::bigint[])`;
}

/**
 * Pairs of member and customer for whom the member would publish it: `member_id`, `customer_id`, `person_id`. A tag is
 * the relation's, not the person's, as WeCom holds it.
 */
export function pairsOf(audience: Audience): RawBuilder<unknown> {
  const bears =
    audience.tagIds.length === 0
      ? sql`true`
      : sql`exists (select 1 from follow_tags t where t.follow_id = f.id and t.carried and t.since = f.followed_at
          and t.external_id in (${externalTags(audience)}))`;
  return sql`select f.member_id, f.customer_id, c.person_id from follows f join members m on m.id = f.member_id
    join customers c on c.id = f.customer_id
    where f.account_id = ${audience.accountId} and f.ended_at is null and ${sends(audience)} and ${bears}
      and exists (select 1 from member_accounts a where a.account_id = f.account_id and a.member_id = f.member_id and a.active)`;
}

/** WeCom's own names of those who are to publish it; none: everybody. */
export async function userIdsOf(db: Db | Tx, audience: Audience): Promise<string[]> {
  if (audience.memberIds.length + audience.teamIds.length === 0) return [];
  const { rows } = await sql<{ externalId: string }>`
    select distinct a.external_id from member_accounts a join members m on m.id = a.member_id
    where a.account_id = ${audience.accountId} and a.active and ${sends(audience)} order by 1`.execute(db);
  return rows.map(row => row.externalId);
}

export async function tagIdsOf(db: Db | Tx, audience: Audience): Promise<string[]> {
  const { rows } = await sql<{ externalId: string }>`${externalTags(audience)} order by 1`.execute(db);
  return rows.map(row => row.externalId);
}
