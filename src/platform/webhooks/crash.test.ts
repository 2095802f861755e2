import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { SECOND } from '../clock.ts';
import { eventually } from '../testing/eventually.ts';
import { testPlatform } from '../testing/test-platform.ts';
import { deliverDue } from './deliver.ts';
import { createEndpoint } from './endpoints.ts';
import { startReceiver } from './testing/receiver.ts';

const made = await testPlatform();
const platform = { ...made, config: { ...made.config, webhooksPrivate: true } };
const { db, clock } = platform;
const DELIVERIES = 40;

test('every delivery arrives, whichever process is killed in the midst of which', async () => {
  clock.set(new Date());
  const receiver = await startReceiver();
  const body = { name: 'ERP', url: receiver.url, types: [], fields: [], imports: false };
  const { id } = await db
    .transaction()
    .execute(tx => createEndpoint(tx, platform, { name: 'test' }, body, new Set()));
  await sql`
    insert into webhook_deliveries (endpoint_id, event_seq, type, at, data, try_at, created_at)
    select ${id}, n, 'customer.changed', now(), '{}', now(), now() from generate_series(1, ${DELIVERIES}) n`.execute(
    db,
  );
  const { host, port, user, password, database } = made.postgresForClickHouse;
  const url = `postgres://${user}:${encodeURIComponent(password)}@${host}:${port}/${database}`;
  const child = fileURLToPath(new URL('./testing/deliver-child.ts', import.meta.url));
  let killed = 0;
  for (const after of [1, 7, 15]) {
    const from = receiver.received.length;
    // The last request before the kill is never answered: it is under way when its sender dies.
    receiver.answer(() => (receiver.received.length >= from + after ? 'hang' : { status: 204 }));
    const sender = spawn(process.execPath, [child, url, '42'.repeat(32), String(id)], { stdio: 'inherit' });
    await eventually(() => expect(receiver.received.length).toBeGreaterThanOrEqual(from + after), 10_000);
    const exit = once(sender, 'exit');
    sender.kill('SIGKILL');
    const [, signal] = await exit;
    if (signal === 'SIGKILL') killed++;
  }
  expect(killed).toBe(3);
  const { rows: left } = await sql`select 1 from webhook_deliveries where state = 'waiting'`.execute(db);
  expect(left.length, 'some were under way').toBeGreaterThan(0);

  receiver.answer({ status: 204 });
  clock.set(new Date(Date.now() + 70 * SECOND));
  await deliverDue(platform, id);
  const { rows } = await sql`select state, count(*)::int as n from webhook_deliveries group by state`.execute(
    db,
  );
  expect(rows).toEqual([{ state: 'delivered', n: DELIVERIES }]);
  const ids = receiver.received.map(one => one.headers['webhook-id']);
  expect(new Set(ids).size, 'nothing lost; what came twice came under the same id').toBe(DELIVERIES);
  expect(ids.length).toBeLessThanOrEqual(DELIVERIES + 3 * 10);
}, 60_000);
