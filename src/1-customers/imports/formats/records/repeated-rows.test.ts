import { afterAll, expect, test } from 'vitest';
import { between, pick, type Random, seededRandom } from '#platform/random.ts';
import { temporaryFiles } from '../../testing/test-files.ts';
import { csvText } from '../../testing/write-table.ts';
import { openRecords } from '../import-file.ts';
import { importPlan, userMapping } from '../mapping.ts';
import type { RowIssue } from './issues.ts';
import type { ImportRecord } from './records.ts';

const SEED = Number(process.env.TEST_SEED ?? 20_261_124);
const files = temporaryFiles();
afterAll(() => files.remove());

const OF_ORDER = {
  orderNo: ['no-1', 'no-2'],
  orderedAt: ['2026-03-01 10:00:00', '2026-03-02 10:00:00', 'yesterday'],
  status: ['已付款', '交易成功', '什么状态'],
  buyer: ['ann', 'bob', ''],
  buyerPhone: ['13800000001', '', '12'],
  paid: ['12.50', '', '0.125'],
  freight: ['', '3', '-3'],
  source: ['', '直播间'],
} as const;
const OF_ITEM = {
  itemName: ['杯子', '茶', ''],
  sku: ['', 'a-1'],
  quantity: ['1', '3', 'many'],
  price: ['2.50', '1', '', 'dear'],
  itemRefunded: ['', '0.50'],
} as const;

const FIELDS = [...Object.keys(OF_ORDER), ...Object.keys(OF_ITEM)] as (keyof typeof OF_ORDER)[];
const anyOf = (random: Random, cells: Record<string, readonly string[]>) =>
  Object.values(cells).map(texts => pick(random, random.next() < 0.7 ? texts.slice(0, 2) : texts));

/** Rows of which many say of their order what the row before has said, or all but one cell of it. */
function someRows(random: Random): string[][] {
  const rows: string[][] = [];
  let ofOrder = anyOf(random, OF_ORDER);
  while (rows.length < 600) {
    const other = anyOf(random, OF_ORDER);
    const one = between(random, 0, other.length - 1);
    ofOrder =
      random.next() < 0.3 ? other : ofOrder.map((cell, at) => (at === one ? (other[at] ?? '') : cell));
    for (let n = between(random, 1, 4); n > 0; n--) rows.push([...ofOrder, ...anyOf(random, OF_ITEM)]);
  }
  return rows;
}

type Read = { records: ImportRecord[]; issues: RowIssue[] };

async function readRows(amountsPer: 'order' | 'line', rows: string[][]): Promise<Read> {
  const columns = FIELDS.map((field, at) => ({ field, column: at + 1 }));
  const path = files.write('rows.csv', csvText([FIELDS, ...rows]));
  const mapping = userMapping.parse({ columns, amountsPer });
  const opened = await openRecords(path, importPlan.parse({ format: 'mapped', mapping }));
  const read: Read = { records: [], issues: [] };
  for await (const { records, issues } of opened.batches) {
    read.records.push(...records);
    read.issues.push(...issues);
  }
  return read;
}

test.each(['order', 'line'] as const)(
  `a row that repeats what the row before says of the order reads as it does alone; amounts per %s (seed ${SEED})`,
  async amountsPer => {
    const rows = someRows(seededRandom(SEED));
    const together = await readRows(amountsPer, rows);
    for (const [at, row] of rows.entries()) {
      const rowNo = at + 2;
      const alone = await readRows(amountsPer, [row]);
      const here = <T extends { rowNo: number }>(all: readonly T[]) => all.filter(one => one.rowNo === rowNo);
      expect(here(together.records), row.join()).toEqual(alone.records.map(one => ({ ...one, rowNo })));
      expect(here(together.issues), row.join()).toEqual(alone.issues.map(one => ({ ...one, rowNo })));
    }
    expect(together.records.length).toBeGreaterThan(100);
    expect(together.issues.length).toBeGreaterThan(100);
  },
);
