import fc from 'fast-check';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { SYSTEM } from '#platform/auth/actor.ts';
import { appendEvents } from '#platform/log/events.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { mergeCustomers, undoMerge } from '../identities/merges.ts';
import { addTags, ensureTag, removeTags } from '../tags/tags.ts';
import { project } from '../testing/project.ts';
import { compareStores, rebuildAnalytics } from './rebuild.ts';

const platform = await testPlatform();
const { db, clock } = platform;

async function newCustomer(name: string): Promise<number> {
  return await db.transaction().execute(async tx => {
    const { id } = await tx
      .insertInto('customers')
      .values({ name, source: 'test', createdAt: clock.now(), updatedAt: clock.now() } as never)
      .returning('id')
      .executeTakeFirstOrThrow();
    await appendEvents(tx, [{ type: 'customer.created', customerId: id, at: clock.now(), actor: 'test' }]);
    return id;
  });
}

describe('the projection', () => {
  test('an event keeps its data, dates as texts, and its person', async () => {
    const id = await newCustomer('小满');
    const data = { day: '2026-01-02', n: 3, 'a.b': 'dot', nested: { x: [1, 'y'] }, text: "it's \\ 中文 😀" };
    await db
      .transaction()
      .execute(tx =>
        appendEvents(tx, [{ type: 'page_viewed', customerId: id, at: clock.now(), actor: 'web', data }]),
      );
    await project(platform);
    const [row] = await platform.clickhouse.rows<{ customer_id: number; day: string; text: string }>(
      `select customer_id, data.day.:String as day, data.text.:String as text from events where type = 'page_viewed'`,
    );
    expect(row).toEqual({ customer_id: id, day: '2026-01-02', text: data.text });
    expect(await compareStores(platform)).toEqual([]);
  });

  test('both stores agree after any writes, and again after a rebuild', async () => {
    const tagIds = await db
      .transaction()
      .execute(async tx => [await ensureTag(tx, '口味', '甜'), await ensureTag(tx, '口味', '咸')]);
    const ids: number[] = [];
    for (let i = 0; i < 8; i++) ids.push(await newCustomer(`客户${i}`));
    const at = fc.integer({ min: 0, max: ids.length - 1 });
    const step = fc.oneof(
      fc.record({ do: fc.constant('tag'), a: at, b: at }),
      fc.record({ do: fc.constant('untag'), a: at, b: at }),
      fc.record({ do: fc.constant('merge'), a: at, b: at }),
      fc.record({ do: fc.constant('undo'), a: at, b: at }),
      fc.record({ do: fc.constant('see'), a: at, b: at }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async steps => {
        for (const { do: what, a, b } of steps) {
          const [one = 0, two = 0] = [ids[a], ids[b]];
          await db.transaction().execute(async tx => {
            const change = { customerIds: [one], tagIds: [tagIds[b % 2] ?? 0] };
            if (what === 'tag') await addTags(tx, clock, SYSTEM, change, { source: 'manual' });
            if (what === 'untag') await removeTags(tx, clock, SYSTEM, change, { source: 'manual' });
            if (what === 'merge' && a !== b)
              await mergeCustomers(tx, clock, SYSTEM, [
                { customerA: one, customerB: two, kind: 'manual', reason: 'staff_decided' },
              ]);
            if (what === 'see')
              await appendEvents(tx, [
                { type: 'page_viewed', customerId: one, at: clock.now(), actor: 'web', data: { b } },
              ]);
            if (what === 'undo') {
              const merge = await tx
                .selectFrom('merges')
                .select('id')
                .where('undoneAt', 'is', null)
                .orderBy('id')
                .limit(1)
                .executeTakeFirst();
              if (merge) await undoMerge(tx, clock, SYSTEM, merge.id, 'test');
            }
          });
        }
        await project(platform);
        expect(await compareStores(platform)).toEqual([]);
      }),
      { numRuns: 8, seed: 20_260_603 },
    );
    await rebuildAnalytics(platform);
    expect(await compareStores(platform)).toEqual([]);
  });

  test('the comparison notices one changed value', async () => {
    await newCustomer('不一致');
    await project(platform);
    await sql`update customers set name = '改了' where name = '不一致'`.execute(db);
    expect(await compareStores(platform)).toEqual([
      { table: 'customers', onlyInPostgres: 1, onlyInClickHouse: 1 },
    ]);
    await rebuildAnalytics(platform);
    expect(await compareStores(platform)).toEqual([]);
  });
});
