import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { between, seededRandom } from '../random.ts';
import { sharedData } from '../testing/shared-data.ts';
import { makeVault } from './vault.ts';

const KEY = '42'.repeat(32);
const vault = makeVault(KEY);
const SEED = 20_261_122;
const words = fc.string({ unit: 'grapheme', maxLength: 60 });

type Case = {
  tcId: number;
  key: string;
  iv: string;
  aad: string;
  msg: string;
  ct: string;
  tag: string;
  result: string;
};
type Group = { keySize: number; ivSize: number; tagSize: number; tests: Case[] };

describe('sealing', () => {
  test('AES-256-GCM as the vault uses it passes Wycheproof’s vectors', () => {
    const path = sharedData('hostile/crypto/aes_gcm_test.json');
    if (!path) return;
    const { testGroups } = JSON.parse(readFileSync(path, 'utf8')) as { testGroups: Group[] };
    const ours = testGroups.filter(
      ({ keySize, ivSize, tagSize }) => keySize === 256 && ivSize === 96 && tagSize === 128,
    );
    const cases = ours.flatMap(({ tests }) => tests);
    expect(cases.length).toBe(66);
    for (const one of cases) {
      const bytes = (field: 'key' | 'iv' | 'aad' | 'msg' | 'ct' | 'tag') => Buffer.from(one[field], 'hex');
      const open = () => {
        const cipher = createDecipheriv('aes-256-gcm', bytes('key'), bytes('iv'))
          .setAAD(bytes('aad'))
          .setAuthTag(bytes('tag'));
        return Buffer.concat([cipher.update(bytes('ct')), cipher.final()]).toString('hex');
      };
      if (one.result !== 'valid') {
        expect(open, `case ${one.tcId}`).toThrow();
        continue;
      }
      expect(open(), `case ${one.tcId}`).toBe(one.msg);
      const cipher = createCipheriv('aes-256-gcm', bytes('key'), bytes('iv')).setAAD(bytes('aad'));
      const sealed = Buffer.concat([cipher.update(bytes('msg')), cipher.final()]);
      expect([sealed.toString('hex'), cipher.getAuthTag().toString('hex')], `case ${one.tcId}`).toEqual([
        one.ct,
        one.tag,
      ]);
    }
  });

  test('what is sealed is 1 byte of version, 12 of nonce, the text enciphered, 16 of tag, under the derived key', () => {
    const sealed = vault.seal('13900001111', 'phone/x');
    const key = Buffer.from(hkdfSync('sha256', Buffer.from(KEY, 'hex'), '', 'siyu/seal', 32));
    const cipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 13))
      .setAAD(Buffer.from('phone/x'))
      .setAuthTag(sealed.subarray(-16));
    expect([sealed[0], sealed.length]).toEqual([1, 1 + 12 + 11 + 16]);
    expect(cipher.update(sealed.subarray(13, -16), undefined, 'utf8') + cipher.final('utf8')).toBe(
      '13900001111',
    );
  });

  test('every text comes back from its own place, and from no other', () => {
    fc.assert(
      fc.property(words, words, words, (text, place, elsewhere) => {
        const sealed = vault.seal(text, place);
        expect(vault.open(sealed, place)).toBe(text);
        if (place !== elsewhere) expect(() => vault.open(sealed, elsewhere)).toThrow();
      }),
      { numRuns: 300, seed: SEED },
    );
  });

  test(`a thousand flipped bits are a thousand refusals, and so is every cut (seed ${SEED})`, () => {
    const random = seededRandom(SEED);
    for (let i = 0; i < 1_000; i++) {
      const sealed = vault.seal('浙江省杭州市', 'place');
      const at = between(random, 0, sealed.length - 1);
      sealed[at] = sealed[at]! ^ (1 << between(random, 0, 7));
      expect(() => vault.open(sealed, 'place'), `byte ${at}`).toThrow();
    }
    const whole = vault.seal('x'.repeat(40), 'place');
    for (let length = 0; length < whole.length; length++)
      expect(() => vault.open(whole.subarray(0, length), 'place'), `cut at ${length}`).toThrow();
    expect(() => vault.open(Buffer.concat([whole, Buffer.of(0)]), 'place')).toThrow();
  });

  test('the same text never looks the same twice: ten thousand nonces, none again', () => {
    const nonces = Array.from({ length: 10_000 }, () => vault.seal('', '').subarray(1, 13).toString('hex'));
    expect(new Set(nonces).size).toBe(nonces.length);
  });

  test('another installation’s key opens nothing', () => {
    const other = makeVault('43'.repeat(32));
    expect(() => other.open(vault.seal('x', 'p'), 'p')).toThrow();
    expect(() => vault.open(other.seal('x', 'p'), 'p')).toThrow();
  });
});

describe('the blind index', () => {
  test('is the same for the same value, on every machine and after every restart', () => {
    const key = Buffer.from(hkdfSync('sha256', Buffer.from(KEY, 'hex'), '', 'siyu/blind-index', 32));
    const expected = createHmac('sha256', key).update('phone\0+8613900001111').digest('hex');
    expect([vault, makeVault(KEY)].map(one => one.blindIndex('+8613900001111', 'phone'))).toEqual([
      expected,
      expected,
    ]);
  });

  test('differs by value, by purpose and by key: without the key a list of all phones finds nobody', () => {
    const other = makeVault('43'.repeat(32));
    fc.assert(
      fc.property(words, words, (one, two) => {
        expect(vault.blindIndex(one, 'a') === vault.blindIndex(two, 'a')).toBe(one === two);
        expect(vault.blindIndex(one, 'a')).not.toBe(vault.blindIndex(one, 'b'));
        expect(vault.blindIndex(one, 'a')).not.toBe(other.blindIndex(one, 'a'));
        expect(vault.blindIndex(one, 'a')).toMatch(/^[0-9a-f]{64}$/);
      }),
      { numRuns: 300, seed: SEED },
    );
  });
});

test.each(['', '42', '4'.repeat(63), '42'.repeat(33), 'zz'.repeat(32), `${'42'.repeat(31)}zz`])(
  '“%s” is no master key',
  key => expect(() => makeVault(key)).toThrow('64 hex digits'),
);
