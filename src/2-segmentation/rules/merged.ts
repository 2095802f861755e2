import type { ClickHouse } from '#platform/clickhouse/connect.ts';

const merged = new WeakSet<ClickHouse>();

/**
 * Whether a profile belongs to another person. Where one once did, this is not asked again: to look for other profiles that
 * are no more costs a little, not to look for one would be wrong.
 */
export async function anyMerged(clickhouse: ClickHouse): Promise<boolean> {
  if (merged.has(clickhouse)) return true;
  const [map] = await clickhouse.rows<{ n: number }>(
    'select count() as n from (select 1 from person_map where customer_id <> person_id limit 1)',
  );
  if (Number(map?.n) === 0) return false;
  merged.add(clickhouse);
  return true;
}
