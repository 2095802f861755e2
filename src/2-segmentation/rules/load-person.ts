import { sql } from 'kysely';
import { isReachable } from '#customers';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import { readCalendar } from './calendar.ts';
import { check } from './check.ts';
import type { Rule } from './contract.ts';
import type { PersonFacts } from './person.ts';
import { readTeams } from './teams.ts';
import { segmentsIn } from './usable.ts';

/**
 * Loads what rules may ask of one person from PostgreSQL, so the answer is as fresh as the last commit.
 * Segments named in the rule are decided by their own rules.
 */
export async function loadPerson(
  db: Db | Tx,
  personId: number,
  now: Date,
  segments: ReadonlyMap<number, Rule> = new Map(),
): Promise<PersonFacts> {
  const [attributes, tags, orders, events, contacts, consents, follows, teams, calendar, reachable, facts] =
    await Promise.all([
      loadAttributes(db, personId),
      loadTags(db, personId),
      loadOrders(db, personId),
      loadEvents(db, personId),
      loadContacts(db, personId),
      loadConsents(db, personId),
      loadFollows(db, personId),
      readTeams(db),
      readCalendar(db),
      isReachable(db, personId, 'wecom', now),
      db
        .selectFrom('customerFacts')
        .select(['key', 'num', 'str', 'at'])
        .where('customerId', '=', personId)
        .execute(),
    ]);
  const person: PersonFacts = {
    attributes,
    tags: new Set(tags),
    orders,
    events,
    contacts,
    consents,
    follows,
    teams,
    calendar,
    facts: new Map(facts.map(({ key, ...fact }) => [key, fact])),
    segments: new Set(),
    reachable,
  };
  return { ...person, segments: segmentsOf(person, segments, now) };
}

/** The segments a person is in; one whose rule names others is decided after them. */
function segmentsOf(person: PersonFacts, rules: ReadonlyMap<number, Rule>, now: Date): Set<number> {
  const decided = new Map<number, boolean>();
  const isInside = (id: number): boolean => {
    const known = decided.get(id);
    if (known !== undefined) return known;
    const rule = rules.get(id);
    const segments = new Set(rule ? segmentsIn(rule).filter(isInside) : []);
    const inside = rule !== undefined && check(rule, { ...person, segments }, now);
    decided.set(id, inside);
    return inside;
  };
  return new Set([...rules.keys()].filter(isInside));
}

async function loadAttributes(db: Db | Tx, personId: number): Promise<PersonFacts['attributes']> {
  const { rows } = await sql<PersonFacts['attributes']>`
    with profile as (select * from customers where person_id = ${personId} and status = 'active')
    select a.*,
      array(select owner_member_id from profile where owner_member_id is not null order by id = ${personId} desc, id limit 1) as owner,
      array(select account_id from identities where customer_id in (select id from profile) and account_id > 0
        union select account_id from orders where customer_id in (select id from profile) order by 1) as known_on
    from person_attributes(${personId}) a`.execute(db);
  const row = rows[0];
  if (!row) throw new Error(`There is no person ${personId}`);
  return row;
}

async function loadTags(db: Db | Tx, personId: number): Promise<number[]> {
  const { rows } = await sql<{ tagId: number }>`
    select distinct tag_id from customer_tags t join customers c on c.id = t.customer_id where c.person_id = ${personId}`.execute(
    db,
  );
  return rows.map(row => row.tagId);
}

async function loadOrders(db: Db | Tx, personId: number): Promise<PersonFacts['orders']> {
  const { rows } = await sql<PersonFacts['orders'][number]>`
    select o.account_id, o.ordered_at, o.refund, o.payment = 'closed' as closed, o.discount, o.paid, o.refunded, o.quantity,
      coalesce((select jsonb_agg(jsonb_build_object('productId', i.product_id, 'role', p.role, 'name', i.name, 'quantity', i.quantity, 'amount', i.amount, 'refunded', i.refunded))
        from order_items i left join products p on p.id = i.product_id where i.order_id = o.id), '[]') as items
    from orders o join customers c on c.id = o.customer_id
    where c.person_id = ${personId} and (o.payment = 'paid' or o.payment = 'closed' and o.refund = 'full')`.execute(
    db,
  );
  return rows;
}

async function loadEvents(db: Db | Tx, personId: number): Promise<PersonFacts['events']> {
  const { rows } = await sql<PersonFacts['events'][number]>`
    select e.type, e.at, e.data from events e join customers c on c.id = e.customer_id
    where c.person_id = ${personId}`.execute(db);
  return rows;
}

async function loadContacts(db: Db | Tx, personId: number): Promise<PersonFacts['contacts']> {
  const { rows } = await sql<PersonFacts['contacts'][number]>`
    select k.channel, k.purpose, k.slot from contacts k join customers c on c.id = k.customer_id
    where c.person_id = ${personId} and k.state in ('claimed', 'sent')`.execute(db);
  return rows;
}

async function loadConsents(db: Db | Tx, personId: number): Promise<PersonFacts['consents']> {
  const { rows } = await sql<PersonFacts['consents'][number]>`
    select distinct on (k.purpose, k.channel) k.purpose, k.channel, k.given
    from consents k join customers c on c.id = k.customer_id
    where c.person_id = ${personId} order by k.purpose, k.channel, k.at desc, k.id desc`.execute(db);
  return rows;
}

async function loadFollows(db: Db | Tx, personId: number): Promise<PersonFacts['follows']> {
  const { rows } = await sql<PersonFacts['follows'][number]>`
    select f.id, f.account_id, f.member_id, f.way, f.code, f.followed_at, f.ended_at, f.ended_by, f.first_at, f.first_way, f.first_code
    from told_follows f join customers c on c.id = f.customer_id where c.person_id = ${personId}`.execute(db);
  return rows;
}
