import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { sharedData } from '#platform/testing/shared-data.ts';
import { temporaryFiles } from '../testing/test-files.ts';
import { csvText, encodeText, type TextEncoding, xlsxBytes } from '../testing/write-table.ts';
import { LIMITS, type Limits } from './limits.ts';
import { openRows, type ReadingChoices } from './open-rows.ts';
import type { Row } from './rows.ts';

const files = temporaryFiles();
afterAll(() => files.remove());

async function read(bytes: string | Buffer, choices: ReadingChoices = {}, limits: Limits = LIMITS) {
  const opened = await openRows(files.write('file.csv', bytes), choices, limits);
  const rows: Row[] = [];
  for await (const batch of opened.batches) rows.push(...batch);
  return { rows, cells: rows.map(row => row.cells), layout: opened.layout(), progress: opened.progress() };
}

const refusal = (bytes: string | Buffer, limits?: Limits) =>
  read(bytes, {}, limits).then(
    () => 'read',
    (error: Error) => error.message,
  );

describe('the encoding of a text file', () => {
  const table = [
    ['订单编号', '买家会员名'],
    ['="1234567890123456789"', '联通'],
    ['2', '𠮷野家 é'],
  ];
  it.each<[TextEncoding, string]>([
    ['utf-8', 'utf-8'],
    ['utf-8 with BOM', 'utf-8'],
    ['utf-16le', 'utf-16le'],
    ['utf-16be', 'utf-16be'],
  ])('%s is found', async (encoding, found) => {
    const { cells, layout } = await read(encodeText(csvText(table), encoding));
    expect(cells).toEqual(table);
    expect(layout).toMatchObject({ encoding: found, delimiter: ',' });
  });

  it('GBK is found, even when the first Chinese comes after megabytes of ASCII', async () => {
    const late = [
      ...Array.from({ length: 60_000 }, (_, at) => [`${at}`, 'plain text in between']),
      ['完', '联通'],
    ];
    const { cells, layout } = await read(encodeText(csvText(late), 'gbk'));
    expect(cells.at(-1)).toEqual(['完', '联通']);
    expect(cells.length).toBe(60_001);
    expect(layout).toMatchObject({ encoding: 'gb18030' });
  });

  it('one broken character does not turn a UTF-8 file into garbage', async () => {
    const good = Buffer.from(csvText(Array.from({ length: 20 }, () => ['商品名称很长', '北京市'])));
    const broken = Buffer.concat([good, Buffer.from([0xe4, 0xb8]), Buffer.from(',上海市\r\n')]);
    const { cells, layout } = await read(broken);
    expect(layout).toMatchObject({ encoding: 'utf-8' });
    expect(cells.at(-1)).toEqual(['�', '上海市']);
  });

  it('UTF-16 without a mark is found, and a person may overrule what was found', async () => {
    expect((await read(Buffer.from('id,name\r\n1,x\r\n', 'utf16le'))).cells).toEqual([
      ['id', 'name'],
      ['1', 'x'],
    ]);
    const { cells } = await read(encodeText('名,字\r\n', 'gbk'), { encoding: 'gb18030' });
    expect(cells).toEqual([['名', '字']]);
  });
});

