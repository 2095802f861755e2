import { type RawBuilder, sql } from 'kysely';
import type { z } from 'zod';
import type { Db } from '#platform/postgres/connect.ts';
import type { customerRow } from '../contract.ts';
import type { Columns } from './columns/columns.ts';
import { type Figures, figuresOf, membersOf } from './columns/figures.ts';
import { followUpDay } from './follow-up.sql.ts';

type Row = z.output<typeof customerRow>;

/** What a list shows of these people, in the order given. Whose name nobody knows goes by the name a shop has for them. */
export async function describeCustomers(db: Db, personIds: readonly number[]): Promise<Row[]> {
  return await rowsOf<Row>(db, personIds, {
    members: personIds.map(() => '{}'),
    ...{ columns: FIGURES, from: BOUGHT, theirs: OWNERS_AND_FOLLOWED_BY },
  });
}

/**
 * The same of people found in the columns, which know their figures and members: of a page that nobody has looked at for long,
 * two thirds of what PostgreSQL reads from the disk are orders, facts and follows.
 */
export async function describeFound(db: Db, columns: Columns, personIds: readonly number[]): Promise<Row[]> {
  const rows = await rowsOf<Omit<Row, keyof Figures>>(db, personIds, {
    members: personIds.map(id => `{${membersOf(columns, id).join(',')}}`),
    ...{ columns: sql``, from: sql``, theirs: sql`select unnest(w.members::bigint[]) as id` },
  });
  return rows.map(row => ({ ...row, ...figuresOf(columns, row.id) }));
}

/** Parts of the statement below, of the profiles `p` of a person `w`. `members` are arrays as PostgreSQL writes them. */
type Parts = { members: readonly string[] } & Record<'columns' | 'from' | 'theirs', RawBuilder<unknown>>;

const FIGURES = sql`, bought.orders, bought.paid, bought.last_order_at,
      coalesce((select f.str from customer_facts f where f.customer_id = w.person_id and f.key = 'tier'), '') as tier,
      coalesce((select f.num from customer_facts f where f.customer_id = w.person_id and f.key = 'value.total'), 0)::bigint as value,
      exists (select 1 from follows f where f.customer_id = any(p.ids) and f.ended_at is null) as followed`;
const BOUGHT = sql`cross join lateral (
      select count(*) filter (where payment = 'paid') as orders,
        coalesce(sum(paid) filter (where payment = 'paid'), 0) as paid,
        max(ordered_at) filter (where payment = 'paid') as last_order_at
      from orders o where o.customer_id = any(p.ids)
    ) bought`;
const OWNERS_AND_FOLLOWED_BY = sql`select unnest(p.owners) as id union
          select f.member_id from follows f where f.customer_id = any(p.ids) and f.ended_at is null`;

async function rowsOf<Found>(
  db: Db,
  personIds: readonly number[],
  { members, columns, from, theirs }: Parts,
): Promise<Found[]> {
  if (personIds.length === 0) return [];
  const { rows } = await sql<Found>`
    with wanted as (
      select * from unnest(${personIds}::bigint[], ${members}::text[]) with ordinality as w (person_id, members, position)
    ), profile as (
      select c.person_id, array_agg(c.id) as ids,
        (array_agg(c.name order by c.id) filter (where c.name is not null))[1] as name,
        (array_agg(c.city order by c.id) filter (where c.city is not null))[1] as city,
        (array_agg(c.source order by c.id))[1] as source,
        min(c.created_at) as created_at,
        ${followUpDay(sql`c.person_id`)} as next_follow_up,
        array_agg(c.owner_member_id) filter (where c.owner_member_id is not null) as owners
      from customers c join wanted using (person_id) group by c.person_id
    )
    select w.person_id as id, coalesce(p.name, (select i.shown from identities i
        where i.customer_id = any(p.ids) and i.kind in ('buyer', 'member_card', 'user_id') order by i.id limit 1), '') as name, coalesce(p.city, '') as city, p.source, p.created_at,
      p.next_follow_up::text as next_follow_up,
      (select i.shown from identities i where i.customer_id = any(p.ids) and i.kind = 'phone' order by exists (select 1 from field_choices f
          where f.customer_id = any(p.ids) and f.field = 'phone' and f.value = i.id::text and f.withdrawn_at is null) desc, i.shared, i.last_seen_at desc, i.id limit 1) as phone,
      coalesce((select jsonb_agg(jsonb_build_object('id', id, 'name', (select m.name from members m where m.id = theirs.id)) order by id)
        from (${theirs}) theirs), '[]') as members,
      coalesce((select jsonb_agg(distinct jsonb_build_object('id', t.id, 'name', t.name, 'group', g.name))
        from customer_tags ct join tags t on t.id = ct.tag_id join tag_groups g on g.id = t.group_id
        where ct.customer_id = any(p.ids)), '[]') as tags,
      coalesce((select jsonb_agg(jsonb_build_object('key', d.key, 'value', coalesce(f.str, f.num::text, (f.at at time zone 'Asia/Shanghai')::date::text)))
        from custom_fields d join customer_facts f on f.customer_id = w.person_id and f.key = 'field.' || d.key
        where d.in_list and d.archived_at is null), '[]') as fields
      ${columns}
    from wanted w join profile p using (person_id)
    ${from}
    order by w.position`.execute(db);
  return rows;
}
