import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Clock } from '../clock.ts';
import type { Home } from '../engines/home.ts';
import { Problem, TOO_LARGE } from '../http/problem.ts';
import type { Db, Tx } from '../postgres/connect.ts';

export type StoredFile = { id: number; name: string; mime: string; bytes: number; sha256: string };

/** Where the bytes of a file lie. */
export function pathOf(home: Home, sha256: string): string {
  return join(home.files, sha256.slice(0, 2), sha256);
}

/**
 * A name to show and to download by: the last part of a path, without marks that steer a terminal, a header or the
 * direction of writing, at most 200 characters. Nothing is ever stored under it.
 */
export function cleanName(name: string): string {
  const last = name.toWellFormed().split(/[\\/]/).at(-1) ?? '';
  const plain = last.replace(/[\p{Cc}\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu, '').trim();
  const shown = [...plain].slice(0, 200).join('');
  return /^\.*$/.test(shown) ? 'file' : shown;
}

/**
 * Writes an upload to disk as it comes, at most `limit` bytes, and names it by its hash: the same file twice is stored
 * once. Cut short or not accepted, it leaves nothing behind.
 */
export async function storeUpload(
  { home, db, clock }: { home: Home; db: Db | Tx; clock: Clock },
  upload: {
    name: string;
    mime: string;
    body: ReadableStream<Uint8Array> | null;
    limit: number;
    actor: string;
    /** Looks at the bytes before they are kept and says what they are; throws when they are not to be kept. */
    judge?: (path: string) => Promise<string>;
  },
): Promise<StoredFile> {
  const unfinished = join(home.files, `.upload-${randomBytes(8).toString('hex')}`);
  const hash = createHash('sha256');
  let bytes = 0;
  const measured = async function* (source: AsyncIterable<Uint8Array>) {
    for await (const chunk of source) {
      bytes += chunk.length;
      if (bytes > upload.limit)
        throw new Problem(TOO_LARGE, { limit: `${Math.floor(upload.limit / 2 ** 20)} MB` });
      hash.update(chunk);
      yield chunk;
    }
  };
  // Open before anything is read: a stream that opens it while the upload breaks off would make it after it was taken away.
  const file = await open(unfinished, 'wx', 0o600);
  try {
    const source = upload.body ? Readable.fromWeb(upload.body as never) : Readable.from([]);
    await pipeline(source, measured, file.createWriteStream());
    const mime = (await upload.judge?.(unfinished)) ?? upload.mime;
    const sha256 = hash.digest('hex');
    const path = pathOf(home, sha256);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    if (!existsSync(path)) await rename(unfinished, path);
    const row = { name: cleanName(upload.name), mime, bytes, sha256 };
    const { id } = await db
      .insertInto('files')
      .values({ ...row, createdBy: upload.actor, createdAt: clock.now() })
      .returning('id')
      .executeTakeFirstOrThrow();
    return { id, ...row };
  } finally {
    await rm(unfinished, { force: true });
  }
}

export async function readFileRow(db: Db | Tx, id: number): Promise<StoredFile | undefined> {
  return await db
    .selectFrom('files')
    .select(['id', 'name', 'mime', 'bytes', 'sha256'])
    .where('id', '=', id)
    .executeTakeFirst();
}
