import { JUDGE, PERIODS } from './formula.contract.ts';

const NOW = "fromUnixTimestamp64Milli({now:Int64}, 'Asia/Shanghai')";
const MAP = 'select customer_id, person_id from person_map final where customer_id <> person_id';
const PERIODS_OF = `array join [${PERIODS.join(', ')}] as days`;

/**
 * What was paid for, also what shops close once all of it went back; each with the person it is of, 0 where that is not
 * known.
 */
const ORDERS = `
  select o.id as id, o.at as at, o.refund as refund, o.refunded as refunded, o.payment as payment,
    if(m.person_id = 0, o.customer_id, m.person_id) as person
  from (
    select customer_id, id, ordered_at as at, payment, refund, refunded from orders final
    where (payment = 'paid' or payment = 'closed' and refund <> 'none') and ordered_at <= ${NOW}
  ) o left join (${MAP}) m on m.customer_id = o.customer_id`;

/** What was bought of each product in an order. */
const ITEMS = `
  select order_id, product_id, sum(quantity) as pieces, sum(amount) as amount, sum(refunded) as refunded
  from order_items final where payment in ('paid', 'closed') group by order_id, product_id`;

/** Orders of which a part went back and that are of one product: only there is it known which. */
const OF_ONE = `
  select order_id, true as alone from order_items final
  where order_id in (select id from orders final where refund = 'partial')
  group by order_id having uniqExact(product_id) = 1`;

/**
 * Each product in each order. It went back when the item says so, a refund names it, the whole order was refunded, or a
 * part of an order in which there is nothing else.
 */
const lines = (refunds: string) => `
  select i.product_id as product, o.person as person, o.id as id, o.at as at, i.pieces as pieces, i.amount as amount,
    o.refund = 'full' as whole, o.payment = 'paid' and person > 0 as bought,
    least(i.amount, greatest(i.refunded, r.amount, multiIf(whole, i.amount, s.alone, o.refunded, 0))) as back
  from (${ITEMS}) i join (${ORDERS}) o on o.id = i.order_id
  left join (select order_id, product_id, amount from ${refunds}) r on r.order_id = i.order_id and r.product_id = i.product_id
  left join (${OF_ONE}) s on s.order_id = i.order_id
  where i.product_id > 0`;

const FIRST_ORDERS = `
  select person, argMin(id, (at, id)) as first from (${ORDERS}) where person > 0 group by person`;

/** Sold in each period. */
const sold = (refunds: string) => `
  select product, days, count() as orders, sum(pieces) as pieces, uniqExactIf(person, bought) as buyers,
    uniqExactIf(person, bought and f.first = l.id) as fresh, sum(amount) as amount, sum(back) as refunded,
    countIf(whole or back > 0) as returned, 0 as cohort, 0 as repeated
  from (${lines(refunds)}) l left join (${FIRST_ORDERS}) f on f.person = l.person
  ${PERIODS_OF}
  where days = 0 or at >= ${NOW} - toIntervalDay(days)
  group by product, days`;

/** Who came back for it, of those whose first time is old enough to say: the period, moved back by the window. */
const repeated = (refunds: string) => `
  select product, days, 0, 0, 0, 0, 0, 0, 0, count() as cohort,
    countIf(length(bought) > 1 and bought[2] - bought[1] <= ${JUDGE.repeatDays}) as repeated
  from (
    select product, person, arraySort(groupUniqArray(toDate(at, 'Asia/Shanghai'))) as bought
    from (${lines(refunds)}) where person > 0 and not whole group by product, person
  ) ${PERIODS_OF}
  where bought[1] < toDate(${NOW}, 'Asia/Shanghai') - ${JUDGE.repeatDays}
    and (days = 0 or bought[1] >= toDate(${NOW}, 'Asia/Shanghai') - ${JUDGE.repeatDays} - days)
  group by product, days`;

/** The figures of every product over every period; `refunds` is PostgreSQL's view product_refunds. */
export const figures = (refunds: string) => `
  select product, days, sum(orders), sum(pieces), sum(buyers), sum(fresh), sum(amount), sum(refunded), sum(returned),
    sum(cohort), sum(repeated)
  from (${sold(refunds)} union all ${repeated(refunds)}) group by product, days`;
