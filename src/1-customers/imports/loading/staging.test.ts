import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { testPlatform } from '#platform/testing/test-platform.ts';
import type { RefundLine } from '../formats/records/records.ts';
import { withStaging } from './staging.ts';

const platform = await testPlatform();
const { db } = platform;

const untold = [
  ...(['orderNo', 'subOrderNo', 'buyer', 'statusText', 'refundKind'] as const),
  ...(['appliedAt', 'finishedAt', 'reason', 'item'] as const),
];
const refund = (rowNo: number) =>
  ({
    ...{ kind: 'refund', rowNo, refundNo: `R-${rowNo}`, line: 1, amount: 100, status: 'done' },
    ...Object.fromEntries(untold.map(name => [name, undefined])),
  }) as RefundLine;

async function staged(importId: number): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from import_lines where import_id = ${importId}`.execute(db);
  return rows[0]?.n ?? 0;
}

test('what was read stands after a while, so that a long file holds back nobody who reads the log', async () => {
  await withStaging(platform, 71, async staging => {
    await staging.write([refund(1)]);
    expect(await staged(71), 'not at once: each time costs').toBe(0);
    await sleep(600);
    await staging.write([]);
    expect(await staged(71)).toBe(1);
    await staging.write([refund(2)]);
    await staging.end();
  });
  expect(await staged(71)).toBe(2);
});

test('of a reading that fails nothing stays staged', async () => {
  const reading = withStaging(platform, 72, async staging => {
    await staging.write([refund(1)]);
    await sleep(600);
    await staging.write([refund(2)]);
    expect(await staged(72)).toBe(2);
    throw new Error('the file is damaged');
  });
  await expect(reading).rejects.toThrow('the file is damaged');
  expect(await staged(72)).toBe(0);
});
