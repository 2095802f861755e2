import { cpus, totalmem } from 'node:os';

/** Times of both sides in milliseconds, each run's, and what they agreed on. */
export type Measure = { job: string; ours: number[]; peer: number[]; answer: unknown };

export type Report = {
  bench: string;
  machine: { cpu: string; cores: number; memoryGb: number; node: string };
  measures: (Measure & { ratio: { median: number; min: number; max: number } })[];
  figures: Record<string, number | string>;
};

/** Runs both sides in turn, so that a machine that slows down slows both. */
export async function alternate(
  runs: number,
  ours: () => Promise<number>,
  peer: () => Promise<number>,
): Promise<Pick<Measure, 'ours' | 'peer'>> {
  const times = { ours: [] as number[], peer: [] as number[] };
  for (let i = 0; i < runs; i++) {
    times.peer.push(await peer());
    times.ours.push(await ours());
  }
  return times;
}

export async function timed(action: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await action();
  return performance.now() - began;
}

/** Both answers, or an error that shows both: a ratio of different answers means nothing. */
export function same<T>(what: string, ours: T, peer: T): T {
  if (JSON.stringify(ours) !== JSON.stringify(peer))
    throw new Error(`${what}: we say ${JSON.stringify(ours)}, the peer says ${JSON.stringify(peer)}`);
  return ours;
}

/** Prints the table; `ratio` is the peer's time divided by ours, so more is better for us. */
export function report(bench: string, measures: readonly Measure[], figures: Report['figures'] = {}): Report {
  const lines = measures.map(measure => {
    const each = measure.ours.map((ours, i) => (measure.peer[i] ?? 0) / ours);
    return { ...measure, ratio: { median: median(each), min: Math.min(...each), max: Math.max(...each) } };
  });
  for (const { job, ours, peer, ratio, answer } of lines)
    console.log(
      `${job}: ours ${show(median(ours))}, peer ${show(median(peer))}, ratio ${ratio.median.toFixed(2)} (${ratio.min.toFixed(2)} to ${ratio.max.toFixed(2)}); answer ${JSON.stringify(answer)}`,
    );
  for (const [name, value] of Object.entries(figures)) console.log(`${name}: ${value}`);
  const [cpu] = cpus();
  const machine = {
    cpu: cpu?.model ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    node: process.version,
  };
  return { bench, machine, measures: lines, figures };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

function show(milliseconds: number): string {
  return milliseconds >= 1_000 ? `${(milliseconds / 1_000).toFixed(2)} s` : `${milliseconds.toFixed(1)} ms`;
}
