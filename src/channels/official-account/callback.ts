import { createHash, timingSafeEqual } from 'node:crypto';
import { type Clock, MINUTE } from '#platform/clock.ts';
import { callbackCrypto } from '../wecom/crypto.ts';
import { dedupeKeyOf } from '../wecom/events.ts';
import { type Fields, parseFields } from '../wecom/xml.ts';
import { type FollowerEvent, readFollowerEvent } from './events.ts';

/** The query of WeChat's requests, decoded. */
export type CallbackQuery = {
  signature?: string | undefined;
  msg_signature?: string | undefined;
  encrypt_type?: string | undefined;
  timestamp?: string | undefined;
  nonce?: string | undefined;
  echostr?: string | undefined;
};

type Refused = {
  ok: false;
  reason: 'malformed' | 'bad_signature' | 'stale' | 'not_decryptable' | 'wrong_receiver' | 'not_encrypted';
};

export type CallbackKeys = {
  appId: string;
  token: string;
  /** With it only encrypted messages are believed: the signature of a plain one says nothing of its content. */
  encodingAesKey?: string | undefined;
};

const TOLERANCE = 5 * MINUTE;

/** Throws when the EncodingAESKey is not one. */
export function officialAccountCallback({ appId, token, encodingAesKey }: CallbackKeys, clock: Clock) {
  const crypto = encodingAesKey && callbackCrypto({ token, encodingAesKey, receiveId: appId });

  const check = ({ signature, timestamp, nonce }: CallbackQuery): Refused | undefined => {
    if (!signature || !nonce || !/^\d{1,12}$/.test(timestamp ?? ''))
      return { ok: false, reason: 'malformed' };
    const expected = createHash('sha1').update([token, timestamp, nonce].sort().join('')).digest();
    const given = Buffer.from(signature, 'hex');
    if (given.length !== expected.length || !timingSafeEqual(given, expected))
      return { ok: false, reason: 'bad_signature' };
    const isOld = Math.abs(clock.now().getTime() - Number(timestamp) * 1_000) > TOLERANCE;
    return isOld ? { ok: false, reason: 'stale' } : undefined;
  };

  const decrypted = (query: CallbackQuery, fields: Fields): { ok: true; text: string } | Refused => {
    const { msg_signature = '', timestamp = '', nonce = '' } = query;
    const encrypted = fields.Encrypt;
    if (!crypto || typeof encrypted !== 'string') return { ok: false, reason: 'not_encrypted' };
    if (!crypto.isSigned(msg_signature, timestamp, nonce, encrypted))
      return { ok: false, reason: 'bad_signature' };
    return crypto.decrypt(encrypted);
  };

  return {
    /** Answers the check of the address on the platform: the text to send back as it is. */
    verifyUrl(query: CallbackQuery): { ok: true; text: string } | Refused {
      const refused = check(query);
      if (refused) return refused;
      return query.echostr ? { ok: true, text: query.echostr } : { ok: false, reason: 'malformed' };
    },

    /** Opens a push. The platform tries three times, five seconds each; repeats have the same `dedupeKey`. */
    receive(
      query: CallbackQuery,
      body: string,
    ): { ok: true; event: FollowerEvent; dedupeKey: string } | Refused {
      const refused = check(query);
      if (refused) return refused;
      const outer = parseFields(body);
      if (!outer) return { ok: false, reason: 'malformed' };
      let fields: Fields | undefined = outer;
      if (encodingAesKey) {
        const opened = decrypted(query, outer);
        if (!opened.ok) return opened;
        fields = parseFields(opened.text);
      }
      const event = fields && readFollowerEvent(fields);
      return fields && event
        ? { ok: true, event, dedupeKey: dedupeKeyOf(fields) }
        : { ok: false, reason: 'malformed' };
    },
  };
}
