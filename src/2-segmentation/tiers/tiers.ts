import { sql } from 'kysely';
import { postgresTable } from '#customers';
import { audit } from '#platform/audit/audit.ts';
import type { Actor } from '#platform/auth/actor.ts';
import type { Clock } from '#platform/clock.ts';
import { appendEvents } from '#platform/log/events.ts';
import type { Platform } from '#platform/platform.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import { readSetting } from '#platform/settings/settings.ts';
import { applyInParts, isIn, leaveOutRefusing, type Part, whileComputing } from '../scoring.ts';
import { DEFAULT_CUT, type Thresholds, type Tier } from './contract.ts';
import { QUINTILES, scoresQuery } from './scores.sql.ts';
import { THRESHOLDS } from './thresholds.ts';

/** Fewer buyers than this say nothing about quintiles. */
export const FEWEST_BUYERS = 25;

export type TierRun =
  | { outcome: 'computed'; buyers: number; moved: number }
  | { outcome: 'too_few_buyers'; buyers: number };

/**
 * Scores every buyer (RFM quintiles, Hughes 1994) and writes down who moved: facts, the transition log, events. Done by
 * ClickHouse and PostgreSQL between them; overrides by hand stand until they expire. Who refuses to be profiled has no
 * scores. Safe to repeat: who did not move is not touched.
 */
export async function computeTiers(platform: Platform, actor: Pick<Actor, 'name'>): Promise<TierRun> {
  const { clickhouse, db, clock } = platform;
  const now = { now: String(clock.now().getTime()) };
  const [found] = await clickhouse.rows<{
    recency_days: number[];
    frequency: number[];
    monetary: number[];
    buyers: number;
  }>(QUINTILES, now);
  const buyers = Number(found?.buyers ?? 0);
  if (!found || buyers < FEWEST_BUYERS) return { outcome: 'too_few_buyers', buyers };
  const thresholds = await chosenThresholds(platform, found);

  return await whileComputing(db, 7480004, async () => {
    await sql`truncate tier_scores`.execute(platform.db);
    const target = postgresTable(platform.postgresForClickHouse, 'tier_scores');
    await clickhouse.command(
      `insert into function ${target} ${scoresQuery(thresholds)} settings max_execution_time = 0`,
      now,
    );
    await leaveOutRefusing(db, 'tier_scores');
    const model = await keepModel(db, clock, actor, thresholds);
    const moved = await applyInParts(db, (tx, part) => applyScores(tx, clock, actor, model, part));
    return { outcome: 'computed', buyers, moved };
  });
}

/** The bounds the owner has fixed, else those of this day. */
async function chosenThresholds(
  { db }: Platform,
  found: { recency_days: number[]; frequency: number[]; monetary: number[] },
): Promise<Thresholds> {
  const fixed = await readSetting<Partial<Thresholds>>(db, THRESHOLDS);
  const four = (values: number[]) => values.map(Number) as [number, number, number, number];
  return {
    recencyDays: four(found.recency_days),
    frequency: four(found.frequency),
    monetary: four(found.monetary),
    ...DEFAULT_CUT,
    ...fixed,
  };
}

