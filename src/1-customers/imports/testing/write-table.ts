import ExcelJS from 'exceljs';
import iconv from 'iconv-lite';

export type TextEncoding = 'utf-8' | 'utf-8 with BOM' | 'gbk' | 'utf-16le' | 'utf-16be';

/** A table as delimited text. Taobao's `="…"` stands bare, as the shop writes it; the rest is quoted where needed. */
export function csvText(table: readonly (readonly string[])[], delimiter = ',', newline = '\r\n'): string {
  return table.map(row => row.map(cell => csvCell(cell, delimiter)).join(delimiter) + newline).join('');
}

function csvCell(cell: string, delimiter: string): string {
  if (/^="[^",]*"$/.test(cell)) return cell;
  return cell.includes(delimiter) || /["\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

export function encodeText(text: string, encoding: TextEncoding): Buffer {
  switch (encoding) {
    case 'utf-8':
      return Buffer.from(text);
    case 'utf-8 with BOM':
      return Buffer.from(`﻿${text}`);
    case 'gbk':
      return iconv.encode(text, 'gbk');
    case 'utf-16le':
      return Buffer.from(`﻿${text}`, 'utf16le');
    case 'utf-16be':
      return Buffer.from(`﻿${text}`, 'utf16le').swap16();
  }
}

/** A cell of a workbook: a text, a number, or a wall clock (its numbers as UTC). */
export type SheetCell = string | number | Date;

/** A table as the bytes of an .xlsx. */
export async function xlsxBytes(
  table: readonly (readonly SheetCell[])[],
  sheetName = 'Sheet1',
): Promise<Buffer> {
  const workbook = new ExcelJS.Workbook();
  workbook.created = new Date(0);
  workbook.modified = new Date(0);
  const sheet = workbook.addWorksheet(sheetName);
  for (const row of table) {
    const added = sheet.addRow(row.map(cell => (cell === '' ? null : cell)));
    added.eachCell(cell => {
      if (cell.value instanceof Date) cell.numFmt = 'yyyy-mm-dd hh:mm:ss';
    });
  }
  return withoutDates(Buffer.from(await workbook.xlsx.writeBuffer()));
}

/** An archive notes when it was packed; without that the same table gives the same bytes. */
function withoutDates(archive: Buffer): Buffer {
  const end = archive.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
    archive.fill(0, at + 12, at + 16);
    const local = archive.readUInt32LE(at + 42);
    archive.fill(0, local + 10, local + 14);
    at += 46 + archive.readUInt16LE(at + 28) + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  return archive;
}
