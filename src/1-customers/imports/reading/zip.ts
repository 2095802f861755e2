import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { crc32, createInflateRaw } from 'node:zlib';
import { Problem } from '#platform/http/problem.ts';
import { FILE_DAMAGED, FILE_ENCRYPTED, TOO_MANY_ENTRIES, UNPACKS_TOO_LARGE } from './faults.ts';
import { type Limits, sizeInWords } from './limits.ts';
import { CHUNK, isZlibError, type Progress, type ShopFile } from './source.ts';

/**
 * The parts of an .xlsx by the archive's own directory (PKWARE APPNOTE 6.3.10, §4.3). Sizes are judged before anything
 * is unpacked, and again while it is: a part that turns out larger than its directory says is refused, as is one whose
 * checksum is wrong. Bytes that the directory does not name are never looked at.
 */
export type Zip = { names: string[]; read(name: string): AsyncGenerator<Buffer> };

type Entry = {
  name: string;
  encrypted: boolean;
  method: number;
  crc: number;
  packed: number;
  size: number;
  at: number;
};

const END_BYTES = 22 + 65_535;
const MAX32 = 0xffffffff;
/** Sheets of repeated words pack 30:1 to 60:1; DEFLATE can do 1032:1, and only a bomb does. */
const MAX_RATIO = 250;
const SMALL = 16 * 1024 * 1024;

export async function openZip(file: ShopFile, limits: Limits, progress: Progress): Promise<Zip> {
  const entries = await withFile(file.path, handle => readDirectory(handle, file.size, limits));
  refuseBombs(entries, limits);
  const byName = new Map(entries.map(entry => [entry.name, entry]));
  return {
    names: [...byName.keys()],
    async *read(name) {
      const entry = byName.get(name);
      if (!entry) throw new Problem(FILE_DAMAGED);
      const start = await withFile(file.path, handle => dataStart(handle, entry));
      yield* unpack(file, entry, start, progress);
    },
  };
}

async function withFile<T>(path: string, use: (handle: FileHandle) => Promise<T>): Promise<T> {
  const handle = await open(path);
  try {
    return await use(handle);
  } catch (error) {
    // A field that points outside its buffer: the directory is not what it says.
    throw error instanceof RangeError ? new Problem(FILE_DAMAGED) : error;
  } finally {
    await handle.close();
  }
}

async function bytesAt(handle: FileHandle, at: number, length: number): Promise<Buffer> {
  if (at < 0 || !Number.isSafeInteger(at)) throw new Problem(FILE_DAMAGED);
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, at);
  return buffer.subarray(0, bytesRead);
}

async function readDirectory(handle: FileHandle, size: number, limits: Limits): Promise<Entry[]> {
  const { count, bytes, at } = await findDirectory(handle, size);
  if (count > limits.zipEntries) throw new Problem(TOO_MANY_ENTRIES, { count, limit: limits.zipEntries });
  if (bytes > limits.zipEntries * 1024) throw new Problem(FILE_DAMAGED);
  const directory = await bytesAt(handle, at, bytes);
  const entries: Entry[] = [];
  let from = 0;
  for (let left = count; left > 0; left--) {
    const { entry, next } = readEntry(directory, from);
    entries.push(entry);
    from = next;
  }
  return entries;
}

/** From the end record, or from its 64-bit sister when a field is full. */
async function findDirectory(handle: FileHandle, size: number) {
  const tailAt = Math.max(0, size - END_BYTES);
  const tail = await bytesAt(handle, tailAt, END_BYTES);
  const end = tail.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  if (end < 0) throw new Problem(FILE_DAMAGED);
  const told = {
    count: tail.readUInt16LE(end + 10),
    bytes: tail.readUInt32LE(end + 12),
    at: tail.readUInt32LE(end + 16),
  };
  if (told.count !== 0xffff && told.bytes !== MAX32 && told.at !== MAX32) return told;
  const locator = tail.lastIndexOf(Buffer.from('PK\x06\x07', 'latin1'), end);
  if (locator < 0) return told;
  const wide = await bytesAt(handle, Number(tail.readBigUInt64LE(locator + 8)), 56);
  return {
    count: Number(wide.readBigUInt64LE(32)),
    bytes: Number(wide.readBigUInt64LE(40)),
    at: Number(wide.readBigUInt64LE(48)),
  };
}

function readEntry(directory: Buffer, from: number): { entry: Entry; next: number } {
  if (directory.readUInt32LE(from) !== 0x02014b50) throw new Problem(FILE_DAMAGED);
  const nameEnd = from + 46 + directory.readUInt16LE(from + 28);
  const extraEnd = nameEnd + directory.readUInt16LE(from + 30);
  const entry: Entry = {
    name: directory.toString('utf8', from + 46, nameEnd).replaceAll('\\', '/'),
    encrypted: (directory.readUInt16LE(from + 8) & 1) === 1,
    method: directory.readUInt16LE(from + 10),
    crc: directory.readUInt32LE(from + 16),
    packed: directory.readUInt32LE(from + 20),
    size: directory.readUInt32LE(from + 24),
    at: directory.readUInt32LE(from + 42),
  };
  widen(entry, directory.subarray(nameEnd, extraEnd));
  return { entry, next: extraEnd + directory.readUInt16LE(from + 32) };
}

/** Zip64: the fields that were too large stand in an extra field, in this order. */
function widen(entry: Entry, extra: Buffer): void {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue;
    let field = at + 4;
    for (const key of ['size', 'packed', 'at'] as const) {
      if (entry[key] !== MAX32) continue;
      entry[key] = Number(extra.readBigUInt64LE(field));
      field += 8;
    }
  }
}

function refuseBombs(entries: Entry[], limits: Limits): void {
  const total = entries.reduce((sum, entry) => sum + entry.size, 0);
  const bomb = entries.some(entry => entry.size > SMALL && entry.size > entry.packed * MAX_RATIO);
  if (bomb || total > limits.unpackedBytes)
    throw new Problem(UNPACKS_TOO_LARGE, { limit: sizeInWords(bomb ? SMALL : limits.unpackedBytes) });
  if (entries.some(entry => entry.encrypted)) throw new Problem(FILE_ENCRYPTED);
}

/** The local header repeats the name with a length of its own; the data follow it. */
async function dataStart(handle: FileHandle, entry: Entry): Promise<number> {
  const header = await bytesAt(handle, entry.at, 30);
  if (header.readUInt32LE(0) !== 0x04034b50) throw new Problem(FILE_DAMAGED);
  return entry.at + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
}

async function* unpack(
  file: ShopFile,
  entry: Entry,
  start: number,
  progress: Progress,
): AsyncGenerator<Buffer> {
  if (entry.packed === 0 || (entry.method !== 0 && entry.method !== 8)) {
    if (entry.size === 0) return;
    throw new Problem(FILE_DAMAGED);
  }
  const end = start + entry.packed - 1;
  const raw = createReadStream(file.path, { start, end, highWaterMark: CHUNK });
  progress.streams.push(raw);
  const inflate = entry.method === 8 ? createInflateRaw({ chunkSize: CHUNK }) : undefined;
  if (inflate) pipeline(raw, inflate, () => undefined);
  let size = 0;
  let crc = 0;
  try {
    for await (const chunk of inflate ?? raw) {
      size += chunk.length;
      if (size > entry.size) throw new Problem(FILE_DAMAGED);
      crc = crc32(chunk, crc);
      yield chunk;
    }
  } catch (error) {
    throw isZlibError(error) ? new Problem(FILE_DAMAGED) : error;
  }
  if (size !== entry.size || crc !== entry.crc) throw new Problem(FILE_DAMAGED);
}
