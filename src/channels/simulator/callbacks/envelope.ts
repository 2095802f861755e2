import { encrypt, getSignature } from '@wecom/crypto';

/** Where and how an app receives callbacks. */
export type Receiver = {
  corpid: string;
  agentid: number;
  callback_url: string;
  callback_token: string;
  callback_key: string;
};

/** What a test may ask to be wrong about it. */
export type Forgery = { signature: boolean; receiveid: boolean };

export type Envelope = { url: string; body: string };

/**
 * The encrypted push of one event, made with Tencent's own package so that the connector's reading of it is judged
 * by somebody else's writing.
 */
export function sealEvent(receiver: Receiver, xml: string, at: Stamp, forgery: Forgery): Envelope {
  const encrypted = encrypt(
    receiver.callback_key,
    xml,
    forgery.receiveid ? 'ww-somebody-else' : receiver.corpid,
  );
  const body =
    `<xml><ToUserName><![CDATA[${receiver.corpid}]]></ToUserName><AgentID><![CDATA[${receiver.agentid}]]></AgentID>` +
    `<Encrypt><![CDATA[${encrypted}]]></Encrypt></xml>`;
  return { url: signedUrl(receiver, encrypted, at, forgery).href, body };
}

/** The GET that asks the address to prove it knows token and key, and the text it has to answer. */
export function sealCheck(receiver: Receiver, at: Stamp): { url: string; expected: string } {
  const expected = `${at.timestamp}${at.nonce}`;
  const echo = encrypt(receiver.callback_key, expected, receiver.corpid);
  const url = signedUrl(receiver, echo, at, { signature: false, receiveid: false });
  url.searchParams.set('echostr', echo);
  return { url: url.href, expected };
}

/** Unix seconds and a number of nobody's choice, both as text. */
export type Stamp = { timestamp: string; nonce: string };

function signedUrl(receiver: Receiver, encrypted: string, at: Stamp, forgery: Forgery): URL {
  const signature = getSignature(receiver.callback_token, at.timestamp, at.nonce, encrypted);
  const url = new URL(receiver.callback_url);
  url.searchParams.set('msg_signature', forgery.signature ? '0'.repeat(signature.length) : signature);
  url.searchParams.set('timestamp', at.timestamp);
  url.searchParams.set('nonce', at.nonce);
  return url;
}
