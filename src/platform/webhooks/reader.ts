import { sql } from 'kysely';
import { z } from 'zod';
import type { LogEvent } from '../log/events.ts';
import type { Reader } from '../log/readers.ts';
import type { Platform } from '../platform.ts';
import type { Tx } from '../postgres/connect.ts';
import { DELIVER } from './deliver.ts';
import type { People, Published, PublishedEvent } from './published.ts';

type Endpoint = { id: number; types: string[]; imports: boolean; status: string; sinceXid: number };
type Message = { event: LogEvent; data: object };

/**
 * Follows the log and writes a delivery for each event that an endpoint wants. The rows come with the cursor, in one
 * transaction, so there is one per event and endpoint, whatever dies when; a unique key says so too.
 */
export function webhooksReader(platform: Platform, published: Published): Reader {
  const byType = new Map(published.events.map(event => [event.type, event]));
  return {
    name: 'webhooks',
    batch: 500,
    only: [...byType.keys()],
    handle: async (tx, events) => {
      const endpoints = await listening(tx);
      const wanted = events.filter(event => endpoints.some(endpoint => wants(endpoint, event)));
      if (wanted.length === 0) return;
      const messages = await messagesOf(tx, wanted, byType, published.people);
      for (const endpoint of endpoints)
        await write(
          tx,
          platform,
          endpoint,
          messages.filter(message => wants(endpoint, message.event)),
        );
    },
  };
}

/** Paused and disabled ones too: what happens meanwhile is held for them. */
async function listening(tx: Tx): Promise<Endpoint[]> {
  const { rows } = await sql<Endpoint>`
    select id, types, imports, status, since_xid from webhook_endpoints where status <> 'removed'
    order by id for share`.execute(tx);
  return rows;
}

function wants({ types, imports, sinceXid }: Endpoint, { type, xid, actor }: LogEvent): boolean {
  if (xid <= sinceXid) return false;
  return (types.length === 0 || types.includes(type)) && (imports || !actor.startsWith('import:'));
}

/** What is told of each event, in the order of the log. Of who was erased meanwhile nothing is told any more. */
async function messagesOf(
  tx: Tx,
  events: readonly LogEvent[],
  byType: ReadonlyMap<string, PublishedEvent>,
  people: People | undefined,
): Promise<Message[]> {
  const profiles = events.flatMap(({ customerId }) => (customerId === null ? [] : [customerId]));
  const persons = (await people?.personsOf(tx, [...new Set(profiles)])) ?? new Map<number, number>();
  const told = new Map<LogEvent, object>();
  for (const [type, some] of Map.groupBy(events, event => event.type)) {
    const published = byType.get(type);
    const data = published ? await published.tell(tx, some) : [];
    for (const [i, event] of some.entries()) {
      const own = data[i];
      const whose = published && own && subject(published, event, persons);
      if (published && own && whose) told.set(event, { ...whose, ...z.encode(published.data, own) });
    }
  }
  return events.flatMap(event => {
    const data = told.get(event);
    return data ? [{ event, data }] : [];
  });
}

/** Whom and which account it concerns; undefined: somebody who was erased. */
function subject(
  { isErasure }: PublishedEvent,
  { customerId, accountId }: LogEvent,
  persons: ReadonlyMap<number, number>,
): object | undefined {
  const person = customerId === null || isErasure ? customerId : persons.get(customerId);
  if (person === undefined) return undefined;
  return {
    ...(person !== null && { customer: { id: `cus_${person}` } }),
    ...(accountId !== null && { account: { id: `acc_${accountId}` } }),
  };
}

async function write(
  tx: Tx,
  { clock, jobs }: Platform,
  endpoint: Endpoint,
  messages: readonly Message[],
): Promise<void> {
  if (messages.length === 0) return;
  const rows = messages.map(({ event: { seq, type, customerId, at }, data }) => ({
    ...{ seq, type, customer_id: customerId, at: at.toISOString(), data },
  }));
  const isActive = endpoint.status === 'active';
  const now = clock.now();
  await sql`
    insert into webhook_deliveries (endpoint_id, event_seq, type, customer_id, at, data, state, try_at, created_at)
    select ${endpoint.id}, seq, type, customer_id, at, data, ${isActive ? 'waiting' : 'held'}::text,
      ${isActive ? now : null}::timestamptz, ${now}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as row (seq bigint, type text, customer_id bigint, at timestamptz, data jsonb)
    order by seq on conflict (endpoint_id, event_seq) do nothing`.execute(tx);
  if (isActive)
    await jobs.enqueue(tx, DELIVER, { endpointId: endpoint.id }, { onlyOne: `now ${endpoint.id}` });
}
