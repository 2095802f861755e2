import type { Thresholds } from './contract.ts';

/** Days between a buyer's last order and now, in Shanghai days; only people with paid orders have scores. */
const RECENCY = `dateDiff('day', toDate(assumeNotNull(last_order_at)), toDate(fromUnixTimestamp64Milli({now:Int64}, 'Asia/Shanghai')))`;
const BUYERS = 'from customers final where orders > 0';

/** The values at the quintiles by nearest rank, as percentile_disc of SQL:2003 has them. */
const quintiles = (value: string) =>
  `arrayMap(k -> arraySort(groupArray(toFloat64(${value})))[intDiv(k * count() + 4, 5)], [1, 2, 3, 4])`;

/** Quintile bounds of all buyers: values, not ranks, so that equal customers get equal scores. */
export const QUINTILES = `
  select ${quintiles(RECENCY)} as recency_days, ${quintiles('orders')} as frequency,
    ${quintiles('paid - refunded')} as monetary, count() as buyers
  ${BUYERS}`;

/** A score per buyer from given bounds, 5 the best: few days, many orders, much money. */
export function scoresQuery({ recencyDays, frequency, monetary, important, regular }: Thresholds): string {
  const above = (value: string, bounds: readonly number[]) =>
    `(1 + ${bounds.map(bound => `(${value} > ${number(bound)})`).join(' + ')})`;
  return `
    select person_id, r, f, m,
      multiIf(r + f + m >= ${number(important)}, '重要', r + f + m >= ${number(regular)}, '常规', '偶然') as tier
    from (
      select person_id, 6 - ${above(RECENCY, recencyDays)} as r, ${above('orders', frequency)} as f,
        ${above('(paid - refunded)', monetary)} as m
      ${BUYERS}
    )`;
}

/** Bounds are numbers by their schema; this keeps anything else out of the text. */
function number(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`Not a bound: ${value}`);
  return String(value);
}
