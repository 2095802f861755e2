import { describe, expect, test } from 'vitest';
import { buildAccount } from '#customers/testing';
import { buildApp } from '#platform/http/app.ts';
import type { Route } from '#platform/http/route.ts';
import { testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { writes } from './calls/calls.ts';
import { hostileStrings, textsIn } from './calls/hostile.ts';
import type { For } from './calls/makers.ts';
import { READINGS } from './calls/read-again.ts';
import { send } from './calls/send.ts';
import { bodyWith, judge, typedCall } from './calls/typed.ts';

const STRINGS = hostileStrings();
const platform = await testPlatform();
const app = buildApp(platform, writes);
void app; void textsIn;
const member = await testMember(platform);
const given: For = { platform, accountId: await buildAccount(platform), follower: member.id, caller: member.id };
describe('x', () => {
  for (const route of writes.filter(r => r.body)) {
    test(route.name, async () => {
      const t = await typedCall(route, given, READINGS[route.name]?.fit);
      console.log(route.name, t.spots.join(' '), JSON.stringify(t.body).slice(0, 1500));
      const a = await send(app, route, t, member.token);
      console.log(a.status, a.text.slice(0, 300));
      const b = performance.now();
      for (const s of STRINGS) judge(route, t, s);
      console.log('judge', performance.now() - b);
      void bodyWith; void expect; void (0 as unknown as Route);
    });
  }
});
