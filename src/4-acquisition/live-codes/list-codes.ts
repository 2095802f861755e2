import { sql } from 'kysely';
import type { z } from 'zod';
import { type Language, say, type Words } from '#platform/contract.ts';
import { NOT_FOUND, Problem } from '#platform/http/problem.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import { entryFiguresOf, NO_FIGURES } from '../touchpoints/figures.sql.ts';
import { officialFiguresOf } from '../touchpoints/official-figures.sql.ts';
import { sinceDay } from '../touchpoints/touchpoints.ts';
import { membersOf } from './code.ts';
import type { liveCodeListQuery, liveCodeRow, liveCodeView, wayView } from './contract.ts';
import { oneWithDepartments } from './expand.ts';
import type { Plan } from './plan.contract.ts';

type Row = z.output<typeof liveCodeRow>;
type View = z.output<typeof liveCodeView>;
type Way = z.output<typeof wayView>;
type Asked = Partial<z.output<typeof liveCodeListQuery>> & { days: number; id?: number };

/** Codes with how those fared who came by them lately. `origin`: under which address customers reach this Siyu. */
export async function listCodes(db: Db | Tx, now: Date, origin: string, asked: Asked): Promise<Row[]> {
  const { q = '', touchpoint = null, archived, days, id = null } = asked;
  const { rows } = await sql<Omit<Row, 'figures' | 'link'> & { slug: string }>`
    select l.id, l.name, l.slug, l.paused, l.archived_at is not null as archived, l.updated_at,
      jsonb_build_object('id', t.id, 'name', t.name) as touchpoint, jsonb_build_object('id', a.id, 'name', a.name) as account,
      (select jsonb_build_object('all', count(*), 'ready', count(*) filter (where w.told is not distinct from w.wanted),
        'failed', count(*) filter (where w.failure is not null)) from code_ways w where w.code_id = l.id) as ways
    from live_codes l join touchpoints t on t.id = l.touchpoint_id join channel_accounts a on a.id = l.account_id
    where (${id}::bigint is null or l.id = ${id}) and (${id}::bigint is not null or (l.archived_at is not null) = ${archived === 'yes'})
      and (${touchpoint}::bigint is null or l.touchpoint_id = ${touchpoint})
      and (${q} = '' or strpos(lower(l.name || ' ' || t.name), lower(${q})) > 0)
    order by l.id desc`.execute(db);
  const ids = rows.map(row => row.id);
  const figures = await entryFiguresOf(db, { by: 'code', ids, from: sinceDay(now, days), now });
  return rows
    .map(({ slug, ...row }) => ({
      ...row,
      link: `${origin}/c/${slug}`,
      figures: figures.get(row.id) ?? NO_FIGURES,
    }))
    .toSorted((a, b) => b.figures.added - a.figures.added || b.id - a.id);
}

/** One code with its plan, and what stands behind it at the platform. */
export async function viewCode(
  db: Db | Tx,
  now: Date,
  asked: { id: number; days: number; origin: string; language: Language },
): Promise<View> {
  const [row] = await listCodes(db, now, asked.origin, { id: asked.id, days: asked.days });
  if (!row) throw new Problem(NOT_FOUND);
  const { rows } = await sql<Pick<View, 'version' | 'plan' | 'welcome' | 'tags' | 'remark'>>`
    select version, plan, welcome, remark, coalesce((select jsonb_agg(jsonb_build_object('id', g.id, 'name', g.name) order by g.name)
      from tags g where g.id = any(l.tag_ids)), '[]') as tags
    from live_codes l where id = ${asked.id}`.execute(db);
  const [code] = rows;
  if (!code) throw new Problem(NOT_FOUND);
  const planned = { accountId: row.account.id, plan: code.plan as Plan };
  const members = await namesOf(db, membersOf((await oneWithDepartments(db, planned)).plan));
  const from = sinceDay(now, asked.days);
  const official = await officialFiguresOf(db, { by: 'code', id: asked.id, from, now });
  return { ...row, ...code, members, official, waysBehind: await waysOf(db, asked.id, asked.language) };
}

export async function namesOf(db: Db | Tx, ids: readonly number[]): Promise<{ id: number; name: string }[]> {
  if (ids.length === 0) return [];
  return await db
    .selectFrom('members')
    .select(['id', 'name'])
    .where('id', 'in', [...ids])
    .orderBy('id')
    .execute();
}

async function waysOf(db: Db | Tx, codeId: number, language: Language): Promise<Way[]> {
  const { rows } = await sql<Omit<Way, 'failure'> & { failure: (Words & { code: string }) | null }>`
    select w.kind, case when m.id is not null then jsonb_build_object('id', m.id, 'name', m.name) end as member, v.mark, w.image_url,
      coalesce((select jsonb_agg(jsonb_build_object('id', b.id, 'name', b.name) order by b.id)
        from members b where w.wanted -> 'members' @> to_jsonb(b.id)), '[]') as leads_to,
      case when w.told is not distinct from w.wanted then 'ready' when w.failure is not null then 'failed' else 'waiting' end as state,
      w.failure, case when w.told is distinct from w.wanted then w.next_try end as next_try
    from code_ways w left join members m on m.id = w.member_id left join code_variants v on v.id = w.variant_id
    where w.code_id = ${codeId} order by w.kind = 'duty' desc, w.kind, w.id`.execute(db);
  return rows.map(({ failure, ...way }) => ({ ...way, failure: failure && say(failure, language) }));
}
