import { readFileSync } from 'node:fs';
import { crc32, deflateRawSync } from 'node:zlib';
import ExcelJS from 'exceljs';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { sharedData } from '#platform/testing/shared-data.ts';
import { temporaryFiles } from '../testing/test-files.ts';
import { xlsxBytes } from '../testing/write-table.ts';
import { numberStyle, numberText } from './cell-texts.ts';
import { LIMITS, type Limits } from './limits.ts';
import { openRows } from './open-rows.ts';
import type { Row } from './rows.ts';

const files = temporaryFiles();
afterAll(() => files.remove());

async function read(bytes: Buffer, limits: Limits = LIMITS): Promise<Row[]> {
  const opened = await openRows(files.write('file.xlsx', bytes), {}, limits);
  const rows: Row[] = [];
  for await (const batch of opened.batches) rows.push(...batch);
  return rows;
}

const refusal = (bytes: Buffer, limits?: Limits) =>
  read(bytes, limits).then(
    () => 'read',
    (error: Error) => error.message,
  );

/** A workbook from its parts, packed by hand so that it can lie. */
type Part = { name: string; content: string | Buffer; size?: number; crc?: number };

function zip(parts: Part[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const part of parts) {
    const content = Buffer.from(part.content);
    const packed = deflateRawSync(content);
    const name = Buffer.from(part.name);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(8, 8);
    local.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(part.crc ?? crc32(content), 16);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt32LE(part.size ?? content.length, 24);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(at, 42);
    locals.push(local, name, packed);
    directory.push(entry, name);
    at += 30 + name.length + packed.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...locals, ...directory, end]);
}

const WORKBOOK = '<workbook><sheets><sheet name="表" sheetId="1" r:id="r1"/></sheets></workbook>';
const RELATIONS =
  '<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="x/sharedStrings" Target="/xl/sharedStrings.xml"/></Relationships>';

function workbook(sheet: string, further: Part[] = []): Part[] {
  return [
    { name: 'xl/workbook.xml', content: WORKBOOK },
    { name: 'xl/_rels/workbook.xml.rels', content: RELATIONS },
    { name: 'xl/worksheets/sheet1.xml', content: sheet },
    ...further,
  ];
}

