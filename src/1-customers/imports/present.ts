import type { z } from 'zod';
import { type Language, say } from '#platform/contract.ts';
import { factOfField } from '../fields/contract.ts';
import type { Field } from '../fields/fields.ts';
import type { importView, inspectionView } from './contract.ts';
import { FIELDS, FIELDS_OF, KINDS } from './formats/fields.ts';
import { formatOf } from './formats/formats.ts';
import type { Inspection } from './formats/inspect-file.ts';
import { issueWords } from './formats/records/issues.ts';
import { bare } from './formats/values/texts.ts';
import type { ImportRow, StoredPlan } from './imports.ts';

type View = z.output<typeof importView>;

export function presentImport(row: ImportRow, language: Language): View {
  const { mapping, headerRow, sheet, newShop } = row.mapping as unknown as StoredPlan;
  return {
    id: row.id,
    fileName: row.fileName,
    bytes: row.bytes,
    shop: presentShop(row, newShop),
    format: row.format,
    formatName: formatName(row.format, language),
    mapping: mapping ?? null,
    headerRow: headerRow ?? null,
    sheet: sheet ?? null,
    status: row.status as View['status'],
    progress: presentProgress(row),
    result: presentResult(row.result as View['result'], language),
    erasedRows: row.erasedRows,
    failure: presentFailure(row.failure, language),
    createdBy: row.createdByName ?? row.createdBy,
    createdAt: row.createdAt,
    finishedAt: row.finishedAt,
  };
}

function presentShop({ accountId, shopName }: ImportRow, newShop: string | undefined): View['shop'] {
  if (accountId !== null && shopName !== null) return { id: accountId, name: shopName };
  return newShop === undefined ? null : { id: null, name: newShop };
}

/** Null until the import's turn has come: only one is worked on at a time. */
function presentProgress(row: ImportRow): View['progress'] {
  const progress = row.progress as { phase?: string; share?: number; rows?: number; seconds?: number };
  const { phase, share = 0, rows = 0, seconds = 0 } = progress;
  if (!['checking', 'importing'].includes(row.status) || phase === undefined) return null;
  return {
    phase,
    share,
    rows,
    rate: seconds > 0 ? Math.round(rows / seconds) : 0,
    secondsLeft: share > 0.02 ? Math.ceil((seconds * (1 - share)) / share) : null,
  };
}

function formatName(code: string, language: Language): string {
  if (code === 'mapped') return language === 'zh' ? '手动映射' : 'Mapped by hand';
  return formatOf(code as never)?.name[language] ?? '';
}

function presentResult(result: View['result'], language: Language): View['result'] {
  if (!result) return null;
  return {
    ...result,
    issues: result.issues.map(issue => ({
      ...issue,
      words: issueWords({ field: 'row', code: issue.code as never, value: '…' }, language),
    })),
  };
}

function presentFailure(failure: string | null, language: Language): string | null {
  if (failure === null) return null;
  const { kind, values } = JSON.parse(failure) as {
    kind: { detail: { zh: string; en: string } };
    values: Record<string, string>;
  };
  return say(kind.detail, language, values);
}

/** The rows as the file writes them, without what some shops put around every cell. */
export function presentInspection(
  { layout, header, headerRow, hasHeader, sample, recognised, guesses, reading }: Inspection,
  fields: readonly Field[],
  language: Language,
): z.output<typeof inspectionView> {
  return {
    sheet: layout.kind === 'xlsx' ? layout.sheet : null,
    sheets: layout.kind === 'xlsx' ? layout.sheets : [],
    header,
    headerRow,
    hasHeader,
    sample: sample.slice(0, 10).map(row => row.cells.map(bare)),
    recognised: recognised.slice(0, 3).map(({ format, score, missing, mapping }) => {
      const { name, kind = 'orders' } = formatOf(format) ?? {};
      const columns = Object.entries(mapping).map(([field, column]) => ({ field, column }));
      return { format, name: name?.[language] ?? format, kind, score, missing, columns };
    }),
    guesses: guesses.map((guess, at) => ({ column: header[at] ?? '', field: guess.field ?? null })),
    cancelPrefix: reading.cancelPrefix ?? null,
    amountsPer: reading.amountsPer,
    fields: [
      ...(Object.keys(FIELDS) as (keyof typeof FIELDS)[]).map(field => ({
        field,
        kinds: KINDS.filter(kind => FIELDS_OF[kind].includes(field)),
        name: FIELDS[field][language],
      })),
      ...fields.map(({ key, name }) => ({ field: factOfField(key), kinds: ['customers'], name })),
    ],
  };
}
