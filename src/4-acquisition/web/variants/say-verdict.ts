import { formatCount, formatShare } from '#web/kit/format.ts';
import type { VariantReport } from '../reads.ts';
import type { Speak } from '../texts/index.ts';

type Comparison = VariantReport['comparisons'][number];

/** In hundredths: 0.062 is 6.2. */
const points = (share: number) => (share * 100).toFixed(1);

/** What a comparison says, and how many people it would take to know; `markOf` names the posters by their letters. */
export function sayVerdict(
  of: Comparison,
  markOf: (id: string) => string,
  t: Speak,
): { said: string; more?: string } {
  const { share, otherShare, verdict, low, high, needed } = of;
  const difference = share - otherShare;
  const names = {
    step: t(`codePosters.step.${of.step}`),
    ...{ one: markOf(of.variant), other: markOf(of.against) },
    ...{ share: formatShare(share, 1), otherShare: formatShare(otherShare, 1) },
  };
  if (verdict === 'too_few' || low === null || high === null) return { said: t('codePosters.tooFew', names) };
  if (difference === 0) return { said: t('codePosters.same', names) };
  const direction = t(difference > 0 ? 'codePosters.more' : 'codePosters.less');
  // As the sentence says "below" for what is less, its interval is of how much less.
  const [from, to] = difference > 0 ? [low, high] : [-high, -low];
  const figures = { direction, points: points(Math.abs(difference)), low: points(from), high: points(to) };
  const said = t(`codePosters.${verdict}`, { ...names, ...figures });
  return needed === null
    ? { said }
    : { said, more: t('codePosters.neededPeople', { n: formatCount(needed) }) };
}