async function keepModel(
  db: Db,
  clock: Clock,
  actor: Pick<Actor, 'name'>,
  thresholds: Thresholds,
): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into tier_models (thresholds, people, computed_at, actor)
    select ${JSON.stringify(thresholds)}::jsonb, coalesce(jsonb_object_agg(tier, n), '{}'), ${clock.now()}::timestamptz, ${actor.name}
    from (select tier, count(*) as n from tier_scores group by tier) counted
    returning id`.execute(db);
  return rows[0]?.id ?? 0;
}

/** Compares a part's scores with what is known and writes the difference, in one statement. */
async function applyScores(
  tx: Tx,
  clock: Clock,
  actor: Pick<Actor, 'name'>,
  model: number,
  part: Part,
): Promise<number> {
  const now = clock.now();
  const { rows } = await sql<{ moved: number }>`
    with scored as (
      select * from tier_scores where ${isIn(part, 'person_id')}
    ), standing as (
      select customer_id, tier from tier_overrides
      where ${isIn(part, 'customer_id')} and (expires_at is null or expires_at > ${now}::timestamptz)
    ), effective as (
      select s.person_id, s.r, s.f, s.m, coalesce(o.tier, s.tier) as tier
      from scored s join customers c on c.id = s.person_id and c.person_id = s.person_id
      left join standing o on o.customer_id = s.person_id
    ), known as (
      select customer_id, max(str) filter (where key = 'tier') as tier,
        max(num) filter (where key = 'rfm.r') as r, max(num) filter (where key = 'rfm.f') as f, max(num) filter (where key = 'rfm.m') as m
      from customer_facts where ${isIn(part, 'customer_id')} and key in ('tier', 'rfm.r', 'rfm.f', 'rfm.m') group by customer_id
    ), changed as (
      select e.*, k.tier as was from effective e left join known k on k.customer_id = e.person_id
      where (k.tier, k.r, k.f, k.m) is distinct from (e.tier, e.r::float8, e.f::float8, e.m::float8)
    ), moved as (
      select * from changed where was is distinct from tier
    ), facts as (
      insert into customer_facts (customer_id, key, num, str, at, updated_at)
      select person_id, v.key, v.num, v.str, null, ${now}::timestamptz
      from changed, lateral (values ('tier', null::float8, tier), ('rfm.r', r::float8, null), ('rfm.f', f::float8, null), ('rfm.m', m::float8, null)) as v (key, num, str)
      on conflict (customer_id, key) do update set num = excluded.num, str = excluded.str, updated_at = excluded.updated_at
    ), ended as (
      delete from tier_overrides where ${isIn(part, 'customer_id')} and expires_at <= ${now}::timestamptz returning customer_id, tier
    ), gone as (
      delete from customer_facts
      where ${isIn(part, 'customer_id')} and key in ('tier', 'rfm.r', 'rfm.f', 'rfm.m')
        and not exists (select 1 from scored s where s.person_id = customer_id)
        and not (key = 'tier' and exists (select 1 from standing o where o.customer_id = customer_facts.customer_id))
      returning customer_id, key, str
    ), lost as (
      select gone.customer_id as person_id, gone.str as was from gone
      join customers c on c.id = gone.customer_id and c.person_id = c.id and c.status = 'active' where gone.key = 'tier'
    ), logged as (
      insert into tier_transitions (customer_id, from_tier, to_tier, cause, model_id, at)
      select crossed.person_id, was, crossed.tier, case when ended.tier = was then 'override_ended'
          when crossed.tier is null and refuses_profiling(crossed.person_id) then 'profiling_refused' else 'computed' end,
        ${model}::bigint, ${now}::timestamptz
      from (select person_id, was, tier from moved union all select person_id, was, null from lost) crossed
      left join ended on ended.customer_id = crossed.person_id
    ), told as (
      insert into events (type, customer_id, at, actor, data)
      select 'facts.changed', person_id, ${now}::timestamptz, ${actor.name}, '{"keys": ["tier", "rfm.r", "rfm.f", "rfm.m"]}'::jsonb from changed
      union all
      select 'facts.changed', customer_id, ${now}::timestamptz, ${actor.name}, '{"keys": ["tier", "rfm.r", "rfm.f", "rfm.m"]}'::jsonb from (select distinct customer_id from gone) g
      union all
      select 'tier.changed', person_id, ${now}::timestamptz, ${actor.name}, jsonb_build_object('from', was, 'to', tier)
      from (select person_id, was, tier from moved union all select person_id, was, null from lost) crossed
    )
    select (select count(*) from moved) + (select count(*) from lost) as moved`.execute(tx);
  return rows[0]?.moved ?? 0;
}

/** Puts a customer into a tier by hand, with a reason and perhaps an end. */
export async function overrideTier(
  tx: Tx,
  clock: Clock,
  actor: Actor,
  customerId: number,
  given: { tier: Tier; reason: string; expiresAt: Date | null },
): Promise<void> {
  const now = clock.now();
  const known = await tx
    .selectFrom('customerFacts')
    .select('str')
    .where('customerId', '=', customerId)
    .where('key', '=', 'tier')
    .executeTakeFirst();
  const row = {
    tier: given.tier,
    reason: given.reason,
    expiresAt: given.expiresAt,
    actor: actor.name,
    at: now,
  };
  await tx
    .insertInto('tierOverrides')
    .values({ customerId, ...row })
    .onConflict(conflict => conflict.column('customerId').doUpdateSet(row))
    .execute();
  await tx
    .insertInto('customerFacts')
    .values({ customerId, key: 'tier', str: given.tier, updatedAt: now })
    .onConflict(conflict =>
      conflict.columns(['customerId', 'key']).doUpdateSet({ str: given.tier, updatedAt: now }),
    )
    .execute();
  await tx
    .insertInto('tierTransitions')
    .values({ customerId, fromTier: known?.str ?? null, toTier: given.tier, cause: 'override', at: now })
    .execute();
  await audit(tx, clock, actor, {
    action: 'tier.overridden',
    object: { kind: 'customer', id: customerId },
    customerId,
    reason: given.reason,
    before: { tier: known?.str ?? null },
    after: { tier: given.tier },
  });
  await appendEvents(tx, [
    { type: 'facts.changed', customerId, at: now, actor: actor.name, data: { keys: ['tier'] } },
    {
      type: 'tier.changed',
      customerId,
      at: now,
      actor: actor.name,
      data: { from: known?.str ?? null, to: given.tier },
    },
  ]);
}
