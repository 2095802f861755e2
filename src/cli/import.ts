import { statSync } from 'node:fs';
import { basename } from 'node:path';
import {
  FORMATS,
  formatName,
  formatOf,
  type ImportResult,
  importPath,
  issueWords,
  parsePlan,
} from '#customers/imports';
import { SYSTEM } from '#platform/auth/actor.ts';
import type { Config } from '#platform/config.ts';
import { say } from '#platform/contract.ts';
import { Problem } from '#platform/http/problem.ts';
import { makeLogger } from '#platform/logger.ts';
import { openPlatform } from '#platform/platform.ts';
import { Refusal } from './refusal.ts';

export type ImportOptions = {
  shop?: string;
  format?: string;
  map?: string;
  mapOptions?: string;
  json?: boolean;
};

/** `siyu import FILE`: the same import as the wizard's, with the counts printed. */
export async function importCommand(config: Config, file: string, options: ImportOptions): Promise<void> {
  refuseNoFile(file);
  const choice = choiceOf(options);
  const { platform, close } = await openPlatform(config, makeLogger('error'));
  try {
    const started = performance.now();
    const { format, result } = await importPath(platform, {
      path: file,
      choice,
      actor: { ...SYSTEM, name: 'cli' },
    });
    print(file, format, result, (performance.now() - started) / 1_000, options.json ?? false);
  } catch (error) {
    throw error instanceof Problem ? new Refusal(wordsOf(error)) : error;
  } finally {
    await close();
  }
}

function refuseNoFile(file: string): void {
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found) throw new Refusal(`There is no file ${file}.`);
  if (found.isDirectory()) throw new Refusal(`${file} is a folder, not a file.`);
}

function wordsOf({ kind, values }: Problem): string {
  const words = say(kind.detail, 'zh', values);
  if (kind.code !== 'import_unrecognised') return words;
  return `${say(kind.title, 'zh')}：${words.replace('列映射', '--map 字段=列名,…')}`;
}

function choiceOf({ shop = '网店', format, map, mapOptions }: ImportOptions) {
  if (format !== undefined && !formatOf(format as never))
    throw new Refusal(`Unknown format ${format}; known are ${FORMATS.map(({ code }) => code).join(', ')}.`);
  if (map === undefined) return { shop: { name: shop }, format };
  const { plan, faults } = parsePlan(map, mapOptions);
  if (!plan) throw new Refusal(faults.map(fault => say(fault.words, 'en', { part: fault.part })).join(' '));
  return { shop: { name: shop }, mapping: plan.mapping, headerRow: plan.headerRow };
}

function print(file: string, format: string, result: ImportResult, seconds: number, json: boolean): void {
  const reasons = result.issues.map(({ code, severity, rows }) => ({
    code,
    severity,
    rows,
    words: issueWords({ field: 'row', code: code as never, value: '…' }, 'zh'),
  }));
  const rejected = {
    rows: result.rejectedRows,
    reasons: reasons.filter(reason => reason.severity === 'reject'),
  };
  const warned = { rows: result.warnedRows, reasons: reasons.filter(reason => reason.severity === 'warn') };
  const { issues: _, rejectedRows: __, warnedRows: ___, ...counts } = result;
  const report = {
    file: basename(file),
    format,
    ...counts,
    rejected,
    warned,
    seconds: Number(seconds.toFixed(2)),
    rowsPerSecond: Math.round(result.rows / seconds),
  };
  if (json) return void process.stdout.write(`${JSON.stringify(report)}\n`);
  const lines = [
    `${report.file}：${formatName(format)}，${report.rows} 行，${report.seconds} 秒`,
    `订单 ${counts.orders.told}（新增 ${counts.orders.added}，更新 ${counts.orders.changed}，未变 ${counts.orders.unchanged}，未匹配客户 ${counts.orders.withoutCustomer}）`,
    `客户 新增 ${counts.customers.added}，合并 ${counts.customers.merged}，共 ${counts.customers.total}`,
    `未导入 ${rejected.rows} 行${rejected.reasons.map(reason => `\n  ${reason.rows} 行：${reason.words}`).join('')}`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
