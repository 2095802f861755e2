import type { Platform } from '#platform/platform.ts';

const person = 'join customers c on c.id = x.customer_id';

/** The tables of a marketing system on a row store: name, columns (in a SQL that both databases read), what fills them. */
export const TABLES: readonly { name: string; columns: string; from: string }[] = [
  {
    name: 'bench_people',
    columns: 'id integer primary key, city varchar(60), tier varchar(20), has_phone boolean',
    from: `select p.person_id as id, min(p.city) as city, max(f.str) filter (where f.key = 'tier') as tier,
        (exists (select 1 from identities i join customers k on k.id = i.customer_id
          where k.person_id = p.person_id and i.kind = 'phone'))::int::boolean as has_phone
      from customers p left join customer_facts f on f.customer_id = p.person_id
      where p.status = 'active' group by p.person_id`,
  },
  {
    name: 'bench_tags',
    columns: 'person_id integer, tag_id integer',
    from: `select distinct c.person_id, x.tag_id from customer_tags x ${person}`,
  },
  {
    name: 'bench_orders',
    columns: 'person_id integer, ordered_at timestamp, paid bigint, refunded bigint',
    from: `select c.person_id, date_trunc('second', x.ordered_at at time zone 'UTC') as ordered_at, x.paid, x.refunded
      from orders x ${person} where x.payment = 'paid'`,
  },
  {
    name: 'bench_hits',
    columns: 'person_id integer, type varchar(40), at timestamp, page varchar(200), price bigint',
    from: `select c.person_id, x.type, date_trunc('second', x.at at time zone 'UTC') as at, left(x.data ->> 'page', 200) as page,
        (x.data ->> 'price')::numeric::bigint as price
      from events x ${person} where x.type !~ '\\.'`,
  },
];

/** The indexes such a system would have. */
export const INDEXES = [
  'create index people_by_city on bench_people (city)',
  'create unique index tags_by_person on bench_tags (person_id, tag_id)',
  'create index people_by_tag on bench_tags (tag_id, person_id)',
  'create index orders_by_person on bench_orders (person_id, ordered_at)',
  'create index hits_by_person on bench_hits (person_id, type, at)',
  'create index hits_by_type on bench_hits (type, at, person_id)',
];

/** One row per person, so that the peer does not pay for One-ID. Kept in PostgreSQL, from where others are filled too. */
export async function makeRowStore({ pool }: Platform): Promise<void> {
  const { rows } = await pool.query("select to_regclass('bench_hits') as made");
  if ((rows[0] as { made: string | null }).made !== null) return;
  for (const { name, from } of TABLES) await pool.query(`create table ${name} as ${from}`);
  await pool.query('alter table bench_people add primary key (id)');
  for (const index of INDEXES) await pool.query(index);
  await pool.query('vacuum analyze');
}
