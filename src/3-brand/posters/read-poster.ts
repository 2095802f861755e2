import { sql } from 'kysely';
import type { z } from 'zod';
import { NOT_FOUND, Problem } from '#platform/http/problem.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import type { PosterDesign, posterListQuery, posterRow, posterView } from './contract.ts';

type Row = z.output<typeof posterRow>;
export type Poster = Omit<Row, 'width' | 'height' | 'hook'> & { design: PosterDesign };

const COLUMNS = sql`p.id, p.name, p.design, p.version, p.archived_at is not null as archived, p.updated_at,
  coalesce((select m.name from members m where 'member:' || m.id = p.created_by), '') as created_by`;

export async function readPoster(db: Db | Tx, id: number): Promise<Poster | undefined> {
  const { rows } = await sql<Poster>`select ${COLUMNS} from posters p where p.id = ${id}`.execute(db);
  return rows[0];
}

export async function viewPoster(db: Db | Tx, id: number): Promise<z.output<typeof posterView>> {
  const poster = await readPoster(db, id);
  if (!poster) throw new Problem(NOT_FOUND);
  const { design, ...row } = poster;
  return { ...row, ...design };
}

/** Posters in use, or those put away; what was changed last first. */
export async function listPosters(
  db: Db | Tx,
  { q = '', archived }: z.output<typeof posterListQuery>,
): Promise<Row[]> {
  const { rows } = await sql<Poster>`
    select ${COLUMNS} from posters p where (p.archived_at is not null) = ${archived === 'yes'}
      and (${q} = '' or strpos(lower(p.name || ' ' || p.hook), lower(${q})) > 0)
    order by p.updated_at desc, p.id desc`.execute(db);
  return rows.map(({ design: { width, height, hook }, ...row }) => ({ ...row, width, height, hook }));
}
