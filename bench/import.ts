import { spawn } from 'node:child_process';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createGunzip } from 'node:zlib';
import { from } from 'pg-copy-streams';
import type { ImportResult } from '#customers/imports';
import type { Platform } from '#platform/platform.ts';
import { sharedData } from '#platform/testing/shared-data.ts';
import { withHome } from './home.ts';
import type { BenchOptions } from './main.ts';
import { alternate, type Report, report, same, timed } from './report.ts';

const MAPPING =
  'order_no=InvoiceNo,sku=StockCode,item_name=Description,quantity=Quantity,ordered_at=InvoiceDate,price=UnitPrice,buyer=CustomerID';
const OPTIONS = 'currency=GBP,zone=UTC,cancel_prefix=C';
const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));

type Printed = ImportResult & { seconds: number; rowsPerSecond: number };

/**
 * Online Retail (541,909 lines) through `siyu import`, as a process of its own, beside PostgreSQL's COPY of the same
 * file into a table of texts. Ours parses, checks, makes orders, items, refunds and customers, and tells the log;
 * COPY does none of that, so it is the floor and not a rival.
 */
export async function run({ runs, home: named }: BenchOptions): Promise<Report> {
  const file = sharedData('onlineretail/onlineretail.csv.gz');
  if (!file) throw new Error('The Online Retail file is not here.');
  return await withHome(named, async (platform, home) => {
    let printed: Printed | undefined;
    const peaks: number[] = [];
    let shop = 0;
    const times = await alternate(
      runs,
      async () => {
        const ended = await importInChild(home, file, `shop ${++shop}`);
        printed = ended.printed;
        peaks.push(ended.peakMb);
        return printed.seconds * 1_000;
      },
      () => timed(() => copyPlain(platform, file)),
    );
    const again = await importInChild(home, file, `shop ${shop}`);
    const rows = same('rows', printed?.rows, await copiedRows(platform));
    return report(
      'import',
      [
        {
          job: 'Online Retail',
          ...times,
          answer: { rows, orders: printed?.orders.told, customers: printed?.customers.added },
        },
      ],
      {
        rowsPerSecond: printed?.rowsPerSecond ?? 0,
        peakMb: Math.max(...peaks),
        againSeconds: again.printed.seconds,
        againChanged: again.printed.orders.added + again.printed.orders.changed,
      },
    );
  });
}

/** The most memory the process ever held, as Linux counts it; 0 where it cannot be known. */
function importInChild(
  home: string,
  file: string,
  shop: string,
): Promise<{ printed: Printed; peakMb: number }> {
  const options = ['import', file, '--shop', shop, '--map', MAPPING, '--map-options', OPTIONS, '--json'];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [MAIN, ...options], {
      env: { ...process.env, SIYU_HOME: home },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    let peakMb = 0;
    const status = `/proc/${child.pid}/status`;
    const watch = setInterval(() => {
      if (!existsSync(status)) return;
      const [, kilobytes] = /VmHWM:\s+(\d+)/.exec(readFileSync(status, 'utf8')) ?? [];
      if (kilobytes) peakMb = Math.max(peakMb, Math.round(Number(kilobytes) / 1_000));
    }, 50);
    child.stdout.setEncoding('utf8').on('data', chunk => {
      text += chunk;
    });
    child.once('exit', code => {
      clearInterval(watch);
      if (code === 0) resolve({ printed: JSON.parse(text) as Printed, peakMb });
      else reject(new Error(`siyu import ended with ${code}`));
    });
  });
}

async function copyPlain({ pool }: Platform, file: string): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('drop table if exists bench_lines');
    await client.query(
      'create table bench_lines (invoice text, sku text, name text, quantity text, at text, price text, customer text, country text)',
    );
    const copy = client.query(from('copy bench_lines from stdin (format csv, header)'));
    await pipeline(createReadStream(file), createGunzip(), copy);
  } finally {
    client.release();
  }
}

async function copiedRows({ pool }: Platform): Promise<number> {
  const { rows } = await pool.query('select count(*)::int as n from bench_lines');
  return (rows[0] as { n: number }).n;
}
