import { crc32, deflateRawSync } from 'node:zlib';

export type ZipEntry = { name: string; content: string };

const VERSION = 20;
/** The names are UTF-8. */
const UTF8 = 0x0800;
const DEFLATE = 8;
/** 1980-01-01, where the format begins: a copy of the same data is the same file. */
const DATE = 0x0021;

/** A ZIP archive of a few small texts (PKWARE APPNOTE 6.3.10: local headers, central directory, its end). */
export function zipOf(entries: readonly ZipEntry[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content } of entries) {
    const plain = Buffer.from(content, 'utf8');
    const packed = deflateRawSync(plain);
    const path = Buffer.from(name, 'utf8');
    const facts = factsOf(plain, packed, path);
    const local = Buffer.concat([number(0x04034b50, 4), facts, path, packed]);
    directory.push(
      Buffer.concat([
        ...[number(0x02014b50, 4), number(VERSION, 2), facts],
        // no comment, disk 0, no attributes, and where the entry begins
        ...[number(0, 2), number(0, 2), number(0, 2), number(0, 4), number(offset, 4), path],
      ]),
    );
    parts.push(local);
    offset += local.length;
  }
  const index = Buffer.concat(directory);
  const end = [
    ...[
      number(0x06054b50, 4),
      number(0, 2),
      number(0, 2),
      number(entries.length, 2),
      number(entries.length, 2),
    ],
    ...[number(index.length, 4), number(offset, 4), number(0, 2)],
  ];
  return Buffer.concat([...parts, index, ...end]);
}

/** What the local header and the directory say in the same words, up to the length of the extra field. */
function factsOf(plain: Buffer, packed: Buffer, path: Buffer): Buffer {
  return Buffer.concat([
    ...[number(VERSION, 2), number(UTF8, 2), number(DEFLATE, 2), number(0, 2), number(DATE, 2)],
    ...[number(crc32(plain), 4), number(packed.length, 4), number(plain.length, 4)],
    ...[number(path.length, 2), number(0, 2)],
  ]);
}

function number(value: number, bytes: 2 | 4): Buffer {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntLE(value, 0, bytes);
  return buffer;
}
