import { createReadStream, type ReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Problem } from '#platform/http/problem.ts';
import {
  FILE_DAMAGED,
  FILE_EMPTY,
  FILE_ENCRYPTED,
  FILE_TOO_LARGE,
  HTML_TABLE,
  NOT_A_TABLE,
  OLD_XLS,
  UNPACKS_TOO_LARGE,
} from './faults.ts';
import { type Limits, sizeInWords } from './limits.ts';

/**
 * Bytes read at a time. Small, so that rows, records and texts made of a piece are gone while they are young: with 256 kB
 * an import of half a million lines held 150 MB more and took a fifth more processor time.
 */
export const CHUNK = 64 * 1024;
const HEAD = 64 * 1024;

export type ShopFile = { path: string; size: number };

/** What a file is, by its first bytes; its name is not asked (shops call text files .xls). */
export type FileKind = 'text' | 'gzip' | 'zip';

/** Refuses what is too large or of a kind nobody can read as a table. */
export async function openFile(path: string, limits: Limits): Promise<{ file: ShopFile; kind: FileKind }> {
  const { size } = await stat(path);
  if (size === 0) throw new Problem(FILE_EMPTY);
  if (size > limits.fileBytes) throw new Problem(FILE_TOO_LARGE, { limit: sizeInWords(limits.fileBytes) });
  return { file: { path, size }, kind: kindOf(await firstBytes(path)) };
}

async function firstBytes(path: string): Promise<Buffer> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD), 0, HEAD, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

const OLE = Buffer.from('d0cf11e0a1b11ae1', 'hex');
const PICTURES_AND_PAPERS = ['%PDF', '\x89PNG', 'GIF8', '\xff\xd8\xff', 'Rar!', '7z\xbc\xaf', '\x7fELF'];

function kindOf(head: Buffer): FileKind {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  if (head.subarray(0, 4).equals(Buffer.from('PK\x03\x04', 'latin1'))) return 'zip';
  if (head.subarray(0, 8).equals(OLE)) {
    // A workbook with a password is an OLE container with this stream; so is every workbook of Excel 97.
    throw new Problem(head.includes('EncryptedPackage', 0, 'utf16le') ? FILE_ENCRYPTED : OLD_XLS);
  }
  const start = head.subarray(0, 8).toString('latin1');
  if (PICTURES_AND_PAPERS.some(magic => start.startsWith(magic))) throw new Problem(NOT_A_TABLE);
  const text = head.subarray(0, 1024).toString('latin1').replace(/^ï»¿/, '').trimStart();
  if (/^<(!doctype html|html|head|meta|table|style)\b/i.test(text)) throw new Problem(HTML_TABLE);
  return 'text';
}

/** The streams that read a file, for the progress bar. */
export type Progress = { streams: ReadStream[] };

/** The bytes of a text file, unpacked if need be, never more than the limit. */
export async function* fileBytes(
  file: ShopFile,
  kind: 'text' | 'gzip',
  limits: Limits,
  progress: Progress,
): AsyncGenerator<Buffer> {
  const raw = createReadStream(file.path, { highWaterMark: CHUNK });
  progress.streams.push(raw);
  if (kind === 'text') {
    yield* raw;
    return;
  }
  const unpacked = createGunzip({ chunkSize: CHUNK });
  pipeline(raw, unpacked, () => undefined);
  let total = 0;
  try {
    for await (const chunk of unpacked) {
      total += chunk.length;
      if (total > limits.unpackedBytes)
        throw new Problem(UNPACKS_TOO_LARGE, { limit: sizeInWords(limits.unpackedBytes) });
      yield chunk;
    }
  } catch (error) {
    throw isZlibError(error) ? new Problem(FILE_DAMAGED) : error;
  }
}

/** zlib says by code what it could not unpack (`Z_DATA_ERROR`, `Z_BUF_ERROR`: the end is missing). */
export function isZlibError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
}
