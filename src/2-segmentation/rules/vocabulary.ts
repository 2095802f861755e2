import type { z } from 'zod';
import { eventNames, fieldsInUse } from '#customers';
import { FACT_PREFIX, factOfField, OWN_STATE } from '#customers/contract';
import type { Scope } from '#platform/auth/actor.ts';
import type { ClickHouse } from '#platform/clickhouse/connect.ts';
import type { Db } from '#platform/postgres/connect.ts';
import type { propertyView, vocabularyView } from './contract.ts';

type Vocabulary = z.output<typeof vocabularyView>;
type Property = z.output<typeof propertyView>;

const SUGGESTED = 200;
/** So many events tell what properties a type has. */
const SAMPLE = 1_000;
/** What stands this often in the sample is a category; what is rarer may be about one person, and is not told. */
const OFTEN = 3;
const LONGEST = 40;

/** What rules can ask of the customers that are there: events, facts, and the values texts have. */
export async function readVocabulary(db: Db, clickhouse: ClickHouse, scope: Scope): Promise<Vocabulary> {
  const [names, fields, events, facts, codes, province, city, source] = await Promise.all([
    eventNames(db),
    fieldsInUse(db),
    clickhouse.rows<{ type: string; people: number }>(
      `select type, uniq(customer_id) as people from events where customer_id > 0 and not startsWith(type, 'segment.')
       group by type order by people desc, type limit ${SUGGESTED}`,
    ),
    clickhouse.rows<{ key: string; kind: Vocabulary['facts'][number]['kind'] }>(
      `select key, multiIf(countIf(isNotNull(num)) > 0, 'number', countIf(isNotNull(str)) > 0, 'text', 'instant') as kind
       from customer_facts final where not startsWith(key, '${FACT_PREFIX}') group by key order by key limit ${SUGGESTED}`,
    ),
    codesOf(clickhouse, scope),
    valuesOf(clickhouse, scope, 'province'),
    valuesOf(clickhouse, scope, 'city'),
    valuesOf(clickhouse, scope, 'source'),
  ]);
  return {
    events: events.map(({ type, people }) => ({
      type,
      name: names.get(type) ?? null,
      people: Number(people),
    })),
    facts,
    fields: fields.map(({ id: _, key, ...field }) => ({ ...field, key: factOfField(key) })),
    values: { province, city, source },
    codes,
  };
}

async function valuesOf(
  clickhouse: ClickHouse,
  scope: Scope,
  column: 'province' | 'city' | 'source',
): Promise<Vocabulary['values']['city']> {
  const visible = scope.kind === 'all' ? '1' : 'hasAny(members, {scope:Array(UInt32)})';
  const rows = await clickhouse.rows<{ value: string; people: number }>(
    `select ${column} as value, count() as people from customers final where ${column} <> '' and ${visible}
     group by value order by people desc, value limit ${SUGGESTED}`,
    scope.kind === 'members' ? { scope: scope.memberIds } : {},
  );
  return rows.map(({ value, people }) => ({ value, people: Number(people) }));
}

/** Channel codes of relations; of people in sight only, whoever else may have one. */
async function codesOf(clickhouse: ClickHouse, scope: Scope): Promise<Vocabulary['codes']> {
  const visible = scope.kind === 'all' ? '1' : 'member_id in {scope:Array(UInt32)}';
  const rows = await clickhouse.rows<{ value: string; people: number }>(
    `select arrayJoin([code, first_code]) as value, uniq(customer_id) as people from follows final
     where (code <> '' or first_code <> '') and ${visible} group by value having value <> '' and not match(value, {own:String}) order by people desc, value limit ${SUGGESTED}`,
    { own: OWN_STATE, ...(scope.kind === 'members' && { scope: scope.memberIds }) },
  );
  return rows.map(({ value, people }) => ({ value, people: Number(people) }));
}

/** The properties of an event type, from a sample; with the values that are categories, not somebody's words. */
export async function readProperties(clickhouse: ClickHouse, type: string): Promise<Property[]> {
  const rows = await clickhouse.rows<{ data: string }>(
    `select toString(data) as data from events where type = {type:String} and customer_id > 0 limit ${SAMPLE}`,
    { type },
  );
  const found = new Map<string, Map<string | number | boolean, number>>();
  for (const { data } of rows)
    for (const [path, value] of propertiesIn(JSON.parse(data))) {
      const values = found.get(path) ?? new Map();
      found.set(path, values.set(value, (values.get(value) ?? 0) + 1));
    }
  return [...found].map(([property, values]) => describe(property, values)).sort(byName);
}

function* propertiesIn(data: unknown, prefix = ''): Generator<[string, string | number | boolean]> {
  if (typeof data === 'string' || typeof data === 'number' || typeof data === 'boolean') yield [prefix, data];
  else if (typeof data === 'object' && data !== null && !Array.isArray(data))
    for (const [key, value] of Object.entries(data))
      yield* propertiesIn(value, prefix ? `${prefix}.${key}` : key);
}

function describe(property: string, values: ReadonlyMap<string | number | boolean, number>): Property {
  const kinds = new Set([...values.keys()].map(value => typeof value));
  const kind = kinds.has('string') ? 'text' : kinds.has('number') ? 'number' : 'flag';
  const often = [...values]
    .flatMap(([value, n]) =>
      typeof value === 'string' && n >= OFTEN && value.length <= LONGEST ? [{ value, n }] : [],
    )
    .sort((one, other) => other.n - one.n);
  return { property, kind, values: often.slice(0, 50).map(({ value }) => value) };
}

function byName(one: Property, other: Property): number {
  return one.property < other.property ? -1 : 1;
}
