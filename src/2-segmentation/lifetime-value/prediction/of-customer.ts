import { sql } from 'kysely';
import type { z } from 'zod';
import { DAY, fromShanghai, shanghaiDate } from '#platform/clock.ts';
import type { Db } from '#platform/postgres/connect.ts';
import { refusesProfiling } from '../../profiling/profiling.sql.ts';
import type { customerPredictionView } from './contract.ts';
import type { PurchaseFit } from './model/bg-nbd.ts';
import { expectedSpend, type SpendFit } from './model/gamma-gamma.ts';
import { intervalsOf } from './model/intervals.ts';
import { HORIZON, outlookOf } from './outlook.ts';

type View = z.output<typeof customerPredictionView>;

/** What is expected of one person as of now, from the truth store and the model last trained. */
export async function readCustomerPrediction(db: Db, personId: number, now: Date): Promise<View> {
  const model = await db
    .selectFrom('predictionModels')
    .selectAll()
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!model) return { prediction: null, trainedAt: null };
  const { trainedAt, discount } = model;
  if (await refusesProfiling(db, personId)) return { prediction: null, trainedAt };
  const past = await readPast(db, personId, shanghaiDate(now));
  if (model.outcome !== 'fitted' || !past) return { prediction: null, trainedAt };
  const purchases = model.purchases as unknown as PurchaseFit;
  const spend = model.spend as unknown as SpendFit;
  const outlook = outlookOf(purchases.model, past, discount);
  const intervals = intervalsOf(purchases, past, HORIZON);
  const average = expectedSpend(spend.model, past.orderDays, past.sum / 100);
  const next = outlook.nextDays === undefined ? null : nextDay(now, outlook.nextDays);
  return {
    trainedAt,
    prediction: {
      alive: outlook.alive,
      aliveInterval: intervals.alive,
      orders: outlook.orders,
      ordersRange: intervals.orders,
      value: Math.round(100 * outlook.worth * average),
      averageOrder: Math.round(100 * average),
      nextOrder: next,
      orderDays: past.orderDays,
      sinceFirst: past.age,
      sinceLast: past.age - past.last,
    },
  };
}

function nextDay(now: Date, days: number): string {
  return shanghaiDate(new Date(fromShanghai(shanghaiDate(now)).getTime() + days * DAY));
}

type Past = { repeats: number; last: number; age: number; orderDays: number; sum: number };

/** The same history as histories.sql.ts makes of everybody; undefined without a purchase. */
async function readPast(db: Db, personId: number, today: string): Promise<Past | undefined> {
  const { rows } = await sql<Past>`
    select count(*) - 1 as repeats, coalesce(max(day) - min(day), 0) as last, coalesce(${today}::date - min(day), 0) as age,
      count(*) as order_days, coalesce(sum(net), 0) as sum
    from (
      select (o.ordered_at at time zone 'Asia/Shanghai')::date as day, sum(o.paid - o.refunded) as net
      from orders o join customers c on c.id = o.customer_id
      where c.person_id = ${personId} and o.payment = 'paid' and o.paid > o.refunded
        and (o.ordered_at at time zone 'Asia/Shanghai')::date <= ${today}::date
      group by day
    ) purchases`.execute(db);
  const [past] = rows;
  return past && past.orderDays > 0 ? past : undefined;
}
