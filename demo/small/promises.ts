import { sql } from 'kysely';
import { SYSTEM } from '#platform/auth/actor.ts';
import { DAY, shanghaiDate } from '#platform/clock.ts';
import { makePromise } from '#segmentation';
import type { Story } from './story.ts';

/** What the staff promised to customers of theirs, and in how many days from now it is due. */
const PROMISES = [
  { text: '寄新品试吃', inDays: -1 },
  { text: '留一个 6 寸生日蛋糕', inDays: 0 },
  { text: '问师傅低糖配方能不能做', inDays: 0 },
  { text: '发周末烘焙课的时间', inDays: 3 },
] as const;

/** A few promises, each by the member who follows the customer, so that the list of the day has something to say. */
export async function makePromises({ platform, now }: Pick<Story, 'platform' | 'now'>): Promise<void> {
  const { db, clock } = platform;
  const { rows } = await sql<{ customerId: number; memberId: number }>`
    select distinct on (f.member_id) f.customer_id, f.member_id from follows f
    join customer_facts v on v.customer_id = f.customer_id and v.key = 'value.expected'
    where f.ended_at is null order by f.member_id, v.num desc, f.customer_id limit ${PROMISES.length}`.execute(
    db,
  );
  for (const [at, { customerId, memberId }] of rows.entries()) {
    const { text, inDays } = PROMISES[at] ?? PROMISES[0];
    const dueDay = shanghaiDate(new Date(now.getTime() + inDays * DAY));
    const actor = { ...SYSTEM, name: `member:${memberId}`, memberId };
    await db.transaction().execute(tx => makePromise(tx, clock, actor, customerId, { text, dueDay }));
  }
}
