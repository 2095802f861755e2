/**
 * `npm run bench -- NAME`: measures one job beside a peer in the same run, checks that both come to the same answer,
 * and prints the ratios. `--json FILE` also writes the figures. Timings of a busy machine are noisy; the ratio is what
 * counts.
 */
import { writeFileSync } from 'node:fs';
import { Argument, Command } from 'commander';
import type { Report } from './report.ts';

const BENCHES: Record<string, () => Promise<{ run(options: BenchOptions): Promise<Report> }>> = {
  import: () => import('./import.ts'),
  intake: () => import('./intake.ts'),
  'lifetime-value': () => import('./lifetime-value.ts'),
  list: () => import('./list.ts'),
  membership: () => import('./membership.ts'),
  posters: () => import('./posters.ts'),
  segments: () => import('./segments.ts'),
  welcome: () => import('./welcome.ts'),
};

export type BenchOptions = {
  runs: number;
  customers: number;
  /** Of each customer. */
  events: number;
  /** Kept up to date while events come. */
  segments: number;
  /** So long a stream goes on after the runs; 0: no stream. */
  minutes: number;
  home: string | undefined;
};

await new Command('bench')
  .addArgument(new Argument('<name>').choices(Object.keys(BENCHES)))
  .option('--runs <n>', 'how often each side runs', '3')
  .option('--customers <n>', 'size of the made-up data, where it is made up', '1000000')
  .option('--events <n>', 'events of each customer, where they are made up', '10')
  .option('--segments <n>', 'live segments (membership)', '7')
  .option('--minutes <n>', 'length of the stream without a pause that follows (intake)', '0')
  .option('--home <folder>', 'work there and leave it, instead of in a folder that is removed')
  .option('--json <file>', 'write the figures there')
  .action(
    async (
      name: string,
      options: Record<'runs' | 'customers' | 'events' | 'segments' | 'minutes', string> & {
        home?: string;
        json?: string;
      },
    ) => {
      const bench = await BENCHES[name]?.();
      const report = await bench?.run({
        runs: Number(options.runs),
        customers: Number(options.customers),
        events: Number(options.events),
        segments: Number(options.segments),
        minutes: Number(options.minutes),
        home: options.home,
      });
      if (options.json && report) writeFileSync(options.json, `${JSON.stringify(report, null, 2)}\n`);
    },
  )
  .parseAsync();
