import type { ClickHouse } from '#platform/clickhouse/connect.ts';
import { numbersIn, withLength } from './bitmap.ts';

/** For each profile that belongs to somebody else, the person; 0 for all others. Profiles beyond its end are their own persons. */
export type Joined = Uint32Array;

export async function readJoined(clickhouse: ClickHouse): Promise<Joined> {
  return await putJoined(
    clickhouse,
    new Uint32Array(0),
    'person_map final where customer_id <> person_id',
    {},
  );
}

/** The same with what was written since a version. */
export async function refreshJoined(clickhouse: ClickHouse, joined: Joined, since: number): Promise<Joined> {
  return await putJoined(clickhouse, joined, 'person_map where version >= {since:UInt64} order by version', {
    since,
  });
}

async function putJoined(
  clickhouse: ClickHouse,
  joined: Joined,
  from: string,
  parameters: Record<string, unknown>,
): Promise<Joined> {
  const rows = await clickhouse.binary(`select customer_id, person_id from ${from}`, parameters);
  const pairs = numbersIn(rows);
  let most = 0;
  for (let i = 0; i < pairs.length; i += 2) most = Math.max(most, pairs[i] as number);
  const grown = withLength(joined, most + 1);
  for (let i = 0; i < pairs.length; i += 2) {
    const [profile, person] = [pairs[i] as number, pairs[i + 1] as number];
    grown[profile] = profile === person ? 0 : person;
  }
  return grown;
}
