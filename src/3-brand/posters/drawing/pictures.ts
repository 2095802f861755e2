import { readFile } from 'node:fs/promises';
import type { Image } from '@napi-rs/canvas';
import { pathOf } from '#platform/files/files.ts';
import { Problem } from '#platform/http/problem.ts';
import type { Platform } from '#platform/platform.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import type { PosterDesign } from '../contract.ts';
import { BROKEN_PICTURE, NO_PICTURE, PICTURE_TOO_LARGE } from '../refusals.ts';
import { loadCanvas } from './canvas.ts';
import { pictureSize } from './picture-size.ts';

/** A small file can unpack to more than the memory holds; four bytes a pixel. */
const MOST_PIXELS = 24_000_000;

/**
 * The pictures of a poster, by their file's id.
 * @throws Problem poster_picture_missing, poster_picture_broken, poster_picture_too_large
 */
export async function picturesOf(
  { home }: Pick<Platform, 'home'>,
  db: Db | Tx,
  design: PosterDesign,
): Promise<Map<number, Image>> {
  const ids = [...new Set(filesOf(design))];
  if (ids.length === 0) return new Map();
  const files = await db
    .selectFrom('files')
    .select(['id', 'name', 'mime', 'sha256'])
    .where('id', 'in', ids)
    .where('mime', 'like', 'image/%')
    .execute();
  if (files.length < ids.length) throw new Problem(NO_PICTURE);
  const read = files.map(async ({ id, name, sha256 }) => {
    const bytes = await readFile(pathOf(home, sha256)).catch(() => undefined);
    if (!bytes) throw new Problem(NO_PICTURE);
    return [id, await decoded(name, bytes)] as const;
  });
  return new Map(await Promise.all(read));
}

function filesOf({ background, layers }: PosterDesign): number[] {
  const placed = layers.flatMap(layer => (layer.kind === 'picture' ? [layer.file] : []));
  return background.kind === 'picture' ? [background.file, ...placed] : placed;
}

async function decoded(name: string, bytes: Buffer): Promise<Image> {
  const size = pictureSize(bytes);
  if (!size) throw new Problem(BROKEN_PICTURE, { name });
  const pixels = size.width * size.height;
  if (pixels > MOST_PIXELS) {
    const said = { megapixels: Math.ceil(pixels / 1e6), most: MOST_PIXELS / 1e6 };
    throw new Problem(PICTURE_TOO_LARGE, { name, ...said });
  }
  const { loadImage } = await loadCanvas();
  const image = await loadImage(bytes).catch(() => undefined);
  if (!image || image.width === 0) throw new Problem(BROKEN_PICTURE, { name });
  return image;
}
