import { DAY, fromShanghai, shanghaiDate } from '#platform/clock.ts';
import { type Rule, ruleSchema } from '#segmentation/contract';

/**
 * The same question twice: as a rule, and as a marketing system on a row store asks it, in SQL that PostgreSQL and
 * MariaDB both read: one table of people, one of hits, a tag cross table, one SELECT with sub-selects. `where` is on
 * `bench_people p`.
 */
export type Question = { job: string; rule: Rule; where: string };

export type Known = { tags: { id: number; name: string }[]; city: string; now: Date };

export function countOf({ where }: Question): string {
  return `select count(*) as n from bench_people p where ${where}`;
}

export function questions({ tags, city, now }: Known): Question[] {
  const today = fromShanghai(shanghaiDate(now)).getTime();
  /** Midnight in Shanghai, n days before today, as it stands in the tables: UTC without a zone. */
  const daysAgo = (n: number) =>
    `'${new Date(today - n * DAY).toISOString().slice(0, 19).replace('T', ' ')}'`;
  const tag = (name: string) => tags.find(one => one.name === name)?.id ?? 0;
  const [breakfast, bargain] = [tag('早餐'), tag('价格敏感')];
  const tagged = (id: number) =>
    `exists (select 1 from bench_tags t where t.person_id = p.id and t.tag_id = ${id})`;
  const bought = (what: string, since: number, test: string) =>
    `coalesce((select ${what} from bench_orders o where o.person_id = p.id and o.ordered_at >= ${daysAgo(since)}), 0) ${test}`;
  const hits = (type: string, since: number, more = '') =>
    `from bench_hits h where h.person_id = p.id and h.type = '${type}' and h.at >= ${daysAgo(since)} ${more}`;
  const last = (n: number) => ({ kind: 'last', n, unit: 'day' }) as const;
  const events = (type: string, least: number, days: number, where: object[] = []) => ({
    ...{ events: type, measure: { of: 'count' }, window: last(days), where },
    test: { is: 'at_least', value: least },
  });
  const isTagged = (id: number) => ({ tags: 'any', ids: [`tag_${id}`] });
  const livesIn = { attribute: 'city', test: { is: 'one_of', values: [city] } };
  const make = (job: string, rule: object, where: string): Question => ({
    job,
    rule: ruleSchema.parse(rule),
    where,
  });
  return [
    make(
      'city and tag',
      { all: [livesIn, isTagged(breakfast)] },
      `p.city = '${city}' and ${tagged(breakfast)}`,
    ),
    make(
      'at least three orders in 90 days',
      { orders: 'count', test: { is: 'at_least', value: 3 }, window: last(90) },
      bought('count(*)', 89, '>= 3'),
    ),
    make(
      'paid 200 yuan in a year, none of it in the last 60 days',
      {
        all: [
          { orders: 'paid', test: { is: 'at_least', value: 20_000 }, window: last(365) },
          { not: { orders: 'count', test: { is: 'at_least', value: 1 }, window: last(60) } },
        ],
      },
      `${bought('sum(paid - refunded)', 364, '>= 20000')} and not ${bought('count(*)', 59, '>= 1')}`,
    ),
    make(
      'viewed a product five times in 30 days',
      events('product_viewed', 5, 30),
      `(select count(*) ${hits('product_viewed', 29)}) >= 5`,
    ),
    make(
      'put something dear into the cart in 90 days',
      events('cart_added', 1, 90, [{ property: 'price', test: { is: 'at_least', value: 5_000 } }]),
      `exists (select 1 ${hits('cart_added', 89, 'and h.price >= 5000')})`,
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
      `(exists (select 1 ${hits('page_viewed', 29, "and h.page like '%cake%'")})
        and not ${tagged(bargain)} or p.city = '${city}' and ${tagged(breakfast)})`,
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
