import { type RawBuilder, sql } from 'kysely';

/**
 * Tiers as the nightly job would compute them (2-segmentation/tiers), but straight from the orders, before there is
 * anything in ClickHouse, and without telling the log of a million moves. A test runs the job behind it: nobody moves.
 */
export function writeTiers(now: Date): RawBuilder<unknown> {
  const quintiles = (column: string) => sql`
    array(select ${sql.ref(column)} from (
        select ${sql.ref(column)}, row_number() over (order by ${sql.ref(column)}) as rank, count(*) over () as n from buyers
      ) ranked where rank in ((n + 4) / 5, (2 * n + 4) / 5, (3 * n + 4) / 5, (4 * n + 4) / 5) order by rank)`;
  const above = (value: string, bounds: string) => sql`
    (select count(*) from unnest(${sql.ref(bounds)}) as bound where ${sql.ref(value)} > bound)`;
  return sql`
    with buyers as materialized (
      select customer_id,
        (${now}::timestamptz at time zone 'Asia/Shanghai')::date - (max(ordered_at) filter (where payment = 'paid') at time zone 'Asia/Shanghai')::date as days,
        count(*) filter (where payment = 'paid') as orders,
        coalesce(sum(paid) filter (where payment = 'paid'), 0) - sum(refunded) as money
      from orders where customer_id is not null group by customer_id having count(*) filter (where payment = 'paid') > 0
    ), bounds as materialized (
      select ${quintiles('days')} as days_bounds, ${quintiles('orders')} as orders_bounds, ${quintiles('money')} as money_bounds
    ), scored as materialized (
      select customer_id, 5 - ${above('days', 'days_bounds')} as r, 1 + ${above('orders', 'orders_bounds')} as f, 1 + ${above('money', 'money_bounds')} as m
      from buyers, bounds
    ), tiered as materialized (
      select *, case when r + f + m >= 12 then '重要' when r + f + m >= 8 then '常规' else '偶然' end as tier from scored
    ), model as (
      insert into tier_models (thresholds, people, computed_at, actor)
      select jsonb_build_object('recencyDays', days_bounds, 'frequency', orders_bounds, 'monetary', money_bounds, 'important', 12, 'regular', 8),
        (select jsonb_object_agg(tier, n) from (select tier, count(*) as n from tiered group by tier) counted), ${now}::timestamptz, 'demo'
      from bounds
    )
    insert into customer_facts (customer_id, key, num, str, updated_at)
    select customer_id, fact.key, fact.num, fact.str, ${now}::timestamptz
    from tiered, lateral (values
      ('rfm.r', r::float8, null), ('rfm.f', f::float8, null), ('rfm.m', m::float8, null), ('tier', null, tier)
    ) as fact (key, num, str)`;
}
