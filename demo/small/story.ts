import type { SimulatorAdmin } from '#channels/simulator/index.ts';
import type { Actor } from '#platform/auth/actor.ts';
import { DAY, fromShanghai, type ManualClock, shanghaiDate } from '#platform/clock.ts';
import type { Platform } from '#platform/platform.ts';
import type { Stage } from '#platform/stage.ts';
import type { Order } from '../people/orders.ts';
import type { ShopCode } from '../shop/company.ts';
import type { Customer } from './cast.ts';

/** The telling of the demo shop's last two months: who plays, what time it is in the story, and what has been made. */
export type Story = {
  seed: number;
  /** When the story ends: the real now. */
  now: Date;
  /** Siyu, but with the story's clock: whatever is done through it happened then. */
  platform: Platform;
  clock: ManualClock;
  admin: SimulatorAdmin;
  simulatorUrl: string;
  owner: Actor;
  stages: readonly Stage[];
  cast: readonly Customer[];
  /** Orders that people placed because a broadcast reached them. */
  extraOrders: Order[];
  shops: Map<ShopCode, number>;
  accountId: number;
  /** What the fake of the official account's platform holds at the end, as text. */
  officialWorld: string;
};

/** What is done when, in days before now. */
export const CONNECTED = 60;
export const FIRST_IMPORT = 45;
export const MOBILES_NOTED = 25;

/** `minute` of the day that lies so many days back, in Shanghai. */
export function daysAgo(story: Pick<Story, 'now'>, days: number, minute = 10 * 60): Date {
  return fromShanghai(shanghaiDate(new Date(story.now.getTime() - days * DAY)), minute);
}

/** It becomes later, in Siyu and at the platform. */
export async function moveTo(story: Story, at: Date): Promise<void> {
  story.clock.set(at);
  await story.admin.moveClock({ at: at.toISOString() });
}
