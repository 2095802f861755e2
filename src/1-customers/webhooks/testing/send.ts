import { createHmac } from 'node:crypto';
import type { Hono } from 'hono';
import { SYSTEM } from '#platform/auth/actor.ts';
import { buildApp } from '#platform/http/app.ts';
import type { TestPlatform } from '#platform/testing/test-platform.ts';
import { buildAccount } from '../../testing/factories.ts';
import { hooksDoor } from '../hooks.door.ts';
import { createHook } from '../hooks.ts';
import { workOffDeliveries } from '../work-off.ts';

type Answer = {
  status: number;
  body: { accepted?: number; duplicate?: boolean; errors?: { path: string; code: string }[]; code?: string };
};
export type Signing = { secret?: string; timestamp?: number; signature?: string };

/** The program's own application with the door in it, as the server has it. */
export function hooksApp(platform: TestPlatform): Hono {
  return buildApp(platform, []).route(hooksDoor.prefix, hooksDoor.open(platform));
}

/** A hook, and how an ERP sends to it: it signs by the description alone. */
export async function buildHook(platform: TestPlatform, accountId?: number) {
  const source = { id: accountId ?? (await buildAccount(platform, { kind: 'shop', name: '网店' })) };
  const hook = await platform.db
    .transaction()
    .execute(tx => createHook(tx, platform, SYSTEM, { name: 'ERP', source }));
  const app = hooksApp(platform);
  const send = async (body: unknown, signing: Signing = {}): Promise<Answer> => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const timestamp = String(signing.timestamp ?? Math.floor(platform.clock.now().getTime() / 1000));
    const hmac = createHmac('sha256', signing.secret ?? hook.secret);
    const signature = signing.signature ?? `sha256=${hmac.update(`${timestamp}.${text}`).digest('hex')}`;
    const response = await app.request(`/hooks/orders/${hook.address}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-siyu-timestamp': timestamp,
        'x-siyu-signature': signature,
      },
      body: text,
    });
    return { status: response.status, body: (await response.json()) as Answer['body'] };
  };
  return { ...hook, accountId: source.id, app, send, work: () => workOffDeliveries(platform) };
}
