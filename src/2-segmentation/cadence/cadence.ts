import { sql } from 'kysely';
import { postgresTable } from '#customers';
import type { Actor } from '#platform/auth/actor.ts';
import { shanghaiDate } from '#platform/clock.ts';
import type { Platform } from '#platform/platform.ts';
import type { Db } from '#platform/postgres/connect.ts';
import { readSetting, writeSetting } from '#platform/settings/settings.ts';
import { refusesProfiling } from '../profiling/profiling.sql.ts';
import { applyInParts, leaveOutRefusing, whileComputing } from '../scoring.ts';
import { applyRhythms } from './apply.sql.ts';
import { type Rhythm, type ShopCadence, shopCadence } from './contract.ts';
import { CADENCE } from './formula.contract.ts';
import { RHYTHMS, readPast, SHOP } from './rhythm.sql.ts';
import { rhythmOf } from './rhythm.ts';

const SHOP_CADENCE = 'cadence.shop';

export type CadenceRun = { outcome: 'computed' | 'too_few_repeat_buyers'; people: number; changed: number };

/**
 * Each buyer's own rhythm, and from which day on they are due: the facts `rhythm.days`, `rhythm.next` and `rhythm.due`.
 * Done by ClickHouse and PostgreSQL between them. Where too few came back to know the shop's rhythm, the facts go. Safe to
 * repeat: of whom nothing changed that one would notice, nothing is written.
 */
export async function computeCadence(platform: Platform, actor: Pick<Actor, 'name'>): Promise<CadenceRun> {
  const { clickhouse, db, clock } = platform;
  const today = shanghaiDate(clock.now());
  const [found] = await clickhouse.rows<{ days: number; people: number }>(SHOP, { today });
  const people = Number(found?.people ?? 0);
  const isEnough = found !== undefined && people >= CADENCE.fewest;
  return await whileComputing(db, 7480017, async () => {
    await sql`truncate cadence_scores`.execute(db);
    if (isEnough) await score(platform, today, found.days);
    await keepShop(platform, actor, isEnough ? { days: found.days, people } : null);
    const changed = await applyInParts(db, (tx, part) => applyRhythms(tx, clock, actor, part));
    return { outcome: isEnough ? 'computed' : 'too_few_repeat_buyers', people, changed };
  });
}

async function score(
  { clickhouse, db, postgresForClickHouse }: Platform,
  today: string,
  shop: number,
): Promise<void> {
  const target = postgresTable(postgresForClickHouse, 'cadence_scores');
  await clickhouse.command(`insert into function ${target} ${RHYTHMS} settings max_execution_time = 0`, {
    today,
    shop,
    shopGaps: CADENCE.shopGaps,
  });
  await leaveOutRefusing(db, 'cadence_scores');
}

async function keepShop(
  { db, clock }: Platform,
  actor: Pick<Actor, 'name'>,
  found: { days: number; people: number } | null,
): Promise<void> {
  const kept = found && { ...found, computedAt: clock.now().toISOString() };
  await db.transaction().execute(tx => writeSetting(tx, clock, actor.name, SHOP_CADENCE, kept));
}

/** The shop's rhythm as last computed; null where too few came back. */
export async function readShopCadence(db: Db): Promise<ShopCadence | null> {
  const kept = await readSetting<unknown>(db, SHOP_CADENCE);
  return kept ? shopCadence.decode(kept as never) : null;
}

/** One person's rhythm as of now, from the truth store; null without an order, where the shop has none, or where they refuse to be profiled. */
export async function readRhythm(db: Db, personId: number, now: Date): Promise<Rhythm | null> {
  if (await refusesProfiling(db, personId)) return null;
  const shop = await readShopCadence(db);
  const today = shanghaiDate(now);
  const past = shop && (await readPast(db, personId, today));
  return past ? rhythmOf(past, shop.days, today) : null;
}
