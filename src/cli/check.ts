import { compareStores, projectionReader } from '#customers';
import { findBrokenSeal } from '#platform/audit/seals.ts';
import type { Config } from '#platform/config.ts';
import { catchUp } from '#platform/log/readers.ts';
import { makeLogger } from '#platform/logger.ts';
import { openPlatform, type Platform } from '#platform/platform.ts';
import { checkLedger, valueLedgerReader } from '#segmentation';

type Finding = { check: string; ok: boolean; detail?: unknown };

/** `siyu check`: proves the data against itself. Ends with 1 when anything is off, so that a timer can tell. */
export async function checkCommand(config: Config, json: boolean): Promise<void> {
  const { platform, close } = await openPlatform(config, makeLogger('error'));
  try {
    const findings = await check(platform);
    if (json) process.stdout.write(`${JSON.stringify(findings)}\n`);
    else
      for (const { check, ok, detail } of findings)
        process.stdout.write(`${ok ? 'ok   ' : 'WRONG'} ${check}${ok ? '' : ` ${JSON.stringify(detail)}`}\n`);
    if (findings.some(finding => !finding.ok)) process.exitCode = 1;
  } finally {
    await close();
  }
}

async function check(platform: Platform): Promise<Finding[]> {
  for (const reader of [valueLedgerReader(platform), projectionReader(platform)])
    await catchUp(platform.db, reader);
  const { ordersOff, refundsOff, totalsOff } = await checkLedger(platform.db);
  const differences = await compareStores(platform);
  const broken = await findBrokenSeal(platform.db);
  return [
    {
      check: 'every order and refund stands in the value ledger with what they say',
      ok: ordersOff + refundsOff === 0,
      detail: { orders: ordersOff, refunds: refundsOff },
    },
    {
      check: 'every customer’s total is the sum of their entries',
      ok: totalsOff === 0,
      detail: { customers: totalsOff },
    },
    {
      check: 'ClickHouse holds what PostgreSQL holds, row for row',
      ok: differences.length === 0,
      detail: differences,
    },
    { check: 'the audit log is the one that was written', ok: broken === undefined, detail: broken },
  ];
}
