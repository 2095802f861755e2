import { sql } from 'kysely';
import type { Logger } from '#platform/logger.ts';
import type { Db } from '#platform/postgres/connect.ts';
import type { Message } from './read-message.ts';
import { standardName } from './standard-names.ts';

export type PropertyType = 'text' | 'number' | 'flag' | 'list' | 'object';
type Properties = Map<string, Set<PropertyType>>;

/** More names than any shop has events; a client that makes names up fills the dictionary no further. */
const MOST_EVENTS = 2_000;
const MOST_PROPERTIES = 200;
const LONGEST = 100;

export type Dictionary = { note(messages: readonly Message[], at: Date): Promise<void> };

/**
 * Keeps the list of what is tracked. Each process remembers what it has written down, so that only what is new costs a
 * statement; how often and when last is counted in ClickHouse. Written after the events, and not with them: a name that
 * is missing for a moment costs nothing, a row that all senders wait for would.
 */
export function openDictionary(db: Db, log: Logger): Dictionary {
  const known = new Map<string, Properties>();
  return {
    async note(messages, at) {
      const news = newsIn(known, messages);
      if (news.size === 0) return;
      try {
        await writeDown(db, news, at);
        for (const [event, properties] of news) remember(known, event, properties);
      } catch (error) {
        log.warn({ err: error }, 'the event dictionary was not updated; the next such event tries again');
      }
    },
  };
}

/** Events and properties that this process has not written down yet. */
function newsIn(
  known: ReadonlyMap<string, Properties>,
  messages: readonly Message[],
): Map<string, Properties> {
  const news = new Map<string, Properties>();
  for (const { event, data } of messages) {
    const before = known.get(event);
    if (!before && !news.has(event) && known.size + news.size < MOST_EVENTS) news.set(event, new Map());
    for (const [name, value] of Object.entries(data)) {
      const type = typeOf(value);
      if (type === undefined || before?.get(name)?.has(type) || name.length > LONGEST) continue;
      if ((before?.size ?? 0) < MOST_PROPERTIES) addType(news, event, name, type);
    }
  }
  return news;
}

function addType(news: Map<string, Properties>, event: string, name: string, type: PropertyType): void {
  const properties = news.get(event) ?? new Map<string, Set<PropertyType>>();
  if (properties.size >= MOST_PROPERTIES) return;
  news.set(event, properties.set(name, (properties.get(name) ?? new Set()).add(type)));
}

function typeOf(value: unknown): PropertyType | undefined {
  if (typeof value === 'string') return 'text';
  if (typeof value === 'number') return 'number';
  if (typeof value === 'boolean') return 'flag';
  if (Array.isArray(value)) return 'list';
  return value === null ? undefined : 'object';
}

function remember(known: Map<string, Properties>, event: string, news: Properties): void {
  const properties = known.get(event) ?? new Map<string, Set<PropertyType>>();
  for (const [name, types] of news)
    properties.set(name, new Set([...(properties.get(name) ?? []), ...types]));
  known.set(event, properties);
}

/** In the order of their names, so that two processes do not wait for each other. */
async function writeDown(db: Db, news: ReadonlyMap<string, Properties>, at: Date): Promise<void> {
  const rows = [...news].map(([key, properties]) => ({
    key,
    name: standardName(key),
    properties: Object.fromEntries([...properties].map(([name, types]) => [name, [...types]])),
  }));
  await sql`
    insert into event_definitions as d (key, name, properties, first_seen_at, updated_at)
    select key, name, properties, ${at}, ${at}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (key text, name text, properties jsonb)
    where (select count(*) from event_definitions) < ${MOST_EVENTS}
      or exists (select 1 from event_definitions known where known.key = row.key)
    order by key
    on conflict (key) do update set updated_at = excluded.updated_at, properties = (
      select coalesce(jsonb_object_agg(name, types), '{}') from (
        select name, jsonb_agg(distinct type) as types from (
          select p.key as name, jsonb_array_elements_text(p.value) as type from jsonb_each(d.properties) p
          union all
          select p.key, jsonb_array_elements_text(p.value) from jsonb_each(excluded.properties) p
        ) seen group by name order by name limit ${MOST_PROPERTIES}
      ) joined)`.execute(db);
}
