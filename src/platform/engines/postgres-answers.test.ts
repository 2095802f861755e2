import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, inject, test } from 'vitest';
import { openHome } from './home.ts';
import { untilAnswers } from './postgres-answers.ts';

/** What a postmaster says while it reads its journal again (57P03 cannot_connect_now). */
const fields = Buffer.from(
  'SFATAL\0VFATAL\0C57P03\0Mthe database system is not yet accepting connections\0\0',
);
const length = Buffer.alloc(4);
length.writeInt32BE(fields.length + 4);
const NOT_YET = Buffer.concat([Buffer.from('E'), length, fields]);

let answer: 'recovering' | 'silent' | 'real' = 'real';
const real = new URL(inject('postgresUrl'));
const between = createServer(socket => {
  socket.on('error', () => undefined);
  if (answer === 'silent') return void socket.destroy();
  if (answer === 'recovering') return void socket.once('data', () => socket.end(NOT_YET));
  const through = connect(Number(real.port), real.hostname).on('error', () => socket.destroy());
  socket.pipe(through).pipe(socket);
});
await new Promise<void>(resolve => between.listen(0, '127.0.0.1', resolve));
const folder = mkdtempSync(join(tmpdir(), 'siyu-answers-'));
afterAll(() => {
  between.close();
  rmSync(folder, { recursive: true, force: true });
});

const url = () => {
  const asked = new URL(real);
  asked.port = String((between.address() as AddressInfo).port);
  return asked.href;
};
const waiting = (recovering = () => {}) => ({ home: openHome(folder), patience: 2_000, recovering });
const after = (milliseconds: number, next: typeof answer) =>
  setTimeout(() => {
    answer = next;
  }, milliseconds);

test('who recovers is waited for beyond all patience, and somebody is told once', async () => {
  answer = 'recovering';
  let told = 0;
  after(5_000, 'real');
  expect(
    await untilAnswers(
      url(),
      () => true,
      waiting(() => told++),
    ),
  ).toBe(true);
  expect(told).toBe(1);
}, 20_000);

test('who says nothing is given up when patience ends', async () => {
  answer = 'silent';
  expect(await untilAnswers(url(), () => true, waiting())).toBe(false);
});

test('who ends while recovering is not waited for', async () => {
  answer = 'recovering';
  let alive = true;
  setTimeout(() => {
    alive = false;
  }, 300);
  expect(await untilAnswers(url(), () => alive, waiting())).toBe(false);
});
