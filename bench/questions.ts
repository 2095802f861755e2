import { type Rule, ruleSchema } from '#segmentation/contract';

/** The same question twice: as a rule, and as a careful person would ask PostgreSQL. `$1` is now, `$2`… the values. */
export type Question = { job: string; rule: Rule; sql: string; values: unknown[] };

export type Known = { tags: { id: number; name: string }[]; city: string };

const PEOPLE = 'select count(*)::int as n from bench_people p where $1::timestamptz is not null and';
/** Midnight in Shanghai, n days before today. */
const daysAgo = (n: number) =>
  `(date_trunc('day', $1::timestamptz at time zone 'Asia/Shanghai') - interval '${n} days') at time zone 'Asia/Shanghai'`;
const tagged = (value: string) =>
  `exists (select 1 from bench_tags t where t.person_id = p.id and t.tag_id = ${value})`;
const bought = (what: string, since: string, test: string) =>
  `coalesce((select ${what} from bench_orders o where o.person_id = p.id and o.ordered_at >= ${since}), 0) ${test}`;
const hits = (type: string, since: string, more = '') =>
  `from bench_hits h where h.person_id = p.id and h.type = '${type}' and h.at >= ${since} ${more}`;

export function questions({ tags, city }: Known): Question[] {
  const tag = (name: string) => tags.find(one => one.name === name)?.id ?? 0;
  const [breakfast, bargain] = [tag('早餐'), tag('价格敏感')];
  const last = (n: number) => ({ kind: 'last', n, unit: 'day' }) as const;
  const events = (type: string, least: number, days: number, where: object[] = []) => ({
    ...{ events: type, measure: { of: 'count' }, window: last(days), where },
    test: { is: 'at_least', value: least },
  });
  const isTagged = (id: number) => ({ tags: 'any', ids: [`tag_${id}`] });
  const livesIn = { attribute: 'city', test: { is: 'one_of', values: [city] } };
  const make = (job: string, rule: object, sql: string, values: unknown[] = []): Question => ({
    job,
    rule: ruleSchema.parse(rule),
    sql: `${PEOPLE} ${sql}`,
    values,
  });
  return [
    make('city and tag', { all: [livesIn, isTagged(breakfast)] }, `p.city = $2 and ${tagged('$3')}`, [
      city,
      breakfast,
    ]),
    make(
      'at least three orders in 90 days',
      { orders: 'count', test: { is: 'at_least', value: 3 }, window: last(90) },
      bought('count(*)', daysAgo(89), '>= 3'),
    ),
    make(
      'paid 200 yuan in a year, none of it in the last 60 days',
      {
        all: [
          { orders: 'paid', test: { is: 'at_least', value: 20_000 }, window: last(365) },
          { not: { orders: 'count', test: { is: 'at_least', value: 1 }, window: last(60) } },
        ],
      },
      `${bought('sum(paid - refunded)', daysAgo(364), '>= 20000')} and not ${bought('count(*)', daysAgo(59), '>= 1')}`,
    ),
    make(
      'viewed a product five times in 30 days',
      events('product_viewed', 5, 30),
      `(select count(*) ${hits('product_viewed', daysAgo(29))}) >= 5`,
    ),
    make(
      'put something dear into the cart in 90 days',
      events('cart_added', 1, 90, [{ property: 'price', test: { is: 'at_least', value: 5_000 } }]),
      `exists (select 1 ${hits('cart_added', daysAgo(89), `and (h.data ->> 'price')::numeric >= 5000`)})`,
    ),
    make(
      '(saw the cakes in 30 days and not a bargain hunter) or (city and tag)',
      {
        any: [
          {
            all: [
              events('page_viewed', 1, 30, [{ property: 'page', test: { is: 'contains', value: 'cake' } }]),
              { not: isTagged(bargain) },
            ],
          },
          { all: [livesIn, isTagged(breakfast)] },
        ],
      },
      `(exists (select 1 ${hits('page_viewed', daysAgo(29), `and h.data ->> 'page' like '%cake%'`)})
        and not ${tagged('$4')} or p.city = $2 and ${tagged('$3')})`,
      [city, breakfast, bargain],
    ),
    make(
      'important, with a phone',
      {
        all: [
          { attribute: 'tier', test: { is: 'one_of', values: ['重要'] } },
          { attribute: 'hasPhone', test: { is: 'yes' } },
        ],
      },
      `p.tier = '重要' and p.has_phone`,
    ),
  ];
}
