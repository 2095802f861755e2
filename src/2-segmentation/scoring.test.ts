import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { appendEvents } from '#platform/log/events.ts';
import { eventually } from '#platform/testing/eventually.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { applyInParts, isIn, whileComputing } from './scoring.ts';

const { db, clock } = await testPlatform();

test('every customer is in one part, and each part is a transaction of its own', async () => {
  for (const id of [1, 4_999, 5_000, 10_000, 12_500])
    await sql`
      insert into customers (id, name, source, created_at, updated_at)
      overriding system value values (${id}, '甲', 'test', ${clock.now()}, ${clock.now()})`.execute(db);
  const parts: number[][] = [];
  const transactions = new Set<string>();
  const sum = await applyInParts(db, async (tx, part) => {
    const { rows } = await sql<{ id: number; xid: string }>`
      select c.id, pg_current_xact_id()::text as xid from customers c where ${isIn(part, 'c.id')} order by c.id`.execute(
      tx,
    );
    parts.push(rows.map(row => row.id));
    for (const { xid } of rows) transactions.add(xid);
    return rows.length;
  });
  expect(parts).toEqual([[1, 4_999], [5_000], [10_000, 12_500]]);
  expect({ sum, transactions: transactions.size }).toEqual({ sum: 5, transactions: 3 });
});

test('while scores are computed the log can be read, and the same is not computed twice at once', async () => {
  const told: string[] = [];
  const compute = (name: string) =>
    whileComputing(db, 7_489_999, async () => {
      told.push(`${name} begins`);
      await db
        .transaction()
        .execute(tx => appendEvents(tx, [{ type: `test.${name}`, at: clock.now(), actor: 'test' }]));
      await eventually(async () => expect(await isReadable(`test.${name}`)).toBe(true));
      told.push(`${name} ends`);
    });
  await Promise.all([compute('first'), compute('second')]);
  const [one, other] = told[0] === 'first begins' ? ['first', 'second'] : ['second', 'first'];
  expect(told).toEqual([`${one} begins`, `${one} ends`, `${other} begins`, `${other} ends`]);
});

async function isReadable(type: string): Promise<boolean> {
  const { rows } = await sql`
    select from events where type = ${type} and xid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint`.execute(
    db,
  );
  return rows.length === 1;
}
