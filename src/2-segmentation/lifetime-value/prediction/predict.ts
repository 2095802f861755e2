import { sql } from 'kysely';
import { postgresTable } from '#customers';
import { audit } from '#platform/audit/audit.ts';
import type { Actor } from '#platform/auth/actor.ts';
import type { Clock } from '#platform/clock.ts';
import type { Platform } from '#platform/platform.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import { readSetting, writeSetting } from '#platform/settings/settings.ts';
import { applyInParts, leaveOutRefusing, whileComputing } from '../../scoring.ts';
import { applyScores } from './apply.sql.ts';
import { HISTORIES } from './histories.sql.ts';
import type { HistoryRow } from './model/histories.ts';
import { outlookOf } from './outlook.ts';
import { type Training, train } from './train.ts';

/** What a year's waiting costs, as a share; nothing unless the company says so. */
const DISCOUNT = 'predictions.discount';

export type PredictionRun = {
  outcome: Training['outcome'];
  people: number;
  repeatBuyers: number;
  days: number;
  changed: number;
};

type Fitted = Extract<Training, { outcome: 'fitted' }>;

/**
 * Learns from the paid orders of all and writes down what is expected of each: the facts `value.expected` (fen in the
 * next year), `orders.expected`, `alive` (0 to 1) and `order.next` (a day). What cannot be foretold is not: the reason is
 * kept and the facts go. Safe to repeat: of whom nothing changed that one would notice, nothing is written.
 */
export async function predict(
  platform: Platform,
  actor: Pick<Actor, 'name'>,
  asked?: { requestId: string },
): Promise<PredictionRun> {
  const { clickhouse, db, clock } = platform;
  const discount = (await readSetting<number>(db, DISCOUNT)) ?? 0;
  const training = await train(clickhouse, clock.now());
  return await whileComputing(db, 7480011, async () => {
    await sql`truncate prediction_rows, prediction_scores`.execute(db);
    if (training.outcome === 'fitted') await score(platform, training, discount);
    const changed = await applyInParts(db, (tx, part) => applyScores(tx, clock, actor, training.until, part));
    const { outcome, people, repeatBuyers, days } = training;
    await db.transaction().execute(async tx => {
      const model = await keepModel(tx, clock, actor, training, discount);
      if (asked)
        await audit(tx, clock, actor, {
          action: 'predictions.computed',
          object: { kind: 'prediction_model', id: model },
          after: { outcome, people, changed, discount },
          requestId: asked.requestId,
        });
    });
    return { outcome, people, repeatBuyers, days, changed };
  });
}

/** Keeps what a year's waiting costs; the next computation uses it. */
export async function chooseDiscount(
  { db, clock }: Platform,
  actor: Pick<Actor, 'name'>,
  discount: number,
): Promise<void> {
  await db.transaction().execute(async tx => {
    const before = (await readSetting<number>(tx, DISCOUNT)) ?? 0;
    if (before === discount) return;
    await writeSetting(tx, clock, actor.name, DISCOUNT, discount);
    await audit(tx, clock, actor, {
      action: 'predictions.discount.changed',
      object: { kind: 'setting', id: DISCOUNT },
      before: { discount: before },
      after: { discount },
    });
  });
}

/**
 * The outlook is worked out once per history that occurs and joined to the persons by ClickHouse. The mean worth of their
 * orders is a formula of their own orders (see gamma-gamma.ts), so the join makes it up.
 */
async function score(
  platform: Platform,
  { rows, purchases, spend, until }: Fitted,
  discount: number,
): Promise<void> {
  const { db, clickhouse, postgresForClickHouse } = platform;
  const outlooks = rows.map(row => ({ row, ...outlookOf(purchases.model, row, discount) }));
  await writeRows(db, outlooks);
  const { p, q, gamma } = spend.model;
  const scores = postgresTable(postgresForClickHouse, 'prediction_scores');
  await clickhouse.command(
    `insert into function ${scores}
     select h.person, toInt64(round(100 * r.worth * {p:Float64} * ({gamma:Float64} + h.spent / 100) / ({p:Float64} * (h.repeats + 1) + {q:Float64} - 1))),
       r.orders, r.alive, r.next_days
     from (${HISTORIES}) h
     join (select toUInt32(repeats) as repeats, toUInt32(last) as last, toUInt32(age) as age, orders, worth, alive, next_days
       from ${postgresTable(postgresForClickHouse, 'prediction_rows')}) r
     on r.repeats = h.repeats and r.last = h.last and r.age = h.age
     settings max_execution_time = 0`,
    { until, end: until, p, q, gamma },
  );
  await leaveOutRefusing(db, 'prediction_scores');
}

async function writeRows(
  db: Db,
  outlooks: readonly (ReturnType<typeof outlookOf> & { row: HistoryRow })[],
): Promise<void> {
  const column = <T>(of: (one: (typeof outlooks)[number]) => T) => outlooks.map(of);
  await sql`
    insert into prediction_rows (repeats, last, age, orders, worth, alive, next_days)
    select * from unnest(
      ${column(({ row }) => row.repeats)}::int[], ${column(({ row }) => row.last)}::int[], ${column(({ row }) => row.age)}::int[],
      ${column(({ orders }) => rounded(orders))}::float8[], ${column(({ worth }) => worth)}::float8[],
      ${column(({ alive }) => rounded(alive))}::float8[], ${column(({ nextDays }) => nextDays ?? null)}::int[])`.execute(
    db,
  );
}

/** Two places: nobody can tell more of a person, and rules read better. */
const rounded = (value: number) => Math.round(value * 100) / 100;

async function keepModel(
  tx: Tx,
  clock: Clock,
  actor: Pick<Actor, 'name'>,
  training: Training,
  discount: number,
): Promise<number> {
  const { outcome, people, repeatBuyers, days, until } = training;
  const fitted = training.outcome === 'fitted' ? training : undefined;
  const json = (value: unknown) => (value ? JSON.stringify(value) : null);
  const { id } = await tx
    .insertInto('predictionModels')
    .values({
      ...{ outcome, people, repeatBuyers, days, until, discount },
      purchases: json(fitted?.purchases),
      spend: json(fitted?.spend),
      holdout: json(fitted?.holdout),
      trainedAt: clock.now(),
      actor: actor.name,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}
