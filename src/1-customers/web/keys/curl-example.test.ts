import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { MESSAGES } from '../../intake/contract.ts';
import { curlExample } from './curl-example.ts';

test('a shell reads the command as it is meant, and the message is one that is taken', () => {
  for (const kind of ['server', 'browser'] as const) {
    const command = curlExample('https://siyu.example', 'siyu_key', kind);
    const printed = execFileSync('sh', ['-c', command.replace(/^curl/, String.raw`printf '%s\n'`)], {
      encoding: 'utf8',
    });
    const [url, , user, , type, , body = ''] = printed.trim().split('\n');
    expect([url, user, type]).toEqual([
      'https://siyu.example/v1/track',
      'siyu_key:',
      'Content-Type: application/json',
    ]);
    const message = JSON.parse(body) as object;
    expect(MESSAGES.track.safeParse(message).success).toBe(true);
    expect('userId' in message).toBe(kind === 'server');
  }
});
