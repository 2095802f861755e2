import type { z } from 'zod';
import { sayReason, type Verdict } from '#customers';
import { DAY, fromShanghai } from '#platform/clock.ts';
import type { Language } from '#platform/contract.ts';
import type { Platform } from '#platform/platform.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import { liveSegment } from '#segmentation';
import { personsOf, standingFor } from './audience.ts';
import type { migrationBody, migrationPreview } from './contract.ts';
import { claimWave, type Placed, placeWave } from './place.ts';

type Preview = z.output<typeof migrationPreview>;
type Plan = Pick<
  z.output<typeof migrationBody>,
  'accountId' | 'segmentId' | 'memberIds' | 'waveSize' | 'waveDays' | 'memberDay'
>;

/** Undoes what the gate was asked for trial. */
class TriedOut extends Error {}

/**
 * What a migration would do: whom it is for, how long it takes, and what the gate says today of the first wave. The gate
 * itself is asked, in a transaction that is rolled back.
 */
export async function previewMigration(platform: Platform, plan: Plan, language: Language): Promise<Preview> {
  const { rule } = await liveSegment(platform.db, plan.segmentId);
  const persons = await personsOf(platform, rule);
  const { audience, joined, noPhone, first } = await standingFor(
    ...([platform, plan.accountId, persons, plan.waveSize] as const),
  );
  const placed = placeWave(first, plan, platform.clock.now());
  const verdicts = await tryOut(platform, placed);
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

async function tryOut({ db, clock }: Platform, placed: readonly Placed[]): Promise<Verdict[]> {
  let verdicts: Verdict[] = [];
  const attempt = async (tx: Tx) => {
    verdicts = await claimWave(tx, clock, 0, placed);
    throw new TriedOut();
  };
  await db
    .transaction()
    .execute(attempt)
    .catch(error => {
      if (!(error instanceof TriedOut)) throw error;
    });
  return verdicts;
}

function countReasons(verdicts: readonly Verdict[], language: Language): Preview['withheld'] {
  const withheld = verdicts.filter(one => one.outcome === 'withheld');
  return [...Map.groupBy(withheld, one => one.reason)]
    .map(([reason, same]) => ({
      ...{ reason, people: same.length },
      words: sayReason(reason, same[0]?.facts ?? {}, language),
    }))
    .toSorted((a, b) => b.people - a.people);
}
