import type { Hono } from 'hono';
import { SYSTEM } from '#platform/auth/actor.ts';
import { buildApp } from '#platform/http/app.ts';
import type { TestPlatform } from '#platform/testing/test-platform.ts';
import { buildAccount } from '../../testing/factories.ts';
import { intakeDoor } from '../intake.door.ts';
import { createKey, type KeyKind } from '../keys.ts';

type Answer = {
  status: number;
  body: {
    success?: true;
    accepted?: number;
    duplicates?: number;
    errors?: { index: number; code: string; message: string }[];
    code?: string;
    detail?: string;
  };
};

/** The program's own application with the door in it, as the server has it. */
export function intakeApp(platform: TestPlatform): Hono {
  return buildApp(platform, []).route(intakeDoor.prefix, intakeDoor.open(platform));
}

/** A source with a key, and how to send with it. */
export async function buildSender(platform: TestPlatform, kind: KeyKind = 'server', accountId?: number) {
  const source = { id: accountId ?? (await buildAccount(platform, { kind: 'shop', name: '网店' })) };
  const made = await platform.db
    .transaction()
    .execute(tx => createKey(tx, platform.clock, SYSTEM, { name: '测试', kind, source }));
  const app = intakeApp(platform);
  const send = async (call: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> => {
    const response = await app.request(`/v1/${call}`, {
      method: 'POST',
      headers: { authorization: basic(made.key), 'content-type': 'application/json', ...headers },
      body:
        typeof body === 'string' || body instanceof Uint8Array ? (body as BodyInit) : JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as Answer['body'] };
  };
  return {
    ...made,
    accountId: source.id,
    app,
    send,
    batch: (...batch: unknown[]) => send('batch', { batch }),
  };
}

export const basic = (key: string) => `Basic ${Buffer.from(`${key}:`).toString('base64')}`;
