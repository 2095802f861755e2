import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as oracle from '@wecom/crypto';
import { describe, expect, it } from 'vitest';
import { ManualClock, MINUTE } from '#platform/clock.ts';
import { between, pick, seededRandom } from '#platform/random.ts';
import { sharedData } from '#platform/testing/shared-data.ts';
import { type CallbackQuery, wecomCallback } from './callback.ts';
import { OFFICIAL } from './testing/official-sample.ts';

const EVENT =
  '<xml><ToUserName><![CDATA[wx5823bf96d3bd56c7]]></ToUserName><FromUserName>sys</FromUserName>' +
  '<CreateTime>1409659813</CreateTime><MsgType>event</MsgType><Event>change_external_contact</Event>' +
  '<ChangeType>del_follow_user</ChangeType><UserID>007</UserID><ExternalUserID>wmAAA</ExternalUserID></xml>';

/** A push as Tencent’s own package would make it. */
function push(text: string, at = 1_409_659_813, settings = OFFICIAL) {
  const encrypted = oracle.encrypt(settings.encodingAesKey, text, settings.receiveId);
  const query = {
    timestamp: String(at),
    nonce: '263014780',
    msg_signature: oracle.getSignature(settings.token, String(at), '263014780', encrypted),
  };
  const xml = `<xml><ToUserName>${settings.receiveId}</ToUserName><AgentID>218</AgentID><Encrypt><![CDATA[${encrypted}]]></Encrypt></xml>`;
  const json = JSON.stringify({ tousername: settings.receiveId, encrypt: encrypted, agentid: '218' });
  return { query, xml, json };
}

const clock = new ManualClock(new Date(1_409_659_813_000));
const callback = wecomCallback(OFFICIAL, clock);

describe('the address check', () => {
  const { signature, timestamp, nonce, encrypted, text } = OFFICIAL.echo;
  const query: CallbackQuery = { msg_signature: signature, timestamp, nonce, echostr: encrypted };
  const atThatTime = wecomCallback(OFFICIAL, new ManualClock(new Date(1_409_659_589_000)));

  it('answers the official sample with its text', () => {
    expect(atThatTime.verifyUrl(query)).toEqual({ ok: true, text });
  });

  it('survives a plus sign decoded as a space', () => {
    expect(atThatTime.verifyUrl({ ...query, echostr: encrypted.replaceAll('+', ' ') })).toEqual({
      ok: true,
      text,
    });
  });

  it('says no to a wrong signature, a missing part and an old one', () => {
    expect(atThatTime.verifyUrl({ ...query, nonce: '1' })).toEqual({ ok: false, reason: 'bad_signature' });
    expect(atThatTime.verifyUrl({ ...query, echostr: undefined })).toEqual({
      ok: false,
      reason: 'malformed',
    });
    const later = wecomCallback(OFFICIAL, new ManualClock(new Date(1_409_659_589_000 + 5 * MINUTE + 1)));
    expect(later.verifyUrl(query)).toEqual({ ok: false, reason: 'stale' });
  });
});

describe('a push', () => {
  it('gives the event, its text and a key, in XML and in JSON', () => {
    const { query, xml, json } = push(EVENT);
    const received = callback.receive(query, xml);
    expect(received).toMatchObject({
      ok: true,
      raw: EVENT,
      event: {
        event: 'change_external_contact',
        change: 'del_follow_user',
        userId: '007',
        externalUserId: 'wmAAA',
        receiver: 'wx5823bf96d3bd56c7',
        at: new Date(1_409_659_813_000),
      },
    });
    expect(callback.receive(query, json)).toEqual(received);
  });

  it('has the same key when WeCom sends it again, another when anything else happened', () => {
    const keyOf = (text: string) => {
      const { query, xml } = push(text);
      const received = callback.receive(query, xml);
      return received.ok ? received.dedupeKey : received.reason;
    };
    expect(keyOf(EVENT)).toMatch(/^[0-9a-f]{64}$/);
    expect(keyOf(EVENT)).toBe(keyOf(EVENT));
    expect(keyOf(EVENT.replace('007', '<![CDATA[007]]>'))).toBe(keyOf(EVENT));
    expect(keyOf(EVENT.replace('007', '008'))).not.toBe(keyOf(EVENT));
    expect(keyOf(EVENT.replace('1409659813', '1409659814'))).not.toBe(keyOf(EVENT));
  });

  it('is refused when it is old, from the future, for another corp, or encrypted with another key', () => {
    const reasonOf = ({ query, xml }: ReturnType<typeof push>) => {
      const received = callback.receive(query, xml);
      return received.ok ? 'accepted' : received.reason;
    };
    expect(reasonOf(push(EVENT, 1_409_659_813 - 300))).toBe('accepted');
    expect(reasonOf(push(EVENT, 1_409_659_813 - 301))).toBe('stale');
    expect(reasonOf(push(EVENT, 1_409_659_813 + 301))).toBe('stale');
    expect(reasonOf(push(EVENT, undefined, { ...OFFICIAL, receiveId: 'wwother' }))).toBe('wrong_receiver');
    expect(reasonOf(push(EVENT, undefined, { ...OFFICIAL, token: 'other' }))).toBe('bad_signature');
    const encodingAesKey = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG';
    expect(reasonOf(push(EVENT, undefined, { ...OFFICIAL, encodingAesKey }))).toBe('not_decryptable');
    expect(reasonOf(push('no event'))).toBe('malformed');
    expect(reasonOf(push('<xml><a>1</a></xml>'))).toBe('malformed');
  });

  it('is refused without a body, with a DOCTYPE, or when it is huge', () => {
    const { query, xml } = push(EVENT);
    for (const body of ['', '<xml/>', `<!DOCTYPE xml>${xml}`, '{"encrypt":7}', '[]', 'x'.repeat(2_000_000)])
      expect(callback.receive(query, body).ok).toBe(false);
  });

  it('is never believed in another form: 10,000 mutations of the body', () => {
    const { query, xml, json } = push(EVENT);
    const seed = 4711;
    const random = seededRandom(seed);
    for (let round = 0; round < 10_000; round += 1) {
      const body = [...(round % 2 ? xml : json)];
      body[between(random, 0, body.length - 1)] = String.fromCharCode(between(random, 1, 126));
      const received = callback.receive(query, body.join(''));
      if (received.ok) expect(received.raw, `seed ${seed}, round ${round}`).toBe(EVENT);
    }
  });
});

