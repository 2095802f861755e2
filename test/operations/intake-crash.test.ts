import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { eventually } from '#platform/testing/eventually.ts';
import { Owner } from './owner.ts';
import { tryKill } from './processes.ts';
import { type Server, scratch, startServer } from './server.ts';

const SECRET = { login: 'owner', password: 'a password of my own' };
const BATCHES = 60;
const SIZE = 50;
const FIRST = 5;

/** Every batch the sender has: each message with a number of its own, so that one that is sent twice is the same. */
const batches = Array.from({ length: BATCHES }, (_, batch) =>
  Array.from({ length: SIZE }, (_, i) => ({
    ...{ type: 'track', event: 'survived', userId: `user-${i}`, messageId: `${batch}-${i}` },
  })),
);

async function send(server: Server, key: string, batch: object[]): Promise<number> {
  const answer = await fetch(`${server.url}/v1/batch`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${key}:`)}`, 'content-type': 'application/json' },
    body: JSON.stringify({ batch }),
  });
  if (answer.status !== 200) throw new Error(`${answer.status}`);
  return ((await answer.json()) as { accepted: number }).accepted;
}

/** Sends one after another, and kills the server after a few. @returns how many batches it had said yes to. */
async function sendAndKill(server: Server, key: string): Promise<number> {
  for (const [sent, batch] of batches.entries()) {
    if (sent === FIRST) setTimeout(() => tryKill(server.pid), 3);
    try {
      await send(server, key, batch);
    } catch {
      return sent;
    }
  }
  return BATCHES;
}

test('killed while it takes events in: what is sent again is there once, and what it said yes to is not lost', async () => {
  const home = join(scratch, 'intake');
  const start = () => startServer(home, { env: { SIYU_OWNER_PASSWORD: SECRET.password } });
  const server = await start();
  const owner = await Owner.of(server, SECRET);
  const body = { name: '服务器', kind: 'server', source: { name: '网店' } };
  const { key } = (await (await owner.send('POST', '/write-keys', body)).json()) as { key: string };

  const gone = once(server.child, 'exit');
  const acknowledged = await sendAndKill(server, key);
  await gone;
  expect(acknowledged).toBeGreaterThanOrEqual(FIRST);
  expect(acknowledged).toBeLessThan(BATCHES);

  const again = await start();
  for (const batch of batches.slice(0, acknowledged))
    expect(await send(again, key, batch), 'it had said yes').toBe(0);
  for (const batch of batches.slice(acknowledged)) await send(again, key, batch);
  const back = await Owner.of(again, SECRET);
  await eventually(async () => {
    const { data } = await back.get<{ data: object[] }>('/event-definitions');
    expect(data).toMatchObject([{ key: 'survived', seen: BATCHES * SIZE, people: SIZE }]);
  }, 20_000);
  await again.stop();
});
