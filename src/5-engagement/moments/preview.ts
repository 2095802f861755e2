import { sql } from 'kysely';
import type { z } from 'zod';
import { type Clock, DAY, fromShanghai, shanghaiDate } from '#platform/clock.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import { boundOf, factsOn } from '#platform/settings/facts-on.ts';
import { type Audience, pairsOf } from './audience.sql.ts';
import type { momentPreview, momentTrial } from './contract.ts';
import { productsInRow, productsMax } from './mix.ts';

type Trial = z.output<typeof momentTrial>;
const PER_DAY = 'wecom.moments.person.day';

/** What a moment would do at that time: for whom, by whom, and what WeCom or the company's own rules say to it. */
export async function previewMoment(
  db: Db | Tx,
  clock: Clock,
  trial: Trial,
): Promise<z.output<typeof momentPreview>> {
  const at = trial.at ?? clock.now();
  const perDay = boundOf(await factsOn(db, at, [PER_DAY]), PER_DAY, at);
  const { rows: members } = await sql<{ id: number; name: string; people: number }>`
    select m.id, m.name, count(distinct p.person_id)::integer as people
    from (${pairsOf(trial)}) p join members m on m.id = p.member_id group by m.id order by people desc, m.id`.execute(
    db,
  );
  return {
    ...(await countPeople(db, trial, at, perDay)),
    perDay,
    members: members.map(({ people, ...member }) => ({ member, people })),
    unknownTags: await unknownTags(db, trial),
    productsInRow:
      trial.kind === 'product'
        ? await productsInRow(db, { accountId: trial.accountId, at, without: trial.draftId })
        : 0,
    productsMax: await productsMax(db, at),
  };
}

type Other = Audience & { id: number; memberId: number | null };

/** Each person once; who has enough that day already, and who wants no marketing. */
async function countPeople(db: Db | Tx, trial: Trial, at: Date, perDay: number) {
  const others = await othersOf(db, trial, at);
  const exposures = others.map(other => {
    const senders = other.memberId === null ? other : { ...other, memberIds: [other.memberId] };
    return sql`select distinct ${other.id}::bigint as moment, person_id from (${pairsOf(senders)}) o`;
  });
  const none = sql`select null::bigint as moment, null::bigint as person_id where false`;
  const all = sql.join([none, ...exposures], sql` union all `);
  const { rows } = await sql<{ people: number; full: number; refusing: number }>`
    with people as (select distinct person_id from (${pairsOf(trial)}) p),
    seen as (select person_id, count(*) as n from (${all}) e group by person_id)
    select count(*)::integer as people,
      count(*) filter (where seen.n >= ${perDay})::integer as full,
      count(*) filter (where exists (select 1 from suppressions s join customers c on c.id = s.customer_id
          where c.person_id = people.person_id and s.lifted_at is null and s.channel in ('all', 'wecom'))
        or (select not n.given from consents n join customers c on c.id = n.customer_id
          where c.person_id = people.person_id and n.purpose = 'marketing' and n.channel in ('all', 'wecom')
          order by n.at desc, n.id desc limit 1))::integer as refusing
    from people left join seen using (person_id)`.execute(db);
  return rows[0] ?? { people: 0, full: 0, refusing: 0 };
}

/** The other moments of that day, as they are planned or were. */
async function othersOf(db: Db | Tx, { accountId, draftId }: Trial, at: Date): Promise<Other[]> {
  const day = fromShanghai(shanghaiDate(at));
  const { rows } = await sql<Other>`
    select id, account_id, member_id, member_ids, team_ids, tag_ids from moments
    where account_id = ${accountId} and id <> ${draftId ?? 0} and status in ('scheduled', 'asking', 'open')
      and coalesce(posted_at, scheduled_at) >= ${day} and coalesce(posted_at, scheduled_at) < ${new Date(day.getTime() + DAY)}
    order by id limit 50`.execute(db);
  return rows;
}

async function unknownTags(db: Db | Tx, { accountId, tagIds }: Audience): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select name from tags t where id = any(${tagIds}::bigint[])
      and not exists (select 1 from tag_accounts a where a.account_id = ${accountId} and a.tag_id = t.id) order by name`.execute(
    db,
  );
  return rows.map(row => row.name);
}