describe('how a text file is built', () => {
  it.each([
    ['a,b\n1,"x;y"\n', ',', 2],
    ['a\tb\tc\n1\t2,5\t3\n', '\t', 3],
    ['a;b\n1,5;2\n', ';', 2],
    ['sep=;\r\na,b;c\r\n', ';', 2],
    ['a|b\n1|2\n', '|', 2],
    ['a title\nx\ty\n1,5\t2\n3\t4\n', '\t', 1],
    [' 00004 0001 19970101  2   29.33\n 00004 0001 19970118  2   29.73\n', ' ', 5],
    ['only\none two\nthree\n', ',', 1],
  ])('%j is set apart by %j', async (text, delimiter, width) => {
    const { layout, cells } = await read(text);
    expect(layout).toMatchObject({ delimiter });
    expect(cells[0]?.length).toBe(width);
  });

  it('reads rows that end with CR alone, and a file of one header', async () => {
    expect((await read('a,b\r1,2\r3,4')).cells).toEqual([
      ['a', 'b'],
      ['1', '2'],
      ['3', '4'],
    ]);
    expect((await read('a,b')).cells).toEqual([['a', 'b']]);
  });

  it('reads gzip, a text named .xls, and says how far it is', async () => {
    const { cells, layout, progress } = await read(gzipSync('a,b\n1,2\n'));
    expect(cells).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ]);
    expect([layout, progress]).toEqual([{ kind: 'text', gzip: true, encoding: 'utf-8', delimiter: ',' }, 1]);
    const path = files.write('报表.xls', 'a\tb\n1\t2\n');
    const opened = await openRows(path);
    for await (const rows of opened.batches) if (rows.length > 0) expect(rows[0]?.cells).toEqual(['a', 'b']);
  });

  it('closes the file when the reader leaves early', async () => {
    const opened = await openRows(files.write('long.csv', 'a,b\n'.repeat(500_000)));
    for await (const rows of opened.batches) if (rows.length > 0) break;
    expect(await opened.batches.next()).toEqual({ done: true, value: undefined });
    expect(opened.progress()).toBeLessThan(1);
  });

  it('gives back any table of strings through bytes', async () => {
    const text = fc
      .string({ unit: 'binary', maxLength: 6 })
      .filter(value => !value.includes('\0') && !value.startsWith('="'));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(text, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 5 }),
        fc.constantFrom<TextEncoding>('utf-8 with BOM', 'utf-16le', 'utf-16be'),
        async (table, encoding) => {
          const { cells } = await read(encodeText(csvText(table), encoding), { delimiter: ',' });
          expect(cells).toEqual(table.filter(row => row.some(cell => cell.trim() !== '')));
        },
      ),
      { numRuns: 80 },
    );
  });

  it('gives every naughty string back', async () => {
    const path = sharedData('hostile/strings/blns.json');
    if (!path) return;
    const strings: string[] = JSON.parse(readFileSync(path, 'utf8'));
    const { cells } = await read(csvText(strings.map((text, at) => [`${at}`, text])), { delimiter: ',' });
    expect(cells.map(([, text]) => text)).toEqual(strings);
  });
});

describe('files that cannot be read are refused in words', () => {
  const ole = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(2_000)]);
  it.each<[string, string | Buffer]>([
    ['file_empty', ''],
    ['old_xls', ole],
    ['file_encrypted', Buffer.concat([ole, Buffer.from('EncryptedPackage', 'utf16le')])],
    ['html_table', '﻿ <html><table><tr><td>1</td></tr></table>'],
    ['not_a_table', Buffer.from('%PDF-1.7 ...')],
    ['not_a_table', Buffer.from(Array.from({ length: 3_000 }, (_, at) => at % 7))],
    ['file_damaged', gzipSync('a,b\n'.repeat(9_000)).subarray(0, 60)],
    ['file_damaged', Buffer.from('PK\x03\x04 and nothing more')],
  ])('%s', async (code, bytes) => {
    expect(await refusal(bytes)).toBe(code);
  });

  it('a packed file may not unpack to more than the limit, a file not be larger than its own', async () => {
    const limits = { ...LIMITS, unpackedBytes: 1_000_000 };
    expect(await refusal(gzipSync(Buffer.alloc(3_000_000, 'a,b\n')), limits)).toBe('unpacks_too_large');
    expect(await refusal('a,b\n'.repeat(10), { ...LIMITS, fileBytes: 20 })).toBe('file_too_large');
  });

  it('a sheet that is not there is named beside those that are', async () => {
    const bytes = await xlsxBytes([['a']], '订单');
    await expect(read(bytes, { sheet: '退款' })).rejects.toMatchObject({
      message: 'sheet_missing',
      values: { sheet: '退款', sheets: '订单' },
    });
  });
});
