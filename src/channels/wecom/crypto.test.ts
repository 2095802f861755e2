import { createHash } from 'node:crypto';
import * as oracle from '@wecom/crypto';
import { describe, expect, it } from 'vitest';
import { between, pick, seededRandom } from '#platform/random.ts';
import { callbackCrypto } from './crypto.ts';
import { OFFICIAL } from './testing/official-sample.ts';

const crypto = callbackCrypto(OFFICIAL);
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=';

describe('the official sample of page 90968', () => {
  const { timestamp, nonce, encrypted, signature } = OFFICIAL.message;

  it('has the published signature', () => {
    expect(crypto.sign(timestamp, nonce, encrypted)).toBe(signature);
    expect(crypto.isSigned(signature, timestamp, nonce, encrypted)).toBe(true);
  });

  it('opens to the published message', () => {
    const opened = crypto.decrypt(encrypted);
    expect(opened.ok).toBe(true);
    if (!opened.ok) return;
    expect(Buffer.byteLength(opened.text)).toBe(284);
    expect(opened.text).toContain('<Content><![CDATA[hello]]></Content>');
    expect(opened.text).toContain('<MsgId>4561255354251345929</MsgId>');
  });

  it('opens the echo string of the address check', () => {
    const { echo } = OFFICIAL;
    expect(crypto.sign(echo.timestamp, echo.nonce, echo.encrypted)).toBe(echo.signature);
    expect(crypto.decrypt(echo.encrypted)).toEqual({ ok: true, text: echo.text });
  });

  it('encrypts to the recorded bytes when the random prefix is fixed', () => {
    const own = callbackCrypto({
      token: 'QDG6eK',
      encodingAesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
      receiveId: 'wx5823bf96d3bd56c7',
    });
    const encrypted = own.encrypt('<xml><a>hi</a></xml>', Buffer.from('0123456789abcdef'));
    expect(encrypted).toBe(
      'Q3stYC6hdFzMh9T8HCvyDAVwiZjhCu6Ju5zR2ctnxqLtENy9Ml58o8aFvt77J3Lk4+MQndznXL89cOcG/fUC+A==',
    );
    expect(own.sign('1409659813', '1372623149', encrypted)).toBe('624be1cfce53c43daa939ef98324821fe9805518');
  });
});

describe('beside Tencent’s own package', () => {
  // Every length across two blocks, so that each padding from 1 to 32 occurs; Chinese and emoji, so that bytes differ
  // from characters.
  const texts = Array.from({ length: 80 }, (_, length) => `${'x'.repeat(length)}私域🌱`);

  it('reads what the package writes', () => {
    for (const text of texts) {
      const encrypted = oracle.encrypt(OFFICIAL.encodingAesKey, text, OFFICIAL.receiveId);
      expect(crypto.decrypt(encrypted)).toEqual({ ok: true, text });
    }
  });

  it('writes what the package reads', () => {
    for (const text of texts) {
      const opened = oracle.decrypt(OFFICIAL.encodingAesKey, crypto.encrypt(text));
      expect(opened).toMatchObject({ message: text, id: OFFICIAL.receiveId });
    }
  });

  it('signs as the package does', () => {
    for (const text of texts)
      expect(crypto.sign('1790000000', text, 'cipher')).toBe(
        oracle.getSignature(OFFICIAL.token, '1790000000', text, 'cipher'),
      );
  });
});

describe('refuses', () => {
  it('a message for another corp', () => {
    const encrypted = oracle.encrypt(OFFICIAL.encodingAesKey, 'hi', 'wwanothercorp');
    expect(crypto.decrypt(encrypted)).toEqual({ ok: false, reason: 'wrong_receiver' });
  });

  it('what was encrypted with another key, where the package returns garbage', () => {
    const random = seededRandom(8);
    for (let round = 0; round < 500; round += 1) {
      const key = createHash('sha256').update(`${random.next()}`).digest('base64').replace(/[+/=]/g, 'a');
      const encrypted = oracle.encrypt(key.slice(0, 43), 'hi', OFFICIAL.receiveId);
      expect(crypto.decrypt(encrypted).ok).toBe(false);
    }
  });

  it.each([
    ['nothing', ''],
    ['no base64', 'not base64!'],
    ['half a block', Buffer.alloc(16).toString('base64')],
    ['a block of another size', Buffer.alloc(48).toString('base64')],
  ])('%s', (_, encrypted) => {
    expect(crypto.decrypt(encrypted)).toEqual({ ok: false, reason: 'not_decryptable' });
  });

  it('an EncodingAESKey that is not one', () => {
    for (const encodingAesKey of ['', 'short', 'x'.repeat(44), '!'.repeat(43)])
      expect(() => callbackCrypto({ ...OFFICIAL, encodingAesKey })).toThrow('43 letters');
  });

  it('10,000 mutations of signature, time, nonce and text, without a crash', () => {
    const { timestamp, nonce, encrypted, signature } = OFFICIAL.message;
    const seed = 20260603;
    const random = seededRandom(seed);
    for (let round = 0; round < 10_000; round += 1) {
      const parts = [signature, timestamp, nonce, encrypted];
      const which = between(random, 0, 3);
      parts[which] = mutate(parts[which] ?? '', random);
      const [s = '', t = '', n = '', e = ''] = parts;
      expect(crypto.isSigned(s, t, n, e), `seed ${seed}, round ${round}`).toBe(false);
      expect(() => crypto.decrypt(e)).not.toThrow();
    }
  });
});

/** Changes, adds, drops or swaps a character, so that the text is never the same. */
function mutate(text: string, random: { next(): number }): string {
  const at = between(random, 0, text.length - 1);
  const letter = pick(
    random,
    [...LETTERS].filter(other => other !== text[at]),
  );
  return pick(random, [
    `${text.slice(0, at)}${letter}${text.slice(at + 1)}`,
    `${text.slice(0, at)}${letter}${text.slice(at)}`,
    text.slice(0, at) + text.slice(at + 1),
    text.slice(0, at),
    `${text} `,
  ]);
}
