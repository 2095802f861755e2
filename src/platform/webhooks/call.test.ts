import { expect, test } from 'vitest';
import { call } from './call.ts';
import { addressesOf, isPublicAddress, type Resolve } from './public-addresses.ts';
import { startReceiver } from './testing/receiver.ts';

const receiver = await startReceiver();
const guarded = { allowsPrivate: false } as const;
const to = (url: string, guard: Partial<Parameters<typeof call>[3]> = {}) =>
  call(new URL(url), {}, '{}', { ...guarded, timeout: 2_000, ...guard });
const named = (...answers: string[][]): Resolve => {
  let asked = 0;
  return async () =>
    (answers[Math.min(asked++, answers.length - 1)] ?? []).map(address => ({
      address,
      family: address.includes(':') ? 6 : 4,
    }));
};

/** Ways of writing an address inside, as a URL or a name server may give them. */
const INSIDE = [
  ...[
    '127.0.0.1',
    '127.1',
    '0x7f.1',
    '2130706433',
    '017700000001',
    '0.0.0.0',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
  ],
  ...[
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '192.0.0.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
  ],
  ...[
    '[::1]',
    '[::]',
    '[::ffff:127.0.0.1]',
    '[::ffff:a00:1]',
    '[64:ff9b::7f00:1]',
    '[64:ff9b:1::1]',
    '[fd00::1]',
  ],
  ...['[fe80::1]', '[fec0::1]', '[ff02::1]', '[2002:7f00:1::]', '[2001::1]', '[2001:db8::1]', '[100::1]'],
  ...['127.0.0.1.', '127。0。0。1', '①②⑦.0.0.1'],
];

test.each(INSIDE)('%s is not called', async host => {
  expect(await to(`https://${host}:${receiver.port}/`)).toMatchObject({ outcome: 'blocked' });
  expect(await receiver.connections()).toBe(0);
});

test('public addresses are', () => {
  for (const address of ['1.1.1.1', '8.8.8.8', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '240e::1'])
    expect(isPublicAddress(address), address).toBe(true);
  for (const nonsense of ['', 'localhost', '1.2.3', '::g'])
    expect(isPublicAddress(nonsense), nonsense).toBe(false);
});

test('a name with one address inside is not called, whatever its others are', async () => {
  const mixed = named(['1.1.1.1', '10.0.0.1']);
  expect(await to(`https://mixed.example:${receiver.port}/`, { resolve: mixed })).toMatchObject({
    outcome: 'blocked',
  });
  expect(await addressesOf('localhost', false)).toBe('blocked');
  expect(await to('https://unknown.invalid/', { resolve: named([]) })).toMatchObject({
    outcome: 'unreachable',
  });
  expect(await receiver.connections()).toBe(0);
});

test('a name that answers otherwise the second time is called where the first answer said', async () => {
  const asked: string[] = [];
  const moving = named(['127.0.0.1'], ['127.0.0.2']);
  const resolve: Resolve = host => {
    asked.push(host);
    return moving(host);
  };
  const done = await to(`http://moving.example:${receiver.port}/x?y=1`, { resolve, allowsPrivate: true });
  expect(done).toMatchObject({ outcome: 'taken', status: 204 });
  expect(asked, 'asked once: what is connected to is what was looked at').toEqual(['moving.example']);
  expect(receiver.received.at(-1)).toMatchObject({
    path: '/x?y=1',
    headers: { host: `moving.example:${receiver.port}` },
  });
});

test('plain http is for networks of one’s own', async () => {
  expect(await to('http://1.1.1.1/')).toMatchObject({ outcome: 'blocked' });
});

test('each answer is called by its name; nothing is followed, and nobody is waited for longer than was said', async () => {
  const inside = { allowsPrivate: true };
  const before = receiver.received.length;
  receiver.answer({ status: 302, headers: { location: receiver.url } });
  expect(await to(receiver.url, inside)).toMatchObject({ outcome: 'redirected', status: 302 });
  expect(receiver.received.length).toBe(before + 1);
  receiver.answer({ status: 410 });
  expect(await to(receiver.url, inside)).toMatchObject({ outcome: 'gone' });
  receiver.answer({ status: 429, headers: { 'retry-after': '120' } });
  expect(await to(receiver.url, inside)).toEqual({ outcome: 'refused', status: 429, retryAfter: 120 });
  receiver.answer('cut');
  expect(await to(receiver.url, inside)).toMatchObject({ outcome: 'unreachable' });
  receiver.answer('hang');
  const started = performance.now();
  expect(await to(receiver.url, { ...inside, timeout: 300 })).toMatchObject({ outcome: 'timeout' });
  expect(
    await to('https://slow.example/', { resolve: () => new Promise(() => undefined), timeout: 300 }),
  ).toMatchObject({
    outcome: 'timeout',
  });
  expect(performance.now() - started).toBeLessThan(1_500);
});
