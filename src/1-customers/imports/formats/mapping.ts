import { z } from 'zod';
import { name, text, type Words } from '#platform/contract.ts';
import { FIELD_LIMITS, fieldDefinition } from '../../fields/contract.ts';
import { FIELD_NAMES, FIELDS_OF, type Field, type RecordKind } from './fields.ts';
import { timePattern } from './values/times.ts';
import { zoneNamed } from './values/zones.ts';

/** A number counts from 1; a text is the column's name, `name#2` the second of that name. */
const columnRef = z.union([z.number().int().min(1).max(2_000), name(200)]);

/** How somebody says what the columns of a file mean. The wizard sends it, `imports.mapping` keeps it. */
export const userMapping = z.object({
  kind: z.enum(['orders', 'refunds', 'customers']).default('orders'),
  columns: z
    .array(
      z.object({
        field: z.enum(FIELD_NAMES),
        column: columnRef,
        /** For times: `yyyyMMdd`, `d/M/yyyy H:mm`, … */
        format: text(40).optional(),
      }),
    )
    .min(1)
    .max(100),
  /** Columns that are the customers' own fields (客户资料字段), by the field's key. */
  custom: z
    .array(z.object({ key: name(FIELD_LIMITS.key), column: columnRef }))
    .max(FIELD_LIMITS.inUse)
    .default([]),
  /** The file has no order number: one is made of buyer, time and how many such rows came before. */
  autoOrderNo: z.boolean().default(false),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .default('CNY'),
  zone: text(60).default('Asia/Shanghai'),
  decimal: z.enum(['point', 'comma']).default('point'),
  unit: z.enum(['major', 'minor']).default('major'),
  /** See `OrderLine.amountsPer`. */
  amountsPer: z.enum(['order', 'line']).default('order'),
  /** Order numbers that begin with this take back what another order sold. */
  cancelPrefix: name(20).optional(),
});
export type UserMapping = z.output<typeof userMapping>;

export const importPlan = z.object({
  format: z.enum([
    ...['taobao_orders', 'taobao_orders_2026', 'taobao_items', 'taobao_refunds', 'tmall_supplier_orders'],
    ...['jd_orders', 'douyin_orders_a', 'douyin_orders_b', 'douyin_after_sales', 'youzan_orders'],
    ...['youzan_order_items', 'youzan_customers', 'template_orders', 'template_customers', 'mapped'],
  ] as const),
  mapping: userMapping.optional(),
  /** The row of the header as Excel counts; 0: there is none, columns go by number. */
  headerRow: z.number().int().min(0).max(1_000).default(1),
  encoding: z.enum(['utf-8', 'gb18030', 'utf-16le', 'utf-16be']).optional(),
  delimiter: z.enum([',', '\t', ';', '|', ' ']).optional(),
  sheet: text(200).optional(),
  /** The customers' fields that columns were mapped to, as they were when that was said. */
  fields: z.array(fieldDefinition).optional(),
});
/** Everything that decides how a file is read; kept with the import, so that it can be read again the same way. */
export type ImportPlan = z.output<typeof importPlan>;

/** What is wrong with a mapping: where, and words with `{part}` and further values. */
export type MappingFault = { part: string; words: Words };

const TIMES: readonly Field[] = [
  ...(['orderedAt', 'paidAt', 'completedAt', 'appliedAt', 'finishedAt'] as const),
  ...(['becameCustomerAt', 'becameMemberAt'] as const),
];

/** What every file of a kind must say; of each list one field is enough. */
const NEEDED: Record<UserMapping['kind'], readonly (readonly Field[])[]> = {
  orders: [['orderNo'], ['orderedAt']],
  refunds: [['refundNo'], ['orderNo'], ['amount']],
  customers: [['phone', 'customerId', 'memberCard']],
};

/** Everything that is wrong with a mapping before a file is seen; none: it can be used. */
export function mappingFaults(mapping: UserMapping): MappingFault[] {
  return [
    ...columnFaults(mapping),
    ...customFaults(mapping),
    ...neededFaults(mapping),
    ...zoneFaults(mapping),
  ];
}

function columnFaults(mapping: UserMapping): MappingFault[] {
  const allowed: readonly Field[] = FIELDS_OF[mapping.kind satisfies RecordKind];
  const seen = new Set<Field>();
  const faults: MappingFault[] = [];
  for (const { field, format } of mapping.columns) {
    if (!allowed.includes(field))
      faults.push(fault(field, '{part} 不属于这类文件。', '{part} does not belong to this kind of file.'));
    if (seen.has(field)) faults.push(fault(field, '{part} 指定了两次。', '{part} is named twice.'));
    seen.add(field);
    if (format === undefined) continue;
    if (!TIMES.includes(field))
      faults.push(
        fault(field, '只有时间可以写格式，{part} 不是时间。', 'Only times have a format; {part} is none.'),
      );
    else if (!timePattern(format))
      faults.push(
        fault(
          format,
          '看不懂时间格式 {part}，可用 yyyy MM dd HH mm ss。',
          'Cannot read the time format {part}; use yyyy MM dd HH mm ss.',
        ),
      );
  }
  return faults;
}

function customFaults({ kind, custom }: UserMapping): MappingFault[] {
  const [first] = custom;
  if (first && kind !== 'customers')
    return [
      fault(
        first.key,
        '客户资料字段 {part} 只能用在客户文件里。',
        'The customer field {part} belongs to a file of customers.',
      ),
    ];
  const twice = custom.find(({ key }, at) => custom.findIndex(one => one.key === key) !== at);
  return twice ? [fault(twice.key, '{part} 指定了两次。', '{part} is named twice.')] : [];
}

function neededFaults(mapping: UserMapping): MappingFault[] {
  const has = (field: Field) =>
    mapping.columns.some(one => one.field === field) || (field === 'orderNo' && mapping.autoOrderNo);
  const needed = [...NEEDED[mapping.kind], ...(mapping.autoOrderNo ? [['buyer'] as const] : [])];
  return needed
    .filter(fields => !fields.some(has))
    .map(fields => fault(fields.map(snake).join(' / '), '还需要 {part}。', '{part} is needed too.'));
}

function zoneFaults(mapping: UserMapping): MappingFault[] {
  if (zoneNamed(mapping.zone)) return [];
  return [
    fault(
      mapping.zone,
      '没有时区 {part}，可用 Asia/Shanghai、UTC、+01:00。',
      'There is no time zone {part}; use Asia/Shanghai, UTC, +01:00.',
    ),
  ];
}

export function fault(part: string, zh: string, en: string): MappingFault {
  return { part, words: { zh, en } };
}

/** `orderNo` → `order_no`, as the command line writes fields. */
export function snake(name: string): string {
  return name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`);
}
