import type { z } from 'zod';
import { audit } from '#platform/audit/audit.ts';
import type { Actor } from '#platform/auth/actor.ts';
import type { Clock } from '#platform/clock.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import { readSetting, writeSetting } from '#platform/settings/settings.ts';
import type { cutOffs, Thresholds } from './contract.ts';

/** What the company has fixed of the thresholds; the rest is computed anew each time. */
export const THRESHOLDS = 'tiers.thresholds';

/** Fixes from which sum of scores a customer is 重要, and from which 常规. Nobody moves until tiers are computed. */
export async function changeCutOffs(
  tx: Tx,
  clock: Clock,
  actor: Actor,
  given: z.output<typeof cutOffs>,
): Promise<void> {
  const before = (await readSetting<Partial<Thresholds>>(tx, THRESHOLDS)) ?? {};
  const after = { ...before, ...given };
  await writeSetting(tx, clock, actor.name, THRESHOLDS, after);
  await audit(tx, clock, actor, {
    action: 'tiers.thresholds.changed',
    object: { kind: 'setting', id: THRESHOLDS },
    before,
    after,
  });
}
