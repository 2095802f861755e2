import { sql } from 'kysely';
import type { z } from 'zod';
import { inScope, sayReason } from '#customers';
import type { Actor } from '#platform/auth/actor.ts';
import type { Language } from '#platform/contract.ts';
import { NOT_FOUND, Problem } from '#platform/http/problem.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import type { migrationPeopleQuery, migrationPerson, migrationRow, migrationView } from './contract.ts';
import { figuresOf, NO_FIGURES } from './figures.sql.ts';

type Row = z.output<typeof migrationRow>;
type View = z.output<typeof migrationView>;
type Person = z.output<typeof migrationPerson>;
type ReasonCode = Parameters<typeof sayReason>[0];

/** Migrations, those under way first, with how far they are. */
export async function listMigrations(db: Db | Tx, id: number | null = null): Promise<Row[]> {
  const { rows } = await sql<Omit<Row, 'figures' | 'stopped'> & { stopped: StoredStop | null }>`
    select m.id, m.name, m.status, jsonb_build_object('id', s.id, 'name', s.name) as segment,
      jsonb_build_object('id', a.id, 'name', a.name) as account, m.next_wave_at, m.stopped, m.created_at, m.started_at,
      (select count(*)::integer from migration_waves w where w.migration_id = m.id) as waves
    from buyer_migrations m join segments s on s.id = m.segment_id join channel_accounts a on a.id = m.account_id
    where ${id}::bigint is null or m.id = ${id}
    order by (m.status = 'ended'), m.id desc limit 500`.execute(db);
  const figures = await figuresOf(
    db,
    rows.map(row => row.id),
    'migration',
  );
  return rows.map(row => ({
    ...row,
    stopped: row.stopped && { ...row.stopped, at: new Date(row.stopped.at) },
    figures: figures.get(row.id) ?? NO_FIGURES,
  }));
}
type StoredStop = Omit<NonNullable<Row['stopped']>, 'at'> & { at: string };

export async function readMigration(db: Db | Tx, id: number, language: Language): Promise<View> {
  const [row] = await listMigrations(db, id);
  if (!row) throw new Problem(NOT_FOUND);
  const plan = await db
    .selectFrom('buyerMigrations')
    .select(['waveSize', 'waveDays', 'memberDay', 'greeting', 'answerDays'])
    .select(['minAccepted', 'maxRefused', 'judgedFrom', 'memberIds'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  const { memberIds, ...pace } = plan;
  const [members, waves, figures, reasons] = await Promise.all([
    db.selectFrom('members').select(['id', 'name']).where('id', 'in', memberIds).orderBy('id').execute(),
    db
      .selectFrom('migrationWaves')
      .select(['number', 'openedAt'])
      .where('migrationId', '=', id)
      .orderBy('number', 'desc')
      .limit(200)
      .execute(),
    figuresOf(db, [id], 'wave'),
    reasonsOf(db, id, language),
  ]);
  const waveList = waves.map(wave => ({ ...wave, figures: figures.get(wave.number) ?? NO_FIGURES }));
  return { ...row, ...pace, members, waveList, reasons };
}

/** Why some are not asked: one line for each reason, the most frequent first. */
async function reasonsOf(db: Db | Tx, id: number, language: Language): Promise<View['reasons']> {
  const { rows } = await sql<{ reason: ReasonCode; facts: Record<string, string>; people: number }>`
    select reason, (array_agg(reason_facts))[1] as facts, count(*)::integer as people from migration_people
    where migration_id = ${id} and state = 'withheld' group by reason order by 3 desc`.execute(db);
  return rows.map(({ reason, facts, people }) => ({
    ...{ reason, people },
    words: sayReason(reason, facts ?? {}, language),
  }));
}

/** The people of a migration in the order in which they are asked, a page at a time: those one may see, or is to ask. */
export async function listMigrationPeople(
  db: Db | Tx,
  id: number,
  { state, wave, cursor, limit }: z.output<typeof migrationPeopleQuery>,
  { language, scope }: Pick<Actor, 'language' | 'scope'>,
): Promise<{ data: Person[]; hasMore: boolean; nextCursor: string | null }> {
  type Found = Person & { rank: number; reason: ReasonCode | null; facts: Record<string, string> | null };
  const { rows } = await sql<Found>`
    select jsonb_build_object('id', c.person_id, 'name', coalesce((select n.name from customers n where n.person_id = c.person_id
        and n.name is not null order by n.id = c.person_id desc, n.id limit 1), '')) as customer,
      p.rank, p.wave, p.state, p.reason, p.reason_facts as facts, p.asked_at, p.settled_at,
      case when m.id is not null then jsonb_build_object('id', m.id, 'name', m.name) end as member
    from migration_people p join customers c on c.id = p.customer_id left join members m on m.id = p.member_id
    where p.migration_id = ${id} and (${state ?? null}::text is null or p.state = ${state ?? null}) and (${wave ?? null}::integer is null or p.wave = ${wave ?? null})
      and (${inScope(scope, sql`c.person_id`)} or p.member_id = any(${scope.kind === 'all' ? [] : scope.memberIds}::bigint[]))
      and p.rank > ${cursor ? Number(cursor) : 0}
    order by p.rank limit ${limit + 1}`.execute(db);
  const shown = rows.slice(0, limit);
  const hasMore = rows.length > limit;
  const data = shown.map(({ rank: _, reason, facts, ...row }) => ({
    ...row,
    words: reason && sayReason(reason, facts ?? {}, language),
  }));
  return { data, hasMore, nextCursor: hasMore ? String(shown.at(-1)?.rank) : null };
}
