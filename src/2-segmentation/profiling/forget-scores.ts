import { sql } from 'kysely';
import type { Position } from '#platform/log/events.ts';
import type { Reader } from '#platform/log/readers.ts';
import type { Platform } from '#platform/platform.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import { KEYS as RHYTHM } from '../cadence/apply.sql.ts';
import { KEYS as PREDICTED } from '../lifetime-value/prediction/apply.sql.ts';
import { KEYS as PRICE } from '../price-sensitivity/compute.ts';
import { afterScoring } from './profiling.sql.ts';

/** What is worked out of a person to judge them. The ledger's balance is no judgement: it is what they paid. */
const SCORES = ['tier', 'rfm.r', 'rfm.f', 'rfm.m', ...PREDICTED, ...PRICE, ...RHYTHM];

/**
 * Takes the scores away as soon as somebody refuses to be profiled, or becomes one person with somebody who does; the
 * computations leave them out from then on, and bring the scores back once they agree again.
 */
export function profilingReader(platform: Platform): Reader {
  return {
    name: 'profiling.refusals',
    batch: 20_000,
    only: ['consent.withdrawn', 'customers.merged', 'customers.unmerged'],
    advance: async (from, to) => {
      const persons = await whoRefused(platform, from, to);
      if (persons.length === 0) return;
      await platform.db.transaction().execute(tx => forgetScores(tx, platform.clock.now(), persons));
    },
  };
}

async function whoRefused({ db }: Platform, from: Position, to: Position): Promise<number[]> {
  const within = sql`(xid, seq) > (${from.xid}, ${from.seq}) and (xid, seq) <= (${to.xid}, ${to.seq})`;
  const { rows } = await sql<{ personId: number }>`
    select person_id from (
      select c.person_id from events e join customers c on c.id = e.customer_id
      where ${within} and e.type = 'consent.withdrawn' and e.data ->> 'purpose' = 'profiling'
      union
      select jsonb_array_elements_text(data -> 'persons')::bigint from events
      where ${within} and type in ('customers.merged', 'customers.unmerged')
    ) told where refuses_profiling(person_id)`.execute(db);
  return rows.map(row => row.personId);
}

/** A tier given by hand stays: a person decided that. Repeated, it finds nothing more to take away. */
async function forgetScores(tx: Tx, now: Date, persons: readonly number[]): Promise<void> {
  await afterScoring(tx);
  await sql`
    with gone as (
      delete from customer_facts f where f.customer_id = any(${persons}::bigint[]) and f.key = any(${SCORES})
        and not (f.key = 'tier' and exists (select 1 from tier_overrides o
          where o.customer_id = f.customer_id and (o.expires_at is null or o.expires_at > ${now}::timestamptz)))
      returning f.customer_id, f.key, f.str
    ), lost as (
      select customer_id, str as was from gone where key = 'tier'
    ), logged as (
      insert into tier_transitions (customer_id, from_tier, to_tier, cause, at)
      select customer_id, was, null, 'profiling_refused', ${now}::timestamptz from lost
    )
    insert into events (type, customer_id, at, actor, data)
    select 'facts.changed', customer_id, ${now}::timestamptz, 'system', jsonb_build_object('keys', jsonb_agg(key)) from gone group by customer_id
    union all
    select 'tier.changed', customer_id, ${now}::timestamptz, 'system', jsonb_build_object('from', was, 'to', null) from lost`.execute(
    tx,
  );
}
