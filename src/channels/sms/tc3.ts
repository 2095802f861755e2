import { createHmac } from 'node:crypto';
import { type AccessKey, sha256 } from './acs3.ts';

/** A call as it is signed: `host` without a port, `timestamp` in seconds. */
export type TcRequest = {
  host: string;
  service: string;
  contentType: string;
  timestamp: number;
  body: string;
};

const ALGORITHM = 'TC3-HMAC-SHA256';

/** The Authorization header of Tencent Cloud's signature version 3 (cloud.tencent.com/document/api/382/52072). */
export function signTc3({ host, service, contentType, timestamp, body }: TcRequest, key: AccessKey): string {
  const date = new Date(timestamp * 1_000).toISOString().slice(0, 10);
  const scope = `${date}/${service}/tc3_request`;
  const signedHeaders = 'content-type;host';
  const canonical = `POST\n/\n\ncontent-type:${contentType}\nhost:${host}\n\n${signedHeaders}\n${sha256(body)}`;
  const toSign = `${ALGORITHM}\n${timestamp}\n${scope}\n${sha256(canonical)}`;
  const hmac = (secret: string | Buffer, text: string) => createHmac('sha256', secret).update(text).digest();
  const signing = hmac(hmac(hmac(`TC3${key.secret}`, date), service), 'tc3_request');
  const signature = hmac(signing, toSign).toString('hex');
  return `${ALGORITHM} Credential=${key.id}/${scope}, SignedHeaders=${signedHeaders}, Signature=${signature}`;
}
