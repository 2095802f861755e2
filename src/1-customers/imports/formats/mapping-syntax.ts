import { z } from 'zod';
import { FACT_PREFIX } from '../../fields/contract.ts';
import { FIELD_NAMES, type Field } from './fields.ts';
import { fault, type ImportPlan, importPlan, type MappingFault, mappingFaults, snake } from './mapping.ts';

/**
 * The mapping of the command line:
 *
 *     --map "order_no=InvoiceNo,ordered_at=InvoiceDate,price=\"Price, net\",buyer=3,paid_at=PayTime:yyyyMMdd"
 *     --map-options "currency=GBP,zone=Europe/London,cancel_prefix=C"
 *
 * `field=column[:format]`, commas between. A column is a name or a number counted from 1; a name with a comma, colon,
 * quote or only digits goes in double quotes, quotes in it doubled. Formats belong to times. `order_no=auto` makes
 * order numbers. `field.skin=Skin` fills the customers' own field with the key `skin`. `amount` means what was paid.
 */
export type ParsedPlan = { plan: ImportPlan; faults: [] } | { plan: undefined; faults: MappingFault[] };

export function parsePlan(map: string, options = ''): ParsedPlan {
  const faults: MappingFault[] = [];
  const settings = parseOptions(options, faults);
  const kind = settings.mapping.kind;
  const columns: unknown[] = [];
  const custom: unknown[] = [];
  let autoOrderNo = false;
  for (const part of splitParts(map, faults)) {
    const pair = parsePair(part, kind === 'orders' || kind === undefined, faults);
    if (pair === 'auto') autoOrderNo = true;
    else if (pair && 'key' in pair) custom.push(pair);
    else if (pair) columns.push(pair);
  }
  if (columns.length === 0 && faults.length === 0)
    faults.push(
      fault(
        map,
        '没有指定任何列，例如 order_no=订单号,ordered_at=下单时间。',
        'No column is named; write order_no=Number,ordered_at=Date.',
      ),
    );
  if (faults.length > 0) return { plan: undefined, faults };
  return check({
    format: 'mapped',
    ...settings.reading,
    mapping: { ...settings.mapping, columns, custom, autoOrderNo },
  });
}

function check(input: unknown): ParsedPlan {
  const parsed = importPlan.safeParse(input);
  if (!parsed.success) {
    const faults = parsed.error.issues.map(issue =>
      fault(`${issue.path.join('.')}: ${z.prettifyError(new z.ZodError([issue]))}`, '{part}', '{part}'),
    );
    return { plan: undefined, faults };
  }
  const faults = parsed.data.mapping ? mappingFaults(parsed.data.mapping) : [];
  return faults.length > 0 ? { plan: undefined, faults } : { plan: parsed.data, faults: [] };
}

/** At commas that are not in double quotes. */
function splitParts(text: string, faults: MappingFault[]): string[] {
  const parts = [''];
  let quoted = false;
  for (const sign of text) {
    if (sign === '"') quoted = !quoted;
    if (sign === ',' && !quoted) parts.push('');
    else parts.push((parts.pop() ?? '') + sign);
  }
  if (quoted) faults.push(fault(text, '引号没有配对：{part}', 'A quote is not closed: {part}'));
  return parts.map(part => part.trim()).filter(part => part !== '');
}

const PAIR = /^(field\.[^=:"\s]+|[A-Za-z_]+)\s*=\s*(?:"((?:[^"]|"")*)"|([^:"]*))\s*(?::(.+))?$/s;

function parsePair(part: string, isOrders: boolean, faults: MappingFault[]) {
  const match = PAIR.exec(part);
  if (!match) {
    faults.push(
      fault(
        part,
        '看不懂「{part}」，应是 字段=列名 或 字段=列号，例如 order_no=订单号。',
        'Cannot read “{part}”; write field=column, like order_no=Number.',
      ),
    );
    return undefined;
  }
  const [, name = '', quoted, plain = '', format] = match;
  const key = name.startsWith(FACT_PREFIX) ? name.slice(FACT_PREFIX.length) : undefined;
  const field = key === undefined ? fieldOf(name, isOrders) : 'note';
  if (!field) {
    faults.push(
      fault(
        name,
        `没有字段 {part}，可用：${fieldList()}。`,
        `There is no field {part}; there are: ${fieldList()}.`,
      ),
    );
    return undefined;
  }
  if (quoted === undefined && plain === 'auto' && field === 'orderNo') return 'auto';
  const column = quoted?.replaceAll('""', '"') ?? plain.trim();
  if (column === '') {
    faults.push(fault(part, '「{part}」没有写列名。', '“{part}” names no column.'));
    return undefined;
  }
  const number = quoted === undefined && /^\d+$/.test(column) ? Number(column) : column;
  if (key !== undefined) return { key, column: number };
  return {
    field,
    column: number,
    ...(format === undefined ? {} : { format: format.replace(/^"(.*)"$/s, '$1') }),
  };
}

function fieldOf(name: string, isOrders: boolean): Field | undefined {
  if (isOrders && name === 'amount') return 'paid';
  return FIELD_NAMES.find(field => field === name || snake(field) === name);
}

function fieldList(): string {
  return FIELD_NAMES.map(snake).join(', ');
}

type Option = { to: 'mapping' | 'reading'; key: string; words: Map<string, unknown> };

const option = (to: Option['to'], key: string, words: [string, unknown][] = []): Option => ({
  to,
  key,
  words: new Map(words),
});

/** Where each option goes, and the words that mean something else inside. */
const OPTIONS = new Map<string, Option>([
  ['kind', option('mapping', 'kind')],
  ['currency', option('mapping', 'currency')],
  ['zone', option('mapping', 'zone')],
  ['decimal', option('mapping', 'decimal')],
  [
    'unit',
    option('mapping', 'unit', [
      ['yuan', 'major'],
      ['fen', 'minor'],
    ]),
  ],
  ['amounts_per', option('mapping', 'amountsPer')],
  ['cancel_prefix', option('mapping', 'cancelPrefix')],
  ['header', option('reading', 'headerRow', [['none', 0]])],
  [
    'encoding',
    option('reading', 'encoding', [
      ['gbk', 'gb18030'],
      ['utf8', 'utf-8'],
    ]),
  ],
  [
    'delimiter',
    option('reading', 'delimiter', [
      ['comma', ','],
      ['tab', '\t'],
      ['semicolon', ';'],
      ['pipe', '|'],
      ['space', ' '],
    ]),
  ],
  ['sheet', option('reading', 'sheet')],
]);

type Settings = { mapping: Record<string, unknown>; reading: Record<string, unknown> };

function parseOptions(text: string, faults: MappingFault[]): Settings {
  const settings: Settings = { mapping: {}, reading: {} };
  for (const part of splitParts(text, faults)) {
    const [, name = '', value = ''] = /^(\w+)\s*=\s*"?([^"]*)"?$/.exec(part) ?? [];
    const known = OPTIONS.get(name);
    if (!known) {
      faults.push(
        fault(
          part,
          `没有选项「{part}」，可用：${[...OPTIONS.keys()].join(', ')}。`,
          `There is no option “{part}”; there are: ${[...OPTIONS.keys()].join(', ')}.`,
        ),
      );
      continue;
    }
    const worded = known.words.has(value) ? known.words.get(value) : value;
    settings[known.to][known.key] = known.key === 'headerRow' ? Number(worded) : worded;
  }
  return settings;
}