describe('reading workbooks', () => {
  it('gives texts exactly, dates as the clock Excel shows, and row numbers with gaps', async () => {
    const book = new ExcelJS.Workbook();
    const sheet = book.addWorksheet('订单');
    sheet.addRow(['订单号', '时间', '日期', '金额', '备注']);
    sheet.addRow([]);
    sheet.addRow([
      '0012',
      new Date('2026-01-31T18:05:09Z'),
      new Date('2026-02-01T00:00:00Z'),
      12.499999999999998,
      ' x ',
    ]);
    sheet.getCell('B3').numFmt = 'yyyy/m/d h:mm:ss';
    sheet.getCell('C3').numFmt = 'yyyy"年"m"月"d"日"';
    sheet.getCell('D3').numFmt = '#,##0.00_ ;[Red]-#,##0.00';
    const rows = await read(Buffer.from(await book.xlsx.writeBuffer()));
    expect(rows).toEqual([
      { rowNo: 1, cells: ['订单号', '时间', '日期', '金额', '备注'] },
      { rowNo: 3, cells: ['0012', '2026-01-31 18:05:09', '2026-02-01', '12.5', ' x '] },
    ]);
  });

  it('puts rich text together, takes results of formulas, the text of links, and says when an id has lost its end', async () => {
    const book = new ExcelJS.Workbook();
    const sheet = book.addWorksheet('x');
    sheet.addRow([
      { richText: [{ text: '买家' }, { text: '甲', font: { bold: true } }] },
      { formula: 'A1&"x"', result: '&lt;b&gt;' },
      { formula: '1+1', result: 2 },
      { text: '链接', hyperlink: 'https://example.com' },
      6_917_926_768_823_643_000,
      true,
      123_456_789_012_345,
    ]);
    const [row] = await read(Buffer.from(await book.xlsx.writeBuffer()));
    expect(row?.cells).toEqual([
      '买家甲',
      '&lt;b&gt;',
      '2',
      '链接',
      '6.91792676882364E+18',
      'TRUE',
      '123456789012345',
    ]);
  });

  it('reads what other programs write: prefixes, CDATA, cells without places, texts in the cell, strings after the sheet', async () => {
    const sheet = `<?xml version="1.0"?><!-- by hand --><x:worksheet><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:r><x:t>a&amp;&constructor;</x:t></x:r><x:r><x:t><![CDATA[<b>]]></x:t></x:r><x:rPh><x:t>yomi</x:t></x:rPh></x:is></x:c><x:c t='s'><x:v>1</x:v></x:c><x:c t="d"><x:v>2026-01-31T08:00:00</x:v></x:c><x:c/><x:c t="e"><x:v>#N/A</x:v></x:c></x:row></x:sheetData></x:worksheet>`;
    const strings = '<sst><si><t/></si><si><t xml:space="preserve"> 行_x000D_&#10;&#x4E8C; </t></si></sst>';
    const [row] = await read(zip(workbook(sheet, [{ name: 'xl/sharedStrings.xml', content: strings }])));
    expect(row).toEqual({
      rowNo: 1,
      cells: ['a&&constructor;<b>', ' 行\r\n二 ', '2026-01-31 08:00:00', '', '#N/A'],
    });
  });

  it('passes over hidden sheets', async () => {
    const book = new ExcelJS.Workbook();
    book.addWorksheet('字典', { state: 'hidden' }).addRow(['hidden']);
    book.addWorksheet('订单').addRow(['shown']);
    expect((await read(Buffer.from(await book.xlsx.writeBuffer())))[0]?.cells).toEqual(['shown']);
  });

  it('shows numbers as typed', () => {
    expect(numberText('46053.75', 'date', false)).toBe('2026-01-31 18:00:00');
    expect(numberText('44591.75', 'date', true)).toBe('2026-01-31 18:00:00');
    expect(numberText('0.5', 'date', false)).toBe('12:00:00');
    expect(numberText('123', numberStyle(164, '000000'), false)).toBe('000123');
    expect(numberText('1E-7', 'plain', false)).toBe('0.0000001');
    expect(numberText('0.30000000000000004', 'plain', false)).toBe('0.3');
    expect([
      numberStyle(14, undefined),
      numberStyle(2, undefined),
      numberStyle(165, '[$-804]yyyy\\-mm'),
      numberStyle(166, '0.00"ms"'),
    ]).toEqual(['date', 'plain', 'date', 'plain']);
  });

  it('gives back any table of strings', async () => {
    const text = fc
      .string({ unit: 'grapheme', maxLength: 6 })
      .filter(value => !/_x[0-9a-f]{4}_/i.test(value));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(text, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 }),
        async table => {
          const rows = await read(await xlsxBytes(table));
          const filled = rows.map(({ rowNo, cells }) => [
            rowNo,
            (table[rowNo - 1] ?? []).map((_, at) => cells[at] ?? ''),
          ]);
          const expected = table
            .map((row, at) => [at + 1, row] as const)
            .filter(([, row]) => row.some(cell => cell.trim() !== ''));
          expect(filled).toEqual(expected);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('gives every naughty string back that XML can hold', async () => {
    const path = sharedData('hostile/strings/blns.json');
    if (!path) return;
    const strings: string[] = JSON.parse(readFileSync(path, 'utf8'));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 cannot hold these, the writer drops them.
    const expected = strings.map(text => text.replace(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/g, ''));
    const rows = await read(await xlsxBytes(strings.map((text, at) => [`n${at}`, text])));
    expect(rows.map(row => row.cells[1] ?? '')).toEqual(expected);
  });
});

describe('hostile workbooks are refused', () => {
  const sheet = '<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>';

  it('an archive that is no workbook, or a binary one', async () => {
    expect(await refusal(zip([{ name: 'orders.csv', content: 'a,b' }]))).toBe('zip_not_xlsx');
    const root =
      '<Relationships><Relationship Id="r1" Type="x/officeDocument" Target="xl/workbook.bin"/></Relationships>';
    expect(await refusal(zip([{ name: '_rels/.rels', content: root }]))).toBe('xlsb');
  });

  it('a bomb, told by its directory or found while unpacking', async () => {
    const huge = Buffer.alloc(40 * 1024 * 1024, ' ');
    expect(await refusal(zip(workbook(sheet, [{ name: 'xl/media/x', content: huge }])))).toBe(
      'unpacks_too_large',
    );
    const liar = { name: 'xl/worksheets/sheet1.xml', content: huge, size: 1_000 };
    expect(await refusal(zip([...workbook(sheet).slice(0, 2), liar]))).toBe('file_damaged');
    const many = Array.from({ length: 2_100 }, (_, at) => ({ name: `xl/media/${at}`, content: '' }));
    expect(await refusal(zip(workbook(sheet, many)))).toBe('too_many_entries');
    expect(await refusal(zip(workbook(sheet)), { ...LIMITS, unpackedBytes: 100 })).toBe('unpacks_too_large');
  });

  it('shared texts that would not fit into memory', async () => {
    const strings = {
      name: 'xl/sharedStrings.xml',
      content: `<sst>${'<si><t>x</t></si>'.repeat(1_000)}</sst>`,
    };
    expect(await refusal(zip(workbook(sheet, [strings])), { ...LIMITS, sharedStringBytes: 5_000 })).toBe(
      'unpacks_too_large',
    );
  });

  it('document types, half files, wrong checksums, rows and columns out of bounds', async () => {
    const bad = (content: string) => refusal(zip(workbook(content)));
    expect(await bad('<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>')).toBe('file_damaged');
    expect(await bad('<worksheet><sheetData><row r="1"><c r="A1"><v>1')).toBe('file_damaged');
    expect(await bad(sheet.replace('r="1"', 'r="99999999"'))).toBe('file_damaged');
    expect(await bad(sheet.replace('A1', 'XFD1'))).toBe('too_many_columns');
    expect(await bad(sheet.replace('>1<', `>${'9'.repeat(LIMITS.rowChars + 9)}<`))).toBe('cell_too_long');
    const [first, second, third] = workbook(sheet);
    if (first && second && third)
      expect(await refusal(zip([first, second, { ...third, crc: 1 }]))).toBe('file_damaged');
    expect(await refusal(zip(workbook(sheet)).subarray(0, 300))).toBe('file_damaged');
  });
});
