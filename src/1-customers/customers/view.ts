import { sql } from 'kysely';
import type { z } from 'zod';
import type { Actor } from '#platform/auth/actor.ts';
import type { Clock } from '#platform/clock.ts';
import { codeOfLunar, lunarOf, lunarOfCode, nextOfLunar, sayLunar } from '#platform/lunar.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import type { customerView, orderView } from '../contract.ts';
import { profilesOf } from '../identities/persons.ts';
import { lastBirthdayOfAge } from '../rights/minors.ts';
import { personInScope } from './customers.ts';

type View = z.output<typeof customerView>;

/** Everything the customer page shows of one person, over all of their profiles. */
export async function readCustomer(
  db: Db | Tx,
  clock: Clock,
  actor: Actor,
  customerId: number,
): Promise<View> {
  const personId = await personInScope(db, actor, customerId);
  const profiles = await profilesOf(db, personId);
  const [person, identities, follows, tags, merges, consents, suppressed, facts, totals] = await Promise.all([
    readPerson(db, personId, profiles, clock.now()),
    readIdentities(db, profiles),
    readFollows(db, profiles),
    readTags(db, profiles),
    readMerges(db, profiles),
    readConsents(db, profiles),
    db
      .selectFrom('suppressions')
      .select(['id', 'channel', 'purpose', 'reason', 'at'])
      .where('customerId', 'in', profiles)
      .where('liftedAt', 'is', null)
      .execute(),
    db
      .selectFrom('customerFacts')
      .select(['key', 'num', 'str', 'at'])
      .where('customerId', '=', personId)
      .execute(),
    readTotals(db, profiles),
  ]);
  return {
    ...person,
    id: personId,
    profiles,
    identities,
    follows,
    tags,
    merges,
    consents,
    suppressed,
    facts: Object.fromEntries(facts.map(({ key, ...fact }) => [key, fact])),
    totals,
  };
}

type Person = Omit<
  View,
  | 'id'
  | 'profiles'
  | 'identities'
  | 'follows'
  | 'tags'
  | 'merges'
  | 'consents'
  | 'suppressed'
  | 'facts'
  | 'totals'
>;

/** What was corrected by hand wins, then the person's own profile; where it says nothing, the oldest that does. */
async function readPerson(db: Db | Tx, personId: number, profiles: number[], now: Date): Promise<Person> {
  const first = (column: string) =>
    sql`(array_agg(${sql.ref(`c.${column}`)} order by c.corrected ? ${column} desc, c.id = ${personId} desc, c.id) filter (where ${sql.ref(`c.${column}`)} is not null))[1]`;
  const { rows } = await sql<Omit<Person, 'lunarBirthday'> & { lunarBirthday: string | null }>`
    select ${first('name')} as name, ${first('gender')} as gender, ${first('birthday')}::text as birthday,
      (array_agg(c.lunar_birthday order by c.corrected ? 'lunarBirthday' desc, c.id = ${personId} desc, c.id)
        filter (where c.lunar_birthday is not null))[1] as lunar_birthday,
      ${first('province')} as province, ${first('city')} as city, ${first('avatar_url')} as avatar_url,
      ${first('note')} as note, ${first('next_follow_up')}::text as next_follow_up,
      refuses_profiling(${personId}) as refuses_profiling,
      coalesce(bool_or(c.minor or c.birthday > ${lastBirthdayOfAge(now)}::date), false) as minor,
      coalesce((select jsonb_object_agg(e.key, jsonb_build_object('at', e.value ->> 'at', 'by', coalesce(m.name, e.value ->> 'by')))
        from customers k cross join jsonb_each(k.corrected) e left join members m on e.value ->> 'by' = 'member:' || m.id
        where k.id = any(${profiles})), '{}') as corrected, (array_agg(c.source order by c.created_at, c.id))[1] as source,
      min(c.created_at) as created_at,
      (select jsonb_build_object('id', m.id, 'name', m.name) from members m where m.id = ${first('owner_member_id')}) as owner
    from customers c where c.id = any(${profiles})`.execute(db);
  const [row] = rows;
  if (!row) throw new Error(`There is no person ${personId}`);
  return { ...row, lunarBirthday: lunarView(row, now) };
}

/** The year is the day of birth's, where that is this very lunar day. */
function lunarView(
  { lunarBirthday: code, birthday }: { lunarBirthday: string | null; birthday: string | null },
  now: Date,
): View['lunarBirthday'] {
  if (code === null) return null;
  const lunar = lunarOfCode(code);
  const born = birthday === null ? undefined : lunarOf(birthday);
  return {
    ...lunar,
    year: born && codeOfLunar(born) === code ? born.year : null,
    words: sayLunar(lunar),
    next: nextOfLunar(lunar, now),
  };
}

