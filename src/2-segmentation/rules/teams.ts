import { sql } from 'kysely';
import type { Db, Tx } from '#platform/postgres/connect.ts';

/**
 * Who belongs to each team; to a team belong the people of the teams below it too, and the records of the same person that
 * a directory made, under which their customers stand.
 */
export type Teams = ReadonlyMap<number, readonly number[]>;

export async function readTeams(db: Db | Tx): Promise<Teams> {
  const { rows } = await sql<{ id: number; members: number[] }>`
    with recursive below as (
      select id, id as team_id from teams
      union
      select b.id, t.id from below b join teams t on t.parent_id = b.team_id
    )
    select b.id, array_agg(distinct m.id order by m.id) as members
    from members m left join members s on s.id = m.same_as join below b on b.team_id in (m.team_id, s.team_id) group by b.id`.execute(
    db,
  );
  return new Map(rows.map(row => [row.id, row.members.map(Number)]));
}

export function membersOf(teams: Teams, ids: readonly number[]): number[] {
  return [...new Set(ids.flatMap(id => teams.get(id) ?? []))];
}
