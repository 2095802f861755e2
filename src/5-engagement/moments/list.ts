import { type RawBuilder, sql } from 'kysely';
import type { z } from 'zod';
import { inScope } from '#customers';
import type { Scope } from '#platform/auth/actor.ts';
import type { Clock } from '#platform/clock.ts';
import { type Language, say } from '#platform/contract.ts';
import { NOT_FOUND, Problem } from '#platform/http/problem.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import type { momentMember, momentPeopleOf, momentPerson, momentRow, momentView } from './contract.ts';
import { tooMany } from './mix.ts';

type Row = z.output<typeof momentRow>;
export type MomentFilter = {
  by?: 'company' | 'member' | undefined;
  kind?: readonly string[] | undefined;
  status?: readonly string[] | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
};

/** When it is handed out, or was; a draft has no time yet. */
const AT = sql`coalesce(m.posted_at, m.scheduled_at)`;

/** The figures of these moments and of no others: they are counted for each. */
const figuresOf = (moments: RawBuilder<unknown>) => sql`
  select m.id, m.account_id, a.name as account_name, m.kind, m.status, m.text, ${AT} as at, m.created_at, m.failure,
    case when p.id is not null then jsonb_build_object('id', p.id, 'name', p.name) end as member,
    case when jsonb_array_length(m.attachments) > 0 then
      jsonb_build_object('kind', m.attachments -> 0 ->> 'kind', 'count', jsonb_array_length(m.attachments)) end as attached,
    (select count(*) from moment_members x where x.moment_id = m.id)::integer as members,
    (select count(*) from moment_members x where x.moment_id = m.id and x.published_at is not null)::integer as published,
    s.planned, s.shown, r.likes, r.comments
  from (${moments}) m join channel_accounts a on a.id = m.account_id left join members p on p.id = m.member_id
  cross join lateral (select count(distinct customer_id)::integer as planned,
    count(distinct customer_id) filter (where shown_at is not null)::integer as shown from moment_people x where x.moment_id = m.id) s
  cross join lateral (select (count(*) filter (where kind = 'like'))::integer as likes,
    (count(*) filter (where kind = 'comment'))::integer as comments from moment_reactions x where x.moment_id = m.id) r`;

function where({ by, kind, status, from, to }: MomentFilter): RawBuilder<unknown> {
  return sql`(${by ?? null}::text is null or (m.member_id is null) = (${by ?? null} = 'company'))
    and (${kind ?? null}::text[] is null or m.kind = any(${kind ?? null}::text[]))
    and (${status ?? null}::text[] is null or m.status = any(${status ?? null}::text[]))
    and (${from ?? null}::timestamptz is null or ${AT} >= ${from ?? null}) and (${to ?? null}::timestamptz is null or ${AT} < ${to ?? null})`;
}

type Found = Omit<Row, 'failure' | 'tooManyProducts'> & { failure: { zh: string; en: string } | null };

async function present(
  db: Db | Tx,
  clock: Clock,
  rows: readonly Found[],
  language: Language,
): Promise<Row[]> {
  const crowded = await tooMany(
    db,
    clock,
    rows.map(row => row.id),
  );
  return rows.map(row => ({
    ...row,
    failure: row.failure && say(row.failure, language),
    tooManyProducts: crowded.has(row.id),
  }));
}

/** Those that have no time yet come first, then the latest. */
export async function listMoments(
  db: Db | Tx,
  clock: Clock,
  filter: MomentFilter,
  page: { limit: number; offset: number },
  language: Language,
): Promise<{ data: Row[]; total: number }> {
  const order = sql`order by ${AT} desc nulls first, m.id desc`;
  const onPage = sql`select * from moments m where ${where(filter)} ${order} limit ${page.limit} offset ${page.offset}`;
  const { rows } = await sql<Found>`${figuresOf(onPage)} ${order}`.execute(db);
  const { rows: counted } = await sql<{
    n: number;
  }>`select count(*) as n from moments m where ${where(filter)}`.execute(db);
  return { data: await present(db, clock, rows, language), total: counted[0]?.n ?? 0 };
}

/** What stands in the calendar of the span, in order; what was stopped or failed stands there too, as what it is. */
export async function readCalendar(
  db: Db | Tx,
  clock: Clock,
  { from, to, accountId }: { from: Date; to: Date; accountId: number | undefined },
  language: Language,
) {
  const inSpan = sql`select * from moments m where ${where({ from, to })} and m.status <> 'draft'
    and (${accountId ?? null}::bigint is null or m.account_id = ${accountId ?? null}) order by ${AT}, m.id limit 1000`;
  const { rows } = await sql<Found>`${figuresOf(inSpan)} order by ${AT}, m.id`.execute(db);
  const data = await present(db, clock, rows, language);
  const of = (kind: string) =>
    data.filter(row => row.kind === kind && !['cancelled', 'failed'].includes(row.status)).length;
  const mix = {
    life: of('life'),
    knowledge: of('knowledge'),
    benefit: of('benefit'),
    product: of('product'),
  };
  return { data, mix };
}

