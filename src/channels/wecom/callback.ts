import { type Clock, MINUTE } from '#platform/clock.ts';
import { type CallbackCrypto, type CallbackSecrets, callbackCrypto } from './crypto.ts';
import { dedupeKeyOf, readEvent, type WecomEvent } from './events.ts';
import { type Fields, parseFields } from './xml.ts';

/** The query of WeCom's requests, decoded. */
export type CallbackQuery = {
  msg_signature?: string | undefined;
  timestamp?: string | undefined;
  nonce?: string | undefined;
  echostr?: string | undefined;
};

type CallbackRefusal = {
  ok: false;
  /** `stale`: more than five minutes off, a replay or a wrong clock. The sender is told no more than "no". */
  reason: 'malformed' | 'bad_signature' | 'stale' | 'not_decryptable' | 'wrong_receiver';
};

type Received = {
  ok: true;
  event: WecomEvent;
  /** 64 hex digits; equal for the repeats of one event. */
  dedupeKey: string;
  /** The decrypted text, to be stored before anything else is done. */
  raw: string;
};

export type Callback = {
  /** Answers the check of the address in the console: the text to send back as it is, within one second. */
  verifyUrl(query: CallbackQuery): { ok: true; text: string } | CallbackRefusal;
  /** Opens a push. Store `raw` under `dedupeKey` and answer 200 within five seconds; WeCom tries three times. */
  receive(query: CallbackQuery, body: string): Received | CallbackRefusal;
  /** A passive reply, encrypted and signed. */
  reply(text: string, nonce: string): string;
};

const TOLERANCE = 5 * MINUTE;

/** Throws when the EncodingAESKey is not one. */
export function wecomCallback(secrets: CallbackSecrets, clock: Clock): Callback {
  const crypto = callbackCrypto(secrets);
  return {
    verifyUrl(query) {
      // In base64 a space can only be a plus sign that somebody took for an encoded space.
      return open(crypto, clock, query, query.echostr?.replaceAll(' ', '+'));
    },
    receive(query, body) {
      const opened = open(crypto, clock, query, encryptedOf(parseFields(body)));
      return opened.ok ? read(opened.text) : opened;
    },
    reply(text, nonce) {
      return signedReply(crypto, crypto.encrypt(text), seconds(clock.now()), nonce);
    },
  };
}

/** Signature first: nothing is decrypted, let alone believed, that was not signed with our token. */
function open(
  crypto: CallbackCrypto,
  clock: Clock,
  query: CallbackQuery,
  encrypted: string | undefined,
): { ok: true; text: string } | CallbackRefusal {
  const { msg_signature, timestamp, nonce } = query;
  if (!msg_signature || !timestamp || !nonce || !encrypted || !/^\d{1,12}$/.test(timestamp))
    return { ok: false, reason: 'malformed' };
  if (!crypto.isSigned(msg_signature, timestamp, nonce, encrypted))
    return { ok: false, reason: 'bad_signature' };
  if (Math.abs(clock.now().getTime() - Number(timestamp) * 1000) > TOLERANCE)
    return { ok: false, reason: 'stale' };
  return crypto.decrypt(encrypted);
}

function read(raw: string): Received | CallbackRefusal {
  const fields = parseFields(raw);
  const event = fields && readEvent(fields);
  if (!fields || !event) return { ok: false, reason: 'malformed' };
  return { ok: true, event, dedupeKey: dedupeKeyOf(fields), raw };
}

/** `Encrypt` in XML, `encrypt` in JSON. */
function encryptedOf(fields: Fields | undefined): string | undefined {
  const encrypted = fields?.Encrypt ?? fields?.encrypt;
  return typeof encrypted === 'string' ? encrypted : undefined;
}

function signedReply(crypto: CallbackCrypto, encrypted: string, timestamp: string, nonce: string): string {
  const signature = crypto.sign(timestamp, nonce, encrypted);
  return (
    `<xml><Encrypt><![CDATA[${encrypted}]]></Encrypt><MsgSignature><![CDATA[${signature}]]></MsgSignature>` +
    `<TimeStamp>${timestamp}</TimeStamp><Nonce><![CDATA[${nonce.replaceAll(']]>', '')}]]></Nonce></xml>`
  );
}

function seconds(at: Date): string {
  return String(Math.floor(at.getTime() / 1000));
}
