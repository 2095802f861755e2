import { createHash, createHmac } from 'node:crypto';

/** A call as it is signed. Header names in lower case; of them host, content-type and x-acs-* are signed. */
export type AcsRequest = {
  method: 'GET' | 'POST';
  path: string;
  query: Readonly<Record<string, string>>;
  headers: Readonly<Record<string, string>>;
  body: string;
};
export type AccessKey = { id: string; secret: string };

const ALGORITHM = 'ACS3-HMAC-SHA256';

/** The Authorization header of Aliyun's signature version 3 (help.aliyun.com, „V3版本请求体&签名机制“). */
export function signAcs3(request: AcsRequest, key: AccessKey): string {
  const signed = Object.keys(request.headers)
    .filter(name => name === 'host' || name === 'content-type' || name.startsWith('x-acs-'))
    .sort();
  const canonical = [
    request.method,
    request.path,
    canonicalQuery(request.query),
    ...signed.map(name => `${name}:${(request.headers[name] ?? '').trim()}`),
    '',
    signed.join(';'),
    sha256(request.body),
  ].join('\n');
  const signature = createHmac('sha256', key.secret)
    .update(`${ALGORITHM}\n${sha256(canonical)}`)
    .digest('hex');
  return `${ALGORITHM} Credential=${key.id},SignedHeaders=${signed.join(';')},Signature=${signature}`;
}

/** The query as it is signed and as it is sent: sorted by name, encoded after RFC 3986. */
export function canonicalQuery(query: Readonly<Record<string, string>>): string {
  return Object.keys(query)
    .sort()
    .map(name => `${encode(name)}=${encode(query[name] ?? '')}`)
    .join('&');
}

const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, sign => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

export const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
