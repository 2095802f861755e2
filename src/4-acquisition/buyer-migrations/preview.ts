import type { z } from 'zod';
import { countReasons } from '#customers';
import { DAY, fromShanghai } from '#platform/clock.ts';
import type { Language } from '#platform/contract.ts';
import type { Platform } from '#platform/platform.ts';
import { tryOut } from '#platform/postgres/try-out.ts';
import { everybodyOfRule, liveSegment } from '#segmentation';
import { standingFor } from './audience.ts';
import type { migrationBody, migrationPreview } from './contract.ts';
import { claimWave, type Placed, placeWave } from './place.ts';

type Preview = z.output<typeof migrationPreview>;
type Plan = Pick<
  z.output<typeof migrationBody>,
  'accountId' | 'segmentId' | 'memberIds' | 'waveSize' | 'waveDays' | 'memberDay'
>;

/**
 * What a migration would do: whom it is for, how long it takes, and what the gate says today of the first wave. The gate
 * itself is asked, in a transaction that is rolled back.
 */
export async function previewMigration(platform: Platform, plan: Plan, language: Language): Promise<Preview> {
  const { rule } = await liveSegment(platform.db, plan.segmentId);
  const persons = await everybodyOfRule(platform, rule);
  const { audience, joined, noPhone, first } = await standingFor(
    ...([platform, plan.accountId, persons, plan.waveSize] as const),
  );
  const placed = placeWave(first, plan, platform.clock.now());
  const verdicts = await tryOut(platform.db, tx => claimWave(tx, platform.clock, 0, placed));
  const toAsk = audience - joined - noPhone;
  const waves = Math.ceil(toAsk / plan.waveSize);
  const daysOfWave = spanOf(placed);
  return {
    ...{ audience, joined, noPhone, toAsk, waves },
    days: waves === 0 ? 0 : (waves - 1) * Math.max(plan.waveDays, daysOfWave) + daysOfWave,
    firstWave: {
      size: first.length,
      asked: verdicts.filter(one => one.outcome === 'claimed').length,
      days: daysOfWave,
    },
    withheld: countReasons(verdicts, language),
    isTooFast: waves > 1 && daysOfWave > plan.waveDays,
  };
}

/** Days from the first request of a wave to its last, both counted. */
function spanOf(placed: readonly Placed[]): number {
  const first = placed[0]?.due;
  const last = placed
    .map(one => one.due)
    .toSorted()
    .at(-1);
  if (!first || !last) return 0;
  return (fromShanghai(last).getTime() - fromShanghai(first).getTime()) / DAY + 1;
}