/** @throws Problem not_found */
export async function readMoment(
  db: Db | Tx,
  clock: Clock,
  id: number,
  language: Language,
): Promise<z.output<typeof momentView>> {
  const { rows } = await sql<Found>`${figuresOf(sql`select * from moments where id = ${id}`)}`.execute(db);
  const [row] = await present(db, clock, rows, language);
  if (!row) throw new Problem(NOT_FOUND);
  const named = (
    table: string,
    column: string,
  ) => sql`coalesce((select jsonb_agg(jsonb_build_object('id', t.id, 'name', t.name) order by t.id)
    from ${sql.table(table)} t where t.id = any(m.${sql.ref(column)})), '[]')`;
  const { rows: more } = await sql<Omit<z.output<typeof momentView>, keyof Row>>`
    select m.attachments, ${named('members', 'member_ids')} as senders, ${named('teams', 'team_ids')} as teams,
      ${named('tags', 'tag_ids')} as tags, m.created_by, m.synced_at, coalesce(m.left_out, '[]') as left_out,
      (select count(distinct x.customer_id) from moment_reactions x where x.moment_id = m.id)::integer as reacted
    from moments m where m.id = ${id}`.execute(db);
  const [details] = more;
  if (!details) throw new Problem(NOT_FOUND);
  // Of what was posted elsewhere the files are not here.
  const attachments = details.attachments.filter(one => (one.kind === 'link' ? one.cover : one.file));
  return { ...row, ...details, attachments };
}

/** Who has not published comes first, those with most customers before the others. */
export async function membersOf(db: Db | Tx, id: number): Promise<z.output<typeof momentMember>[]> {
  const { rows } = await sql<z.output<typeof momentMember>>`
    select jsonb_build_object('id', m.id, 'name', m.name) as member, p.published_at, s.planned, s.shown, r.likes, r.comments
    from moment_members p join members m on m.id = p.member_id
    cross join lateral (select count(*)::integer as planned, (count(*) filter (where shown_at is not null))::integer as shown
      from moment_people x where x.moment_id = p.moment_id and x.member_id = p.member_id) s
    cross join lateral (select (count(*) filter (where kind = 'like'))::integer as likes,
      (count(*) filter (where kind = 'comment'))::integer as comments
      from moment_reactions x where x.moment_id = p.moment_id and x.member_id = p.member_id) r
    where p.moment_id = ${id} order by p.published_at is not null, s.planned desc, m.id`.execute(db);
  return rows;
}

const LIKED = sql`(select min(r.at) from moment_reactions r where r.moment_id = p.moment_id and r.member_id = p.member_id
  and r.customer_id = p.customer_id and r.kind = 'like')`;
const COMMENTS = sql`(select count(*) from moment_reactions r where r.moment_id = p.moment_id and r.member_id = p.member_id
  and r.customer_id = p.customer_id and r.kind = 'comment')`;

const BEHIND: Record<z.output<typeof momentPeopleOf>, RawBuilder<unknown>> = {
  planned: sql`true`,
  shown: sql`p.shown_at is not null`,
  unseen: sql`p.shown_at is null`,
  liked: sql`${LIKED} is not null`,
  commented: sql`${COMMENTS} > 0`,
};

/** The people behind a number whom the reader may see, a page at a time. One who follows two members is there twice. */
export async function peopleOfMoment(
  db: Db | Tx,
  scope: Scope,
  id: number,
  { of, member }: { of: z.output<typeof momentPeopleOf>; member?: number | undefined },
  page: { limit: number; offset: number },
) {
  const { rows } = await sql<z.output<typeof momentPerson> & { total: number }>`
    select p.customer_id, coalesce(c.name, '') as name, coalesce(f.str, '') as tier,
      jsonb_build_object('id', m.id, 'name', m.name) as member, p.shown_at, ${LIKED} as liked_at, ${COMMENTS}::integer as comments,
      count(*) over () as total
    from moment_people p join customers c on c.id = p.customer_id join members m on m.id = p.member_id
    left join customer_facts f on f.customer_id = c.person_id and f.key = 'tier'
    where p.moment_id = ${id} and ${inScope(scope, sql`c.person_id`)} and ${BEHIND[of]}
      and (${member ?? null}::bigint is null or p.member_id = ${member ?? null})
    order by p.customer_id, p.member_id limit ${page.limit} offset ${page.offset}`.execute(db);
  return { data: rows.map(({ total: _, ...row }) => row), total: rows[0]?.total ?? 0 };
}
