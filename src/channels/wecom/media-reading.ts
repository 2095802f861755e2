import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import type { MediaFile } from './api/media-files.ts';
import { ownFailure } from './errors.ts';
import { done, type Outcome } from './outcome.ts';

/** Reads a file of at most so many bytes; one that is larger is refused without being read. */
export async function readMediaFile(path: string, most: number): Promise<Outcome<MediaFile>> {
  try {
    await using handle = await open(path);
    const stats = await handle.stat();
    if (!stats.isFile()) return ownFailure('file_unreadable', `${path}: no file`);
    if (stats.size > most) return ownFailure('file_size', `${path}: ${stats.size} bytes, at most ${most}`);
    return done({ name: basename(path), bytes: await handle.readFile() });
  } catch (error) {
    return ownFailure('file_unreadable', error instanceof Error ? error.message : String(error));
  }
}
