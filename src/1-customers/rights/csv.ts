import type { Row } from './export.ts';

/** RFC 4180 with a byte order mark, without which Excel takes Chinese for something else. */
export function csvOf(rows: readonly Row[]): string {
  const columns = Object.keys(rows[0] ?? {});
  const lines = [columns, ...rows.map(row => columns.map(column => row[column]))];
  return `\uFEFF${lines.map(line => `${line.map(cell).join(',')}\r\n`).join('')}`;
}

function cell(value: unknown): string {
  const text = neutral(textOf(value));
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** What a spreadsheet would run is given as text (ASVS 1.2.10); a number with its sign is none, a phone's plus neither. */
function neutral(text: string): string {
  return /^[=+\-@\t\r\0]/.test(text) && !/^[+-]?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
}
