import { sql } from 'kysely';
import { claimContacts, mergeForTest, setRoles, undoLastMergeForTest } from '#customers/testing';
import { SYSTEM } from '#platform/auth/actor.ts';
import { changeMember } from '#platform/auth/members.ts';
import { appendEvents } from '#platform/log/events.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import { between, pick, type Random } from '#platform/random.ts';
import type { TestPlatform } from '#platform/testing/test-platform.ts';
import { changeFollow, changeOwner } from './odd-follows.ts';
import { type oddPeople, placeOrder, sayOfConsent } from './odd-people.ts';
import { ODD_DATA, ODD_TEXTS, oddInstant } from './odd-values.ts';

type People = Awaited<ReturnType<typeof oddPeople>>;
type Life = { platform: TestPlatform; people: People; random: Random };

/** One thing that happens to odd people, each change with the events that its verb would write. */
export async function live(life: Life): Promise<string> {
  const name = pick(life.random, Object.keys(HAPPENINGS));
  await HAPPENINGS[name]?.(life);
  return name;
}

const HAPPENINGS: Record<string, (life: Life) => Promise<void>> = {
  track: inTransaction(async (tx, { random, platform }, customerId) => {
    const type = pick(random, ['page_viewed', 'coupon_used', ...ODD_TEXTS.slice(0, 4)]);
    const data = pick(random, [...ODD_DATA, { n: between(random, 0, 3) }]);
    const at = oddInstant(random, platform.clock.now());
    await appendEvents(tx, [{ type, customerId, at, actor: 'web', data }]);
  }),
  order: inTransaction(async (tx, { random, platform, people }, customerId) => {
    const { shops, products } = people;
    await placeOrder(tx, { random, now: platform.clock.now(), shops, products }, customerId);
  }),
  refund: inTransaction(async (tx, { platform }, customerId) => {
    const { rows } = await sql<{ id: number }>`
      update orders set refunded = paid, refund = 'full' where id =
        (select id from orders where customer_id = ${customerId} order by random() limit 1) returning id`.execute(
      tx,
    );
    const at = platform.clock.now();
    for (const { id } of rows)
      await appendEvents(tx, [
        { type: 'order.changed', customerId, at, actor: 'test', data: { orderId: id } },
      ]);
  }),
  tag: inTransaction(async (tx, { random, platform, people }, customerId) => {
    const [tagId, at] = [pick(random, people.tagIds), platform.clock.now()];
    const { numAffectedRows } = await sql`
      insert into customer_tags (customer_id, tag_id, source, actor, added_at)
      values (${customerId}, ${tagId}, 'manual', 'test', ${at}) on conflict do nothing`.execute(tx);
    if (!numAffectedRows)
      await sql`delete from customer_tags where customer_id = ${customerId} and tag_id = ${tagId}`.execute(
        tx,
      );
    await appendEvents(tx, [
      { type: numAffectedRows ? 'tag.added' : 'tag.removed', customerId, at, actor: 'test', data: { tagId } },
    ]);
  }),
  attributes: inTransaction(async (tx, { random, platform }, customerId) => {
    await sql`
      update customers set name = ${pick(random, ['王小明', 'Anna', ...ODD_TEXTS])},
        city = ${pick(random, ['杭州', '上海', null])}, minor = ${random.next() < 0.2}
      where id = ${customerId}`.execute(tx);
    await appendEvents(tx, [
      { type: 'customer.changed', customerId, at: platform.clock.now(), actor: 'test' },
    ]);
  }),
  fact: inTransaction(async (tx, { random, platform }, customerId) => {
    const at = platform.clock.now();
    const { rows } = await sql<{
      personId: number;
    }>`select person_id from customers where id = ${customerId}`.execute(tx);
    const personId = rows[0]?.personId ?? customerId;
    await sql`
      insert into customer_facts (customer_id, key, str, updated_at)
      values (${personId}, 'tier', ${pick(random, ['重要', '常规', '偶然'])}, ${at})
      on conflict (customer_id, key) do update set str = excluded.str`.execute(tx);
    await appendEvents(tx, [
      { type: 'facts.changed', customerId: personId, at, actor: 'test', data: { keys: ['tier'] } },
    ]);
  }),
  appear: async ({ platform, random }) => {
    const { clock } = platform;
    await platform.db.transaction().execute(async tx => {
      const { id } = await tx
        .insertInto('customers')
        .values({
          name: pick(random, ODD_TEXTS),
          source: 'test',
          createdAt: clock.now(),
          updatedAt: clock.now(),
        } as never)
        .returning('id')
        .executeTakeFirstOrThrow();
      await appendEvents(tx, [{ type: 'customer.created', customerId: id, at: clock.now(), actor: 'test' }]);
    });
  },
  contact: async ({ platform, random, people }) => {
    const { rows } = await sql<{
      personId: number;
    }>`select distinct person_id from customers where status = 'active'`.execute(platform.db);
    await platform.db.transaction().execute(tx =>
      claimContacts(tx, platform.clock, {
        channel: 'wecom',
        accountId: people.accountId,
        purpose: 'marketing',
        slot: platform.clock.now(),
        source: 'test',
        sourceId: 1,
        step: `${random.next()}`,
        candidates: [{ personId: pick(random, rows).personId }],
      }),
    );
  },
  consent: inTransaction(async (tx, { random, platform, people }, customerId) => {
    const { shops, products } = people;
    await sayOfConsent(tx, { random, now: platform.clock.now(), shops, products }, customerId);
  }),
  follow: inTransaction(async (tx, { random, platform, people }, customerId) => {
    await changeFollow(tx, { ...people, random, now: platform.clock.now() }, customerId);
  }),
  own: inTransaction(async (tx, { random, platform, people }, customerId) => {
    await changeOwner(tx, { ...people, random, now: platform.clock.now() }, customerId);
  }),
  team: async ({ random, platform, people }) => {
    await platform.db.transaction().execute(tx =>
      changeMember(tx, platform.clock, SYSTEM, pick(random, people.members), {
        teamId: pick(random, [null, ...people.teams]),
      }),
    );
  },
  role: async ({ random, platform, people }) => {
    const role = pick(random, ['traffic', 'profit', 'benefit', null] as const);
    const products = { ids: [pick(random, people.products)] };
    await platform.db.transaction().execute(tx => setRoles(tx, platform.clock, SYSTEM, { products, role }));
  },
  merge: async ({ platform, random }) => {
    const pair: [number, number] = [await somebody(platform, random), await somebody(platform, random)];
    await mergeForTest(platform, SYSTEM, [pair]);
  },
  unmerge: ({ platform }) => undoLastMergeForTest(platform, SYSTEM),
};

function inTransaction(happen: (tx: Tx, life: Life, customerId: number) => Promise<void>) {
  return async (life: Life) => {
    const customerId = await somebody(life.platform, life.random);
    await life.platform.db.transaction().execute(tx => happen(tx, life, customerId));
  };
}

async function somebody({ db }: TestPlatform, random: Random): Promise<number> {
  const rows = await db
    .selectFrom('customers')
    .select('id')
    .where('status', '=', 'active')
    .orderBy('id')
    .execute();
  return pick(random, rows).id;
}
