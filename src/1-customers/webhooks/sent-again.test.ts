import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { MINUTE } from '#platform/clock.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { buildHook } from './testing/send.ts';

const platform = await testPlatform();
const { db, clock } = platform;
let made = 0;
const order = (more: object = {}) => ({
  ...{ orderNo: `A${++made}`, status: 'paid', orderedAt: '2026-06-01 10:00:00', paid: 10, ...more },
});
const orderRow = async (orderNo: string) =>
  await db.selectFrom('orders').selectAll().where('orderNo', '=', orderNo).executeTakeFirst();
const kept = async (hookId: number) =>
  await db
    .selectFrom('hookDeliveries')
    .selectAll()
    .where('hookId', '=', hookId)
    .orderBy('id')
    .executeTakeFirstOrThrow();

/** Every order is refused with this SQLSTATE until it is lifted. */
async function refuseOrders(code: string): Promise<() => Promise<void>> {
  await sql`create function refuse() returns trigger language plpgsql as $$ begin raise 'refused' using errcode = ${sql.lit(code)}; end $$`.execute(
    db,
  );
  await sql`create trigger refuse before insert on orders execute function refuse()`.execute(db);
  return async () => {
    await sql`drop function refuse cascade`.execute(db);
  };
}

test('a corrected delivery under the same id gets in; once it is in, it is a duplicate', async () => {
  const erp = await buildHook(platform);
  const [good, bad] = [order(), order({ paid: '9.999' })];
  const first = await erp.send({ id: 'one', orders: [good, bad] });
  expect(first).toMatchObject({ body: { accepted: 1, errors: [{ code: 'not_an_amount' }] } });
  // While it waits, it is not taken a second time, and what was wrong is told again.
  expect(await erp.send({ id: 'one', orders: [good, bad] })).toMatchObject({
    body: { accepted: 0, duplicate: true, errors: first.body.errors },
  });
  await erp.work();
  expect(await kept(erp.id)).toMatchObject({ state: 'partial', orders: 1 });
  const corrected = { id: 'one', orders: [good, { ...bad, paid: '9.99' }] };
  expect(await erp.send(corrected)).toMatchObject({ body: { accepted: 2, duplicate: false, errors: [] } });
  await erp.work();
  expect(await kept(erp.id)).toMatchObject({ state: 'done', orders: 2, body: null, faults: [] });
  expect(await orderRow(bad.orderNo)).toMatchObject({ paid: 999 });
  expect(await erp.send(corrected)).toMatchObject({ body: { accepted: 0, duplicate: true } });
});

test('the very same sent again is no newer than it was, and what is left out is not counted', async () => {
  const erp = await buildHook(platform);
  const [early, bad] = [order(), order({ status: '？' })];
  await erp.send({ id: 'old', orders: [early, bad] });
  await erp.work();
  clock.advance(MINUTE);
  await erp.send({ id: 'new', orders: [{ ...early, status: 'shipped' }] });
  await erp.work();
  clock.advance(MINUTE);
  expect(await erp.send({ id: 'old', orders: [early, bad] })).toMatchObject({ body: { duplicate: false } });
  await erp.work();
  expect(await orderRow(early.orderNo)).toMatchObject({ fulfilment: 'shipped' });
  expect(await kept(erp.id)).toMatchObject({ dedupeKey: 'old', orders: 0 });
});

test('tries have pauses that grow; what was set aside gets in when it is sent again', async () => {
  const erp = await buildHook(platform);
  const lift = await refuseOrders('P0001');
  const sent = { id: 'hard', orders: [order()] };
  await erp.send(sent);
  for (const pause of [1, 4, 16, 64]) {
    const { attempts } = await kept(erp.id);
    await erp.work();
    await erp.work();
    expect(await kept(erp.id)).toMatchObject({ state: 'waiting', attempts: attempts + 1 });
    clock.advance(pause * MINUTE - 1);
    await erp.work();
    expect((await kept(erp.id)).attempts).toBe(attempts + 1);
    clock.advance(1);
  }
  await erp.work();
  expect(await kept(erp.id)).toMatchObject({ state: 'failed', attempts: 5, failure: 'gave_up' });
  await lift();
  expect(await erp.send(sent)).toMatchObject({ body: { accepted: 1, duplicate: false } });
  await erp.work();
  expect(await kept(erp.id)).toMatchObject({ state: 'done', orders: 1, failure: null });
});

test('a try while the database is away does not count', async () => {
  const erp = await buildHook(platform);
  const lift = await refuseOrders('53200');
  await erp.send({ id: 'away', orders: [order()] });
  for (let i = 0; i < 7; i++) await erp.work();
  expect(await kept(erp.id)).toMatchObject({ state: 'waiting', attempts: 0 });
  await lift();
  await erp.work();
  expect(await kept(erp.id)).toMatchObject({ state: 'done' });
});
