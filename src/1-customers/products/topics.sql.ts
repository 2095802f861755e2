import { type RawBuilder, sql } from 'kysely';
import { PERIODS } from './formula.contract.ts';
import { TOPIC_WORDS } from './topics.contract.ts';

/**
 * What each refund of a product is about, until the transaction ends. A refund that names no item is of the product of its
 * order if there is only one in it. Of a withdrawn one nothing is kept. `key`: the order, or the refund where it has none.
 */
export function tellTopics(now: Date): RawBuilder<unknown> {
  const words = JSON.stringify(TOPIC_WORDS.map((word, place) => ({ ...word, place })));
  return sql`
    create temp table told_topics on commit drop as
    with dictionary as (
      select * from jsonb_to_recordset(${sql.lit(words)}::jsonb) as d (topic text, word text, blames boolean, place integer)
    ), reasons as (
      select reason, d.topic, d.word, coalesce(d.blames, false) as blames
      from (select distinct coalesce(reason, '') as reason from refunds) r
      left join lateral (select * from dictionary where strpos(r.reason, word) > 0 order by place limit 1) d on true
    )
    select coalesce(p.id, (
        select min(i.product_id) from order_items i where i.order_id = r.order_id
        having count(distinct i.product_id) = 1 and count(*) = count(i.product_id))) as product_id,
      coalesce(r.order_id, -r.id) as key, coalesce(o.ordered_at, r.applied_at, r.updated_at) as at,
      case when s.reason = '' then 'unsaid' else coalesce(s.topic, 'other') end as topic, coalesce(s.word, '') as word, s.blames
    from refunds r join reasons s on s.reason = coalesce(r.reason, '')
    left join orders o on o.id = r.order_id
    left join products p on p.account_id = r.account_id and p.external_id = r.item_key
    where r.status <> 'closed' and coalesce(o.ordered_at, r.applied_at, r.updated_at) <= ${sql.lit(now.toISOString())}::timestamptz`;
}

const periods = (now: Date) => sql`
  (select days, ${now}::timestamptz - days * interval '1 day' as since from unnest(${[...PERIODS]}::integer[]) days) period`;

export const keepTopics = (now: Date): RawBuilder<unknown> => sql`
  insert into product_topics (product_id, days, topic, word, refunds)
  select product_id, days, topic, word, count(*) from told_topics join ${periods(now)} on days = 0 or at >= since
  where product_id is not null group by product_id, days, topic, word`;

/** Orders of which a refund blames the product. */
export const countComplaints = (now: Date): RawBuilder<unknown> => sql`
  update product_figures f set complaints = least(f.orders, c.complaints) from (
    select product_id, days, count(distinct key) as complaints from told_topics join ${periods(now)} on days = 0 or at >= since
    where product_id is not null and blames and key > 0 group by product_id, days
  ) c where c.product_id = f.product_id and c.days = f.days`;
