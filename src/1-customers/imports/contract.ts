import { z } from 'zod';
import { id, instant, name, text } from '#platform/contract.ts';
import { userMapping } from './formats/mapping.ts';

export const importStatus = z.enum([
  'uploaded',
  'checking',
  'checked',
  'importing',
  'done',
  'failed',
  'undoing',
  'undone',
]);

export const importResult = z.object({
  rows: z.number().int(),
  rejectedRows: z.number().int(),
  warnedRows: z.number().int(),
  orders: z.object({
    told: z.number().int(),
    added: z.number().int(),
    changed: z.number().int(),
    unchanged: z.number().int(),
    withoutCustomer: z.number().int(),
    /** Orders that a file of items tells of and the shop does not have: nothing was done with them. */
    unknown: z.number().int().optional(),
  }),
  items: z.number().int(),
  refunds: z.object({
    told: z.number().int(),
    added: z.number().int(),
    changed: z.number().int().optional(),
  }),
  customers: z.object({ added: z.number().int(), merged: z.number().int(), total: z.number().int() }),
  /** What taking it back came to. */
  undone: z
    .object({
      ordersRemoved: z.number().int(),
      ordersRestored: z.number().int(),
      customersRemoved: z.number().int(),
      customersKept: z.number().int(),
    })
    .optional(),
  amounts: z.object({
    soldExact: z.string(),
    soldImported: z.string(),
    refundedExact: z.string(),
    refundedImported: z.string(),
  }),
  issues: z.array(
    z.object({
      code: z.string(),
      severity: z.enum(['reject', 'warn']),
      rows: z.number().int(),
      words: z.string().optional(),
    }),
  ),
});

/** What the wizard knows of a file before anything is imported. */
export const inspectionView = z.object({
  /** Of a workbook: the sheet that was looked at, and all there are to choose from. */
  sheet: z.string().nullable(),
  sheets: z.array(z.string()),
  header: z.array(z.string()),
  headerRow: z.number().int(),
  /** False: the first row seems to be a row like the others. */
  hasHeader: z.boolean(),
  sample: z.array(z.array(z.string())),
  recognised: z.array(
    z.object({
      format: z.string(),
      name: z.string(),
      kind: z.string(),
      score: z.number(),
      missing: z.array(z.string()),
      /** What each column is taken for; columns count from 0. */
      columns: z.array(z.object({ column: z.number().int(), field: z.string() })),
    }),
  ),
  guesses: z.array(z.object({ column: z.string(), field: z.string().nullable() })),
  /** What the numbers of orders that were taken back seem to begin with. */
  cancelPrefix: z.string().nullable(),
  amountsPer: z.enum(['order', 'line']),
  fields: z.array(z.object({ field: z.string(), kinds: z.array(z.string()), name: z.string() })),
});

export const importView = z.object({
  id: id('imp'),
  fileName: z.string(),
  bytes: z.number().int(),
  /** A new shop has no id until the import itself begins. */
  shop: z.object({ id: id('acc').nullable(), name: z.string() }).nullable(),
  format: z.string(),
  formatName: z.string(),
  /** How the columns were said to be read, where that was said by hand. */
  mapping: userMapping.nullable(),
  headerRow: z.number().int().nullable(),
  sheet: z.string().nullable(),
  status: importStatus,
  progress: z
    .object({
      phase: z.string(),
      share: z.number(),
      rows: z.number(),
      rate: z.number(),
      secondsLeft: z.number().nullable(),
    })
    .nullable(),
  result: importResult.nullable(),
  /** Rows that tell of people who were erased: they were not read in. */
  erasedRows: z.number().int(),
  failure: z.string().nullable(),
  createdBy: z.string(),
  createdAt: instant,
  finishedAt: instant.nullable(),
});

/** How the file is to be read: a recognised format, or a mapping; and the shop it comes from, named or new. */
export const importChoice = z.object({
  shop: z.union([z.object({ id: id('acc') }), z.object({ name: name(60) })]),
  format: text(40).optional(),
  mapping: userMapping.optional(),
  headerRow: z.number().int().min(0).max(1_000).optional(),
  sheet: text(200).optional(),
});

export const issueView = z.object({
  rowNo: z.number().int(),
  field: z.string(),
  code: z.string(),
  value: z.string(),
  severity: z.enum(['reject', 'warn']),
  words: z.string(),
});

/** One thing that is wrong with many rows: how many, the first of them, and the words of the very first. */
export const issueKind = z.object({
  field: z.string(),
  code: z.string(),
  severity: z.enum(['reject', 'warn']),
  rows: z.number().int(),
  firstRows: z.array(z.number().int()),
  words: z.string(),
});
