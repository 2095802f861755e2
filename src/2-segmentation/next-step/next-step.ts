import { sql } from 'kysely';
import type { z } from 'zod';
import { followUpDay } from '#customers';
import { shanghaiDate } from '#platform/clock.ts';
import { type Language, say } from '#platform/contract.ts';
import type { Db } from '#platform/postgres/connect.ts';
import { readRhythm } from '../cadence/cadence.ts';
import { promisesOf } from '../follow-ups/promises.ts';
import { isWilling } from '../follow-ups/willing.sql.ts';
import { chooseStep, type Known } from './choose.ts';
import type { nextStepView } from './contract.ts';

/** The next best step with a person, and its reason in words. */
export async function readNextStep(
  db: Db,
  personId: number,
  now: Date,
  language: Language,
): Promise<z.output<typeof nextStepView>> {
  const { title, reason, values, step, promiseId } = chooseStep(await readKnown(db, personId, now));
  return { step, promiseId, title: say(title, language, values), reason: say(reason, language, values) };
}

type Row = Pick<Known, 'nextFollowUp' | 'isWilling' | 'followedDays'> & {
  orderedDays: number | null;
  product: string | null;
};

async function readKnown(db: Db, personId: number, now: Date): Promise<Known> {
  const today = shanghaiDate(now);
  const [rhythm, promises, { rows }] = await Promise.all([
    readRhythm(db, personId, now),
    promisesOf(db, personId),
    sql<Row>`
      select ${followUpDay(sql`${personId}::bigint`)}::text as next_follow_up, ${isWilling(sql`${personId}::bigint`)} as is_willing,
        (select ${today}::date - (min(f.followed_at) at time zone 'Asia/Shanghai')::date
          from follows f join customers c on c.id = f.customer_id where c.person_id = ${personId} and f.ended_at is null) as followed_days,
        ${today}::date - (last.ordered_at at time zone 'Asia/Shanghai')::date as ordered_days, last.product
      from (values (1)) one (x)
      left join lateral (
        select o.ordered_at, (select i.name from order_items i where i.order_id = o.id order by i.line limit 1) as product
        from orders o join customers c on c.id = o.customer_id
        where c.person_id = ${personId} and o.payment = 'paid' and o.paid > o.refunded
        order by o.ordered_at desc, o.id desc limit 1) last on true`.execute(db),
  ]);
  const { orderedDays = null, product = null, ...row } = rows[0] ?? NOTHING;
  return {
    ...{ today, rhythm, ...row },
    promises: promises.filter(one => one.state === 'open'),
    lastOrder: orderedDays === null ? null : { daysAgo: orderedDays, product },
  };
}

const NOTHING: Row = {
  ...{ nextFollowUp: null, isWilling: true, followedDays: null, orderedDays: null, product: null },
};
