import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Platform } from '#platform/platform.ts';
import { oneAtATime } from '#platform/postgres/one-at-a-time.ts';
import { ERASURE_STEPS } from './contract.ts';
import { sought } from './erase.ts';
import { forgetRows } from './forget.ts';
import { forgetInAnalytics } from './forget-analytics.ts';
import type { Known } from './known.ts';
import { takeSamplesAnew } from './samples.ts';
import { removeSourceFiles } from './source-files.ts';
import { removeTraces } from './traces.ts';

type Step = (typeof ERASURE_STEPS)[number];
type Receipt = {
  id: number;
  personId: number;
  profiles: number[];
  xid: number;
  sought: Buffer | null;
  steps: Partial<Record<Step, string>>;
  finishedAt: Date | null;
};

const PATIENCE = 60_000;
const NOTHING: Known = { keys: [], strings: [], values: [] };

/**
 * Carries an erasure to its end, step by step, each of which can be repeated and is written down when it is done. Killed
 * in between, the next run goes on where this one stood.
 */
export async function runErasure(platform: Platform, receiptId: number): Promise<void> {
  // Two would put the same events into ClickHouse twice.
  await oneAtATime(platform.pool, `erasure ${receiptId}`, () => runSteps(platform, receiptId));
}

async function runSteps(platform: Platform, receiptId: number): Promise<void> {
  const receipt = await readReceipt(platform, receiptId);
  if (!receipt || receipt.finishedAt) return;
  for (const step of ERASURE_STEPS) {
    if (receipt.steps[step]) continue;
    const counts = await STEPS[step](platform, receipt);
    await noteStep(platform, receipt.id, step, counts);
  }
  // What was looked for is thrown away last: until then a repeat needs it.
  await platform.db
    .updateTable('erasureReceipts')
    .set({ sought: null, finishedAt: platform.clock.now() })
    .where('id', '=', receipt.id)
    .execute();
}

const STEPS: Record<Step, (platform: Platform, receipt: Receipt) => Promise<Record<string, number>>> = {
  async rows(platform, receipt) {
    await othersHaveEnded(platform, receipt.xid);
    const known = sought(platform, receipt) ?? NOTHING;
    await platform.db.transaction().execute(tx => forgetRows(tx, platform, receipt.profiles, known));
    return {};
  },
  async traces(platform, receipt) {
    const known = sought(platform, receipt) ?? NOTHING;
    const traces = await platform.db.transaction().execute(tx => removeTraces(tx, known));
    return { traces };
  },
  // And what the planner has sampled of all these rows.
  async files(platform) {
    const { removed, left } = await removeSourceFiles(platform, 'all');
    if (left > 0) throw new Error('An import is running; its file is removed when it has ended.');
    await takeSamplesAnew(platform.db);
    return { files: removed };
  },
  async analytics(platform, receipt) {
    await forgetInAnalytics(platform, receipt);
    return {};
  },
};

/** A transaction that began before the erasure may still write of the person; its rows are forgotten after it. */
async function othersHaveEnded({ db }: Platform, xid: number): Promise<void> {
  const until = Date.now() + PATIENCE;
  for (;;) {
    const { rows } = await sql<{ ended: boolean }>`
      select pg_snapshot_xmin(pg_current_snapshot())::text::bigint > ${xid} as ended`.execute(db);
    if (rows[0]?.ended) return;
    if (Date.now() > until) throw new Error('A transaction older than the erasure is still running.');
    await sleep(200);
  }
}

async function readReceipt({ db }: Platform, id: number): Promise<Receipt | undefined> {
  const row = await db
    .selectFrom('erasureReceipts')
    .select(['id', 'personId', 'profiles', 'xid', 'sought', 'steps', 'finishedAt'])
    .where('id', '=', id)
    .executeTakeFirst();
  return row && { ...row, steps: row.steps as Receipt['steps'] };
}

async function noteStep({ db, clock }: Platform, id: number, step: Step, counts: Record<string, number>) {
  await sql`
    update erasure_receipts set steps = steps || jsonb_build_object(${step}::text, ${clock.now().toISOString()}::text),
      counts = counts || ${JSON.stringify(counts)}::jsonb
    where id = ${id}`.execute(db);
}