describe('hostile input', () => {
  const { query, xml } = push(EVENT);
  const LETTERS = [...'0aAzZ9+/= &<>%', '\0', '私', '\ud83d'];
  const mutated = (random: ReturnType<typeof seededRandom>, text: string) => {
    const at = between(random, 0, text.length - 1);
    const letter = pick(
      random,
      LETTERS.filter(other => other !== text[at]),
    );
    return text.slice(0, at) + letter + text.slice(at + between(random, 0, 1));
  };

  it('10,000 pushes and address checks with one thing changed in the query are refused', () => {
    const seed = 20_261_122;
    const random = seededRandom(seed);
    const { signature, timestamp, nonce, encrypted } = OFFICIAL.echo;
    const echo = { msg_signature: signature, timestamp, nonce, echostr: encrypted };
    const then = wecomCallback(OFFICIAL, new ManualClock(new Date(Number(timestamp) * 1_000)));
    for (let round = 0; round < 10_000; round += 1) {
      const name = pick(random, ['msg_signature', 'timestamp', 'nonce'] as const);
      const changed = { ...query, [name]: mutated(random, query[name]) };
      expect(callback.receive(changed, xml).ok, `seed ${seed}, round ${round}`).toBe(false);
      const part = pick(random, ['msg_signature', 'timestamp', 'nonce', 'echostr'] as const);
      const verdict = then.verifyUrl({ ...echo, [part]: mutated(random, echo[part]) });
      // A space that stands where a plus sign was is the same text, said by another decoder.
      if (verdict.ok) expect(verdict.text, `seed ${seed}, round ${round}`).toBe(OFFICIAL.echo.text);
    }
  });

  it('who knows the token but not the key gets nothing believed: 10,000 signed ciphertexts', () => {
    const seed = 20_261_123;
    const random = seededRandom(seed);
    const encrypted = /CDATA\[([^\]]+)\]/.exec(xml)?.[1] ?? '';
    for (let round = 0; round < 10_000; round += 1) {
      const bytes = Buffer.from(encrypted, 'base64');
      // Behind the sixteen random bytes, which say nothing.
      bytes[between(random, 16, bytes.length - 1)] = between(random, 0, 255);
      const forged = bytes.toString('base64');
      if (forged === encrypted) continue;
      const signed = {
        ...query,
        msg_signature: oracle.getSignature(OFFICIAL.token, query.timestamp, query.nonce, forged),
      };
      const body = `<xml><Encrypt>${forged}</Encrypt></xml>`;
      expect(callback.receive(signed, body).ok, `seed ${seed}, round ${round}`).toBe(false);
    }
  });

  const folder = sharedData('hostile/json/test_parsing');
  const naughty = sharedData('hostile/strings/blns.json');
  it.skipIf(!folder || !naughty)('texts and files made to break parsers, signed or not', () => {
    const strings: string[] = JSON.parse(readFileSync(naughty ?? '', 'utf8'));
    const files = readdirSync(folder ?? '').map(file => readFileSync(join(folder ?? '', file), 'latin1'));
    for (const text of [...strings, ...files]) {
      expect(callback.receive(query, text).ok).toBe(false);
      expect(callback.receive({ msg_signature: text, timestamp: text, nonce: text }, xml).ok).toBe(false);
      expect(callback.verifyUrl({ ...query, echostr: text }).ok).toBe(false);
      expect(callback.receive(push(text).query, push(text).xml).ok).toBe(false);
    }
  });
});

describe('a passive reply', () => {
  it('opens with Tencent’s package', () => {
    const reply = callback.reply('<xml><Content>好的</Content></xml>', '42');
    const part = (name: string) =>
      new RegExp(`<${name}>(?:<!\\[CDATA\\[)?(.*?)(?:\\]\\]>)?</`).exec(reply)?.[1] ?? '';
    expect(oracle.getSignature(OFFICIAL.token, part('TimeStamp'), part('Nonce'), part('Encrypt'))).toBe(
      part('MsgSignature'),
    );
    expect(oracle.decrypt(OFFICIAL.encodingAesKey, part('Encrypt')).message).toContain('好的');
  });
});
