import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { between, seededRandom } from '#platform/random.ts';
import {
  aliveProbability,
  expectedOrders,
  fitPurchases,
  type PurchaseModel,
} from '../src/2-segmentation/lifetime-value/prediction/model/bg-nbd.ts';
import {
  expectedSpend,
  fitSpend,
  type SpendModel,
  type SpendRow,
} from '../src/2-segmentation/lifetime-value/prediction/model/gamma-gamma.ts';
import { collapse, type History } from '../src/2-segmentation/lifetime-value/prediction/model/histories.ts';
import { drawGamma, drawHistory } from '../src/2-segmentation/lifetime-value/prediction/testing/draw.ts';
import type { BenchOptions } from './main.ts';
import { alternate, type Report, report, same } from './report.ts';

/** Those of Fader, Hardie & Lee and of Fader & Hardie for CDNOW, so that the invented people are like real ones. */
const PURCHASES: PurchaseModel = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426, stopsAfterFirst: 0 };
const SPEND: SpendModel = { p: 6.25, q: 3.74, gamma: 15.45 };
const AHEAD = 365 / 7;
/** First orders are spread over two years. */
const DAYS = 730;

type Buyers = { histories: History[]; sums: Float64Array };
type Answer = { r: number; alpha: number; a: number; b: number; orders: number; value: number };

/**
 * Fits BG/NBD and Gamma-Gamma and scores everybody: expected orders in a year, probability of being alive, expected
 * value. Beside it the same in the manner of the Python package lifetimes, with NumPy and SciPy, on every customer apart
 * (lifetime_value_peer.py). The histories are drawn from known parameters; reading them from a database is not in it.
 */
export async function run({ runs, customers }: BenchOptions): Promise<Report> {
  const buyers = draw(customers);
  const folder = mkdtempSync(join(tmpdir(), 'siyu-bench-'));
  try {
    writePeer(folder, buyers);
    let [ours, peer] = [nothing(), nothing()];
    let rows = 0;
    const times = await alternate(
      runs,
      async () => {
        const began = performance.now();
        ({ answer: ours, rows } = fitAndScore(buyers));
        return performance.now() - began;
      },
      async () => {
        const told = askPeer(folder);
        peer = told.answer;
        return told.milliseconds;
      },
    );
    const job = `fit and score ${customers} customers`;
    return report('lifetime-value', [{ job, ...times, answer: same(job, rounded(ours), rounded(peer)) }], {
      rows,
      peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1_024),
      drawnFrom: JSON.stringify({ ...PURCHASES, ...SPEND }),
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function fitAndScore({ histories, sums }: Buyers): { answer: Answer; rows: number } {
  const rows = collapse(histories);
  const { model } = fitPurchases(rows, 0);
  const { model: spend } = fitSpend(spendRows(histories, sums));
  const scores = new Map(
    rows.map(row => [
      keyOf(row),
      { orders: expectedOrders(model, row, AHEAD), alive: aliveProbability(model, row) },
    ]),
  );
  let [orders, value] = [0, 0];
  const perPerson = new Float64Array(histories.length);
  histories.forEach((history, i) => {
    const expected = scores.get(keyOf(history))?.orders ?? 0;
    const worth = expected * expectedSpend(spend, history.repeats + 1, sums[i] ?? 0);
    perPerson[i] = worth;
    orders += expected;
    value += worth;
  });
  const { r, alpha, a, b } = model;
  return { answer: { r, alpha, a, b, orders, value }, rows: rows.length };
}

const keyOf = ({ repeats, last, age }: History) => (repeats * 1_024 + last) * 1_024 + age;

function spendRows(histories: readonly History[], sums: Float64Array): SpendRow[] {
  const bins = new Map<number, SpendRow>();
  histories.forEach(({ repeats }, i) => {
    const sum = sums[i] ?? 0;
    const key = repeats * 8_192 + Math.round(Math.log(sum) * 200);
    const bin = bins.get(key);
    if (bin) {
      bin.sum += sum;
      bin.people++;
    } else bins.set(key, { orders: repeats + 1, sum, people: 1 });
  });
  return [...bins.values()].map(bin => ({ ...bin, sum: bin.sum / bin.people }));
}

/** Four digits of the parameters and of the sums: both climb until it hardly rises, not to the same last digit. */
function rounded(answer: Answer): Record<string, string> {
  return Object.fromEntries(
    Object.entries(answer).map(([name, value]) => [name, value.toPrecision(name === 'value' ? 3 : 4)]),
  );
}

const nothing = (): Answer => ({ r: 0, alpha: 0, a: 0, b: 0, orders: 0, value: 0 });

function askPeer(folder: string): { milliseconds: number; answer: Answer } {
  const script = fileURLToPath(new URL('lifetime_value_peer.py', import.meta.url));
  const { status, stdout, stderr } = spawnSync('python3', [script, folder], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`The peer needs python3 with numpy and scipy: ${stderr}`);
  return JSON.parse(stdout) as { milliseconds: number; answer: Answer };
}

function writePeer(folder: string, { histories, sums }: Buyers): void {
  const column = (of: (history: History) => number) => Float64Array.from(histories, of);
  const columns = { x: column(h => h.repeats), tx: column(h => h.last / 7), t: column(h => h.age / 7), sums };
  for (const [name, values] of Object.entries(columns))
    writeFileSync(join(folder, name), new Uint8Array(values.buffer));
}

/** People as the models have them: a rate, a chance to stop and a mean worth of their own. Seeded. */
function draw(customers: number): Buyers {
  const random = seededRandom(1);
  const histories: History[] = [];
  const sums = new Float64Array(customers);
  for (let i = 0; i < customers; i++) {
    const history = drawHistory(random, PURCHASES, between(random, 1, DAYS - 1));
    histories.push(history);
    const orders = history.repeats + 1;
    sums[i] = drawGamma(SPEND.p * orders, random) / (drawGamma(SPEND.q, random) / SPEND.gamma);
  }
  return { histories, sums };
}
