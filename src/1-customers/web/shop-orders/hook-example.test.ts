import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { readDelivery } from '../../webhooks/read-delivery.ts';
import { faultOfSignature } from '../../webhooks/signature.ts';
import { hookExample } from './hook-example.ts';

const hasOpenssl = (() => {
  try {
    execFileSync('sh', ['-c', 'command -v openssl'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

test.skipIf(!hasOpenssl)(
  'a shell and openssl sign the example as the door wants it, and its order is one that is taken',
  () => {
    const command = hookExample('https://siyu.example/hooks/orders/x', 'siyu_hook_secret');
    const printed = execFileSync('sh', ['-c', command.replace(/^curl/m, String.raw`printf '%s\n'`)], {
      encoding: 'utf8',
    });
    const [url, , type, , stamp = '', , sign = '', , body = ''] = printed.trim().split('\n');
    expect([url, type]).toEqual(['https://siyu.example/hooks/orders/x', 'Content-Type: application/json']);
    const bytes = new TextEncoder().encode(body);
    const signed = { timestamp: stamp.split(': ')[1], signature: sign.split(': ')[1], body: bytes };
    expect(faultOfSignature(['siyu_hook_secret'], signed, new Date())).toBeUndefined();
    expect(faultOfSignature(['another'], signed, new Date())).toBe('wrong_signature');
    expect(readDelivery(bytes, new Date(), 'zh')).toMatchObject({ accepted: 1, faults: [] });
  },
);
