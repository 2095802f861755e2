import { sql } from 'kysely';
import type { Db, Tx } from '#platform/postgres/connect.ts';

/** Who belongs to each team; to a team belong the people of the teams below it too. */
export type Teams = ReadonlyMap<number, readonly number[]>;

export async function readTeams(db: Db | Tx): Promise<Teams> {
  const { rows } = await sql<{ id: number; members: number[] }>`
    with recursive below as (
      select id, id as team_id from teams
      union
      select b.id, t.id from below b join teams t on t.parent_id = b.team_id
    )
    select b.id, array_agg(m.id order by m.id) as members from below b join members m on m.team_id = b.team_id group by b.id`.execute(
    db,
  );
  return new Map(rows.map(row => [row.id, row.members.map(Number)]));
}

export function membersOf(teams: Teams, ids: readonly number[]): number[] {
  return [...new Set(ids.flatMap(id => teams.get(id) ?? []))];
}
