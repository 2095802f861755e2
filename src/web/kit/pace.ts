/** How far a long work was at a moment, in milliseconds and things done. */
export type Sample = { at: number; done: number };

/** How many samples back the rate looks: the last half minute says more about the next one than the first did. */
const WINDOW = 30_000;

export function addSample(samples: readonly Sample[], sample: Sample): Sample[] {
  const last = samples.at(-1);
  if (last && sample.done < last.done) return [sample];
  if (last && sample.done === last.done) return [...samples];
  return [...samples.filter(old => sample.at - old.at <= WINDOW), sample];
}

/** Things per second, and how many milliseconds are left at that pace; undefined while nobody can tell. */
export function pace(
  samples: readonly Sample[],
  total: number | undefined,
): { perSecond: number | undefined; left: number | undefined } {
  const [first] = samples;
  const last = samples.at(-1);
  if (!first || !last || last.at === first.at) return { perSecond: undefined, left: undefined };
  const perSecond = ((last.done - first.done) / (last.at - first.at)) * 1_000;
  const left = total === undefined ? undefined : ((total - last.done) / perSecond) * 1_000;
  return { perSecond, left };
}
