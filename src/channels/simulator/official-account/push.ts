import { randomBytes } from 'node:crypto';
import { encrypt, getSignature } from '@wecom/crypto';
import { type FakeAccount, signatureOf } from './world.ts';

/** How often it was pushed, and the last answer; undefined: there is no callback. */
export type Told = { tries: number; status: number; text: string } | undefined;

const TRIES = 3;
const PATIENCE = 5_000;

/** Pushes one message, plain or encrypted as the account has it, up to three times until it is answered with success. */
export async function pushed(
  { appid, callback }: FakeAccount,
  fields: Record<string, Value>,
  seconds: number,
): Promise<Told> {
  if (!callback) return undefined;
  const xml = xmlOf(fields);
  const [timestamp, nonce] = [String(seconds), randomBytes(5).toString('hex')];
  const query = new URLSearchParams({
    ...{ signature: signatureOf(callback.token, timestamp, nonce), timestamp, nonce },
    openid: String(fields.FromUserName ?? ''),
  });
  let body = xml;
  if (callback.key) {
    const encrypted = encrypt(callback.key, xml, appid);
    query.set('encrypt_type', 'aes');
    query.set('msg_signature', getSignature(callback.token, timestamp, nonce, encrypted));
    body = xmlOf({ ToUserName: fields.ToUserName ?? '', Encrypt: encrypted });
  }
  for (let tries = 1; ; tries++) {
    const answer = await post(`${callback.url}?${query}`, body);
    if ((answer.status === 200 && answer.text === 'success') || tries >= TRIES) return { tries, ...answer };
  }
}

async function post(url: string, body: string): Promise<{ status: number; text: string }> {
  try {
    const signal = AbortSignal.timeout(PATIENCE);
    const answer = await fetch(url, {
      method: 'POST',
      body,
      headers: { 'content-type': 'text/xml' },
      signal,
    });
    return { status: answer.status, text: await answer.text() };
  } catch {
    return { status: 0, text: '' };
  }
}

export type Value = string | { [name: string]: Value | Value[] };

function xmlOf(fields: Record<string, Value>): string {
  return `<xml>${partsOf(fields)}</xml>`;
}

function partsOf(fields: Record<string, Value | Value[]>): string {
  return Object.entries(fields)
    .flatMap(([name, value]) => [value].flat().map(one => partOf(name, one)))
    .join('');
}

function partOf(name: string, value: Value): string {
  if (typeof value !== 'string') return `<${name}>${partsOf(value)}</${name}>`;
  if (name === 'CreateTime' || name === 'MsgId') return `<${name}>${value}</${name}>`;
  return `<${name}><![CDATA[${value}]]></${name}>`;
}
