import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import type { z } from 'zod';
import type { Actor } from '#platform/auth/actor.ts';
import { storeUpload } from '#platform/files/files.ts';
import { Problem } from '#platform/http/problem.ts';
import type { Platform } from '#platform/platform.ts';
import { chooseImport } from './choose.ts';
import type { importChoice } from './contract.ts';
import { createImport, readImport, runStep, startStep } from './imports.ts';
import type { ImportResult } from './loading/counts.ts';

/** The largest file taken from this machine itself; an upload's limit is lower. */
const LARGEST = 8 * 2 ** 30;

type Choice = z.output<typeof importChoice>;
type Whole = { importId: number; format: string; result: ImportResult };

/** Imports a file that lies on this machine, from beginning to end: the wizard's steps in one go. */
export async function importPath(
  platform: Platform,
  { path, choice, actor }: { path: string; choice: Choice; actor: Actor },
): Promise<Whole> {
  const body = Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>;
  return await importWhole(platform, { name: basename(path), body, choice, actor });
}

/** The same for bytes under a file's name. */
export async function importWhole(
  platform: Platform,
  file: { name: string; body: ReadableStream<Uint8Array>; choice: Choice; actor: Actor },
): Promise<Whole> {
  const { db, clock } = platform;
  const { name, body, choice, actor } = file;
  const mime = 'application/octet-stream';
  const stored = await storeUpload(platform, { name, mime, body, limit: LARGEST, actor: actor.name });
  const importId = await db.transaction().execute(async tx => {
    const id = await createImport(tx, clock, actor, stored);
    await chooseImport(tx, platform, id, choice, 'load');
    await startStep(tx, clock, actor, id, 'load');
    return id;
  });
  await runStep(platform, importId);
  const { status, format, failure, result } = await readImport(db, importId);
  if (status === 'done') return { importId, format, result: result as ImportResult };
  const { kind, values } = JSON.parse(failure ?? '{}') as Pick<Problem, 'kind' | 'values'>;
  throw new Problem(kind, values);
}