function readIdentities(db: Db | Tx, profiles: number[]): Promise<View['identities']> {
  return db
    .selectFrom('identities')
    .leftJoin('channelAccounts', 'channelAccounts.id', 'identities.accountId')
    .select([
      'identities.id',
      'identities.kind',
      'channelAccounts.name as accountName',
      'shown',
      'shared',
      'sharedReason',
      'source',
      'firstSeenAt',
      'customerId as profile',
    ])
    .where('customerId', 'in', profiles)
    .orderBy('identities.id')
    .execute();
}

async function readFollows(db: Db | Tx, profiles: number[]): Promise<View['follows']> {
  const { rows } = await sql<View['follows'][number]>`
    select jsonb_build_object('id', m.id, 'name', m.name) as member, a.name as account, f.remark, f.followed_at, f.ended_at, f.ended_by
    from follows f join members m on m.id = f.member_id join channel_accounts a on a.id = f.account_id
    where f.customer_id = any(${profiles}) order by f.ended_at is not null, f.followed_at`.execute(db);
  return rows;
}

async function readTags(db: Db | Tx, profiles: number[]): Promise<View['tags']> {
  const { rows } = await sql<View['tags'][number]>`
    select distinct on (g.sort, g.name, t.id) t.id, t.name, g.name as "group", ct.source, ct.reason, ct.added_at, ct.expires_at,
      ct.confirmed_at, t.meaning, o.name as owner, coalesce(m.name, ct.actor) as actor
    from customer_tags ct join tags t on t.id = ct.tag_id join tag_groups g on g.id = t.group_id
    left join members o on o.id = t.owner_member_id left join members m on ct.actor = 'member:' || m.id
    where ct.customer_id = any(${profiles}) and t.archived_at is null order by g.sort, g.name, t.id, ct.added_at`.execute(
    db,
  );
  return rows;
}

async function readMerges(db: Db | Tx, profiles: number[]): Promise<View['merges']> {
  const { rows } = await sql<View['merges'][number]>`
    select m.id, m.kind, m.reason, jsonb_build_array(m.customer_a, m.customer_b) as customers, jsonb_build_array(a.name, b.name) as names,
      m.evidence, coalesce(w.name, m.actor) as actor, m.created_at, m.undone_at, m.undone_reason
    from merges m join customers a on a.id = m.customer_a join customers b on b.id = m.customer_b
    left join members w on m.actor = 'member:' || w.id
    where m.customer_a = any(${profiles}) or m.customer_b = any(${profiles}) order by m.id`.execute(db);
  return rows;
}

async function readConsents(db: Db | Tx, profiles: number[]): Promise<View['consents']> {
  const { rows } = await sql<View['consents'][number]>`
    select distinct on (purpose, channel) purpose, channel, given, at, source
    from consents where customer_id = any(${profiles}) order by purpose, channel, at desc, id desc`.execute(
    db,
  );
  return rows;
}

async function readTotals(db: Db | Tx, profiles: number[]): Promise<View['totals']> {
  const { rows } = await sql<View['totals']>`
    select count(*) filter (where payment = 'paid') as orders, coalesce(sum(paid) filter (where payment = 'paid'), 0) as paid,
      coalesce(sum(refunded), 0) as refunded, min(ordered_at) filter (where payment = 'paid') as first_order_at,
      max(ordered_at) filter (where payment = 'paid') as last_order_at
    from orders where customer_id = any(${profiles})`.execute(db);
  return rows[0] as View['totals'];
}

export async function readOrders(
  db: Db | Tx,
  actor: Actor,
  customerId: number,
  limit: number,
  before?: number,
) {
  const profiles = await profilesOf(db, await personInScope(db, actor, customerId));
  const { rows } = await sql<z.output<typeof orderView>>`
    select o.id, a.name as shop, o.order_no, o.payment, o.fulfilment, o.refund, o.paid, o.refunded, o.currency, o.quantity,
      o.ordered_at, o.match,
      coalesce((select jsonb_agg(jsonb_build_object('name', i.name, 'sku', i.sku, 'quantity', i.quantity, 'amount', i.amount) order by i.line)
        from order_items i where i.order_id = o.id), '[]') as items
    from orders o join channel_accounts a on a.id = o.account_id
    where o.customer_id = any(${profiles}) and (${before ?? null}::bigint is null or (o.ordered_at, o.id) <
      (select ordered_at, id from orders where id = ${before ?? null}))
    order by o.ordered_at desc, o.id desc limit ${limit}`.execute(db);
  return rows;
}
