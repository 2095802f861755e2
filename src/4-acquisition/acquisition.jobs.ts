import { z } from 'zod';
import { recentFollowers, recentWelcomeCodes } from '#customers';
import { DAY, MINUTE } from '#platform/clock.ts';
import type { Job } from '#platform/jobs/jobs.ts';
import type { Platform } from '#platform/platform.ts';
import { advanceMigrations } from './buyer-migrations/advance.ts';
import { ADVANCE } from './buyer-migrations/buyer-migrations.routes.ts';
import { settleOrders } from './entries/orders.sql.ts';
import { settle } from './entries/settle.ts';
import { TELL_LINKS } from './links/links.routes.ts';
import { syncLinks } from './links/sync-links.ts';
import { tellLinks } from './links/tell-links.ts';
import { TELL_WAYS } from './live-codes/live-codes.routes.ts';
import { tellWays } from './live-codes/tell-ways.ts';
import { turnDuty } from './live-codes/ways.ts';
import { SETTLE_ORDERS } from './touchpoints/order-sources.ts';
import { greet, WINDOW } from './welcome/greet.ts';
import { greetFollower } from './welcome/official/greet-follower.ts';

/** Codes turn to who is on duty by the minute; what the platform did not take is told again. */
export function acquisitionJobs(platform: Platform): Job<never>[] {
  const { db, clock } = platform;
  const tell: Job<unknown> = {
    ...TELL_WAYS,
    data: z.unknown(),
    unique: true,
    cron: '* * * * *',
    handle: async () => {
      await db.transaction().execute(tx => turnDuty(tx, clock));
      await tellWays(platform);
    },
  };
  const links: Job<unknown> = {
    ...TELL_LINKS,
    data: z.unknown(),
    unique: true,
    cron: '* * * * *',
    expireInSeconds: 3_600,
    handle: async () => {
      await tellLinks(platform);
      await syncLinks(platform);
    },
  };
  const forget: Job<unknown> = {
    name: 'live_codes.forget',
    data: z.unknown(),
    cron: '40 3 * * *',
    handle: async () => {
      await forgetOld(platform);
    },
  };
  const advance: Job<unknown> = {
    ...ADVANCE,
    data: z.unknown(),
    unique: true,
    cron: '5 * * * *',
    handle: () => advanceMigrations(platform),
  };
  const orders: Job<unknown> = {
    ...SETTLE_ORDERS,
    data: z.unknown(),
    unique: true,
    expireInSeconds: 3_600,
    handle: () => settleEverybodysOrders(platform),
  };
  return [tell, links, forget, advance, orders] as Job<never>[];
}

/** After a touchpoint has named its shops: what was ordered before counts too. */
export async function settleEverybodysOrders(platform: Platform): Promise<void> {
  await platform.db.transaction().execute(async tx => settle(tx, platform, await settleOrders(tx, null)));
}

/** Single openings, receipts and welcomes are kept for a year and a month: as long as any figure looks back. */
const KEPT = 400 * DAY;

export async function forgetOld({ db, clock }: Platform): Promise<void> {
  const before = new Date(clock.now().getTime() - KEPT);
  await db.deleteFrom('codeScans').where('at', '<', before).execute();
  await db.deleteFrom('receiptScans').where('at', '<', before).execute();
  await db.deleteFrom('welcomes').where('takenAt', '<', before).execute();
}

/** After a process that died between a callback and its welcome: codes that are still good are used. */
export async function resumeWelcomes(platform: Platform): Promise<void> {
  const codes = await recentWelcomeCodes(platform, new Date(platform.clock.now().getTime() - WINDOW));
  const came = await recentFollowers(platform, new Date(platform.clock.now().getTime() - MINUTE));
  await Promise.all([
    ...codes.map(code => greet(platform, code)),
    ...came.map(one => greetFollower(platform, one)),
  ]);
}
