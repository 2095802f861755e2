import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { buildAccount } from '../testing/factories.ts';
import { workOffInbox } from './inbox.ts';
import { onWelcomeCode, tellWelcomeCode } from './welcome-codes.ts';

const platform = await testPlatform();
const { db, clock } = platform;
const accountId = await buildAccount(platform);
const event = {
  ...{ receiver: 'ww', at: clock.now(), fields: {}, event: 'change_external_contact' },
  ...{ change: 'add_external_contact', userId: 'ann', externalUserId: 'wm_1', welcomeCode: 'code' },
} as const;

test('who has just been added is greeted first: the inbox waits, and goes on when greetings are done or have failed', async () => {
  // An event that asks for nothing: to work it off is to mark it done.
  await sql`insert into channel_inbox (account_id, dedupe_key, body, received_at)
    values (${accountId}, 'k', '{"event": "unknown", "name": "x"}'::jsonb, ${clock.now()})`.execute(db);
  const order: string[] = [];
  const greeting = Promise.withResolvers<void>();
  onWelcomeCode(platform, async () => {
    await greeting.promise;
    order.push('greeted');
    throw new Error('the platform refused');
  });
  tellWelcomeCode(
    { ...platform, log: { ...platform.log, error: () => undefined } as never },
    accountId,
    event as never,
  );
  const working = workOffInbox(platform).then(done => order.push(`worked off ${done}`));
  await new Promise(resolve => setTimeout(resolve, 150));
  expect(order).toEqual([]);
  greeting.resolve();
  await working;
  expect(order).toEqual(['greeted', 'worked off 1']);
});
