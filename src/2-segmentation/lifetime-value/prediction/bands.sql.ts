import type { z } from 'zod';
import type { ClickHouse } from '#platform/clickhouse/connect.ts';
import type { aliveBand, valueBand } from './contract.ts';

type AliveBand = z.output<typeof aliveBand>;
type ValueBand = z.output<typeof valueBand>;

/** `alive` is written with two places, so the bands meet without a gap: 0 – 0.29, 0.3 – 0.69, 0.7 – 1. */
const ALIVE = [
  { from: 0.7, to: 1 },
  { from: 0.3, to: 0.69 },
  { from: 0, to: 0.29 },
] as const;

/** Fen: 1-2-5 steps as one speaks of them, from nothing to speak of to the best. */
const VALUES = [0, 1_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000];

const FACTS = `
  select a.customer_id as person, a.num as alive, v.num as expected
  from (select customer_id, num from customer_facts final where key = 'alive') a
  join (select customer_id, num from customer_facts final where key = 'value.expected') v using (customer_id)`;

export async function readAliveBands(clickhouse: ClickHouse): Promise<AliveBand[]> {
  const rows = await clickhouse.rows<{ band: number; people: number; value: number; won: number }>(
    `select multiIf(alive >= 0.695, 0, alive >= 0.295, 1, 2) as band, toUInt32(count()) as people,
       round(sum(expected)) as value, round(sum(expected / greatest(alive, 0.01))) as won
     from (${FACTS}) group by band`,
  );
  return ALIVE.map(({ from, to }, at) => {
    const row = rows.find(({ band }) => band === at);
    return { from, to, people: row?.people ?? 0, value: row?.value ?? 0, won: row?.won ?? 0 };
  });
}

export async function readValueBands(clickhouse: ClickHouse): Promise<ValueBand[]> {
  const rows = await clickhouse.rows<{ band: number; people: number; value: number }>(
    `select toUInt32(arrayCount(bound -> expected >= bound, {bounds:Array(Float64)})) as band, toUInt32(count()) as people,
       round(sum(expected)) as value
     from (${FACTS}) group by band`,
    { bounds: VALUES },
  );
  return VALUES.map((from, at) => {
    const row = rows.find(({ band }) => band === at + 1);
    return { from, to: VALUES[at + 1] ?? null, people: row?.people ?? 0, value: row?.value ?? 0 };
  });
}
