import iconv from 'iconv-lite';
import { formatOf } from '#customers/imports';

/** One row of a shop's file: column → cell. What is not named stays empty; the second column of a name is `name#2`. */
export type Cells = Record<string, string>;

export type ShopFile = { name: string; bytes: Buffer };

/** A file with a format's own header, as the shop would export it. */
export function fileOf(
  format: Parameters<typeof formatOf>[0],
  name: string,
  rows: readonly Cells[],
  encoding: 'utf8' | 'utf8 with BOM' | 'gbk' = 'utf8',
): ShopFile {
  const header = formatOf(format)?.header ?? [];
  const keys = header.map((column, at) => (header.indexOf(column) < at ? `${column}#2` : column));
  const lines = [header, ...rows.map(row => keys.map(key => row[key] ?? ''))];
  const text = lines.map(line => `${line.map(quoted).join(',')}\r\n`).join('');
  if (encoding === 'gbk') return { name, bytes: iconv.encode(text, 'gbk') };
  return { name, bytes: Buffer.from(encoding === 'utf8' ? text : `\uFEFF${text}`) };
}

/** Taobao's `="…"`, which keeps Excel from rounding ids, stands bare. */
function quoted(cell: string): string {
  if (!/[",\r\n]/.test(cell) || /^="[^",]*"$/.test(cell)) return cell;
  return `"${cell.replaceAll('"', '""')}"`;
}
