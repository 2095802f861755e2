import type { z } from 'zod';
import { audit } from '#platform/audit/audit.ts';
import type { Actor } from '#platform/auth/actor.ts';
import type { ClickHouse } from '#platform/clickhouse/connect.ts';
import type { Clock } from '#platform/clock.ts';
import { NOT_FOUND, Problem } from '#platform/http/problem.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import { type eventDefinitionPatch, type eventDefinitionView, propertyType } from './contract.ts';

type View = z.output<typeof eventDefinitionView>;

/** What is tracked, with how often it came and from how many people, the most frequent first. */
export async function listDefinitions(db: Db, clickhouse: ClickHouse): Promise<View[]> {
  const rows = await db.selectFrom('eventDefinitions').selectAll().execute();
  const counted = await countSeen(
    clickhouse,
    rows.map(row => row.key),
  );
  return rows
    .map(row => ({
      ...row,
      properties: propertiesOf(row.properties),
      ...(counted.get(row.key) ?? { seen: 0, people: 0, lastSeenAt: null }),
    }))
    .sort((one, other) => other.seen - one.seen || one.id - other.id);
}

function propertiesOf(stored: unknown): View['properties'] {
  return Object.entries(stored as Record<string, unknown>)
    .map(([name, types]) => ({ name, types: propertyType.array().parse(types) }))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

type Counted = Pick<View, 'seen' | 'people' | 'lastSeenAt'>;

async function countSeen(clickhouse: ClickHouse, keys: readonly string[]): Promise<Map<string, Counted>> {
  if (keys.length === 0) return new Map();
  const rows = await clickhouse.rows<{ type: string; seen: number; people: number; last: number }>(
    `select type, count() as seen, uniq(customer_id) as people, toUnixTimestamp64Milli(max(at)) as last
     from events where type in {keys:Array(String)} and startsWith(actor, 'key:') group by type`,
    { keys },
  );
  return new Map(
    rows.map(({ type, seen, people, last }) => [
      type,
      { seen: Number(seen), people: Number(people), lastSeenAt: new Date(Number(last)) },
    ]),
  );
}

/** Gives an event a name people understand; none takes it away again. */
export async function changeDefinition(
  tx: Tx,
  clock: Clock,
  actor: Pick<Actor, 'name'>,
  id: number,
  patch: z.output<typeof eventDefinitionPatch>,
): Promise<void> {
  const before = await tx
    .selectFrom('eventDefinitions')
    .select(['key', 'name', 'meaning'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!before) throw new Problem(NOT_FOUND);
  const { name = before.name, meaning = before.meaning } = patch;
  const after = { name, meaning };
  await tx
    .updateTable('eventDefinitions')
    .set({ ...after, updatedAt: clock.now() })
    .where('id', '=', id)
    .execute();
  await audit(tx, clock, actor, {
    action: 'event_definition.changed',
    object: { kind: 'event_definition', id },
    before: { event: before.key, name: before.name, meaning: before.meaning },
    after: { event: before.key, ...after },
  });
}

/** Names for events, by the names clients track them under. */
export async function eventNames(db: Db | Tx): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('eventDefinitions')
    .select(['key', 'name'])
    .where('name', 'is not', null)
    .execute();
  return new Map(rows.map(({ key, name }) => [key, name ?? key]));
}
