import type { Config } from '#platform/config.ts';
import { makeLogger } from '#platform/logger.ts';
import { openPlatform, type Platform } from '#platform/platform.ts';
import { writeSetting } from '#platform/settings/settings.ts';
import { generateLarge, type LargeReport } from '../../demo/large/generate.ts';
import { stages } from '../app.ts';
import { isEmptyHome } from './demo-home.ts';
import { firstOwner } from './first-owner.ts';
import { Refusal } from './refusal.ts';

export type DemoOptions = { customers: number; seed: number; years: number; events?: number; json?: boolean };

/** `siyu demo generate`: fills an empty home with a big demo, for measuring and for trying what many customers are like. */
export async function generateDemoCommand(config: Config, options: DemoOptions): Promise<void> {
  const { platform, close } = await openPlatform(config, makeLogger('warn'));
  try {
    if (!(await isEmptyHome(platform)))
      throw new Refusal(`${config.home} is not empty; set SIYU_HOME to a new folder for the demo.`);
    const login = await firstOwner(platform);
    const { db, clock } = platform;
    await writeSetting(db, clock, 'cli', 'demo.state', 'begun');
    const report = await generate(platform, options);
    await writeSetting(db, clock, 'cli', 'demo.state', 'done');
    print(report, options, login);
  } finally {
    await close();
  }
}

async function generate(platform: Platform, options: DemoOptions): Promise<LargeReport> {
  const { customers, seed, years, events = customers * 10, json } = options;
  const quiet = json === true || !process.stderr.isTTY;
  let shown = 0;
  return await generateLarge(platform, {
    ...{ customers, seed, years, events, stages },
    onProgress(done) {
      if (quiet || performance.now() - shown < 1_000) return;
      shown = performance.now();
      process.stderr.write(`\r${done} / ${customers} customers`);
    },
    onStep(step, seconds) {
      if (!quiet) process.stderr.write(`\r${step}: ${seconds} s${' '.repeat(30)}\n`);
    },
  });
}

function print(
  report: LargeReport,
  { customers, seed, json }: DemoOptions,
  login: { login: string; password: string } | undefined,
): void {
  if (json) return void process.stdout.write(`${JSON.stringify({ customers, seed, ...report })}\n`);
  const lines = [
    `${customers} customers in ${report.seconds} s (seed ${seed}); at most ${report.peakMegabytes} MB of memory, PostgreSQL ${report.postgresMegabytes} MB`,
    ...report.steps.map(({ step, seconds }) => `  ${step.padEnd(16)} ${seconds} s`),
    ...Object.entries(report.rows).map(([table, n]) => `  ${table.padEnd(16)} ${n} rows`),
    ...(login ? [`login: ${login.login}  password: ${login.password}`] : []),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
