import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readDelivery } from '../../webhooks/read-delivery.ts';
import { faultOfSignature } from '../../webhooks/signature.ts';
import { hookExample } from './hook-example.ts';

const folder = mkdtempSync(join(tmpdir(), 'siyu-example-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** `openssl dgst -sha256 -hmac SECRET` on a machine that may have none: what versions differ in is what they say before it. */
function openssl(says: string): void {
  const program = `#!${process.execPath}
const { createHmac } = require('node:crypto');
const { readFileSync } = require('node:fs');
const [dgst, digest, hmac, secret] = process.argv.slice(2);
if ([dgst, digest, hmac].join(' ') !== 'dgst -sha256 -hmac') process.exit(1);
console.log(${JSON.stringify(says)} + createHmac('sha256', secret).update(readFileSync(0)).digest('hex'));
`;
  writeFileSync(join(folder, 'openssl'), program, { mode: 0o755 });
}

test.each([
  ['3', 'SHA2-256(stdin)= '],
  ['1.1', '(stdin)= '],
  ['1.0 and LibreSSL', ''],
])('a shell signs the example as the door wants it, and its order is taken (openssl %s)', (_, says) => {
  openssl(says);
  const command = hookExample('https://siyu.example/hooks/orders/x', 'siyu_hook_secret');
  const printed = execFileSync('sh', ['-c', command.replace(/^curl/m, String.raw`printf '%s\n'`)], {
    encoding: 'utf8',
    env: { ...process.env, PATH: `${folder}:${process.env.PATH}` },
  });
  const [url, , type, , stamp = '', , sign = '', , body = ''] = printed.trim().split('\n');
  expect([url, type]).toEqual(['https://siyu.example/hooks/orders/x', 'Content-Type: application/json']);
  const bytes = new TextEncoder().encode(body);
  const signed = { timestamp: stamp.split(': ')[1], signature: sign.split(': ')[1], body: bytes };
  expect(faultOfSignature(['siyu_hook_secret'], signed, new Date())).toBeUndefined();
  expect(faultOfSignature(['another'], signed, new Date())).toBe('wrong_signature');
  expect(readDelivery(bytes, new Date(), 'zh')).toMatchObject({ accepted: 1, faults: [] });
});
