import { NOT_FOUND, Problem } from '#platform/http/problem.ts';
import type { Platform } from '#platform/platform.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import { readSetting } from '#platform/settings/settings.ts';
import type { PosterDesign } from './contract.ts';
import { type Drawn, drawPoster } from './drawing/draw-poster.ts';
import { picturesOf } from './drawing/pictures.ts';
import { type Poster, readPoster } from './read-poster.ts';

/** What the code of a poster says that leads nowhere yet. */
const NOWHERE = '这是海报的预览，二维码还没有接上渠道活码。';
const JPEG_QUALITY = 88;

type Needs = { platform: Pick<Platform, 'home'>; db: Db | Tx };
export type PictureFormat = 'jpg' | 'png';
export type Drawing = { link?: string | undefined; hook?: string | undefined; wide?: number | undefined };

/** Draws a design as it is written; without a link its code says that it is a preview. */
export async function drawDesign(
  { platform, db }: Needs,
  design: PosterDesign,
  { link = NOWHERE, hook, wide }: Drawing = {},
): Promise<Drawn> {
  const [pictures, company] = await Promise.all([
    picturesOf(platform, db, design),
    readSetting<string>(db, 'company.name'),
  ]);
  const filling = { link, words: { hook: hook || design.hook, company: company ?? '' } };
  return await drawPoster({ design, pictures, filling, ...(wide !== undefined && { wide }) });
}

/**
 * The picture of a poster that is there, as JPEG or PNG. Encoding is the library's own thread's work.
 * @throws Problem not_found, and whatever does not fit
 */
export async function drawPosterById(
  needs: Needs,
  id: number,
  asked: Drawing & { format: PictureFormat },
): Promise<Buffer> {
  const { design } = await existing(needs, id);
  return await encoded(await drawDesign(needs, design, asked), asked.format);
}

/** As small as a stamp: what does not fit on the poster does not fit on that, and nothing large is drawn to find out. */
const STAMP = 60;

/** @throws Problem what would be thrown if it were drawn */
export async function checkDesign(needs: Needs, design: PosterDesign, asked: Drawing = {}): Promise<void> {
  await drawDesign(needs, design, { ...asked, wide: STAMP });
}

/** Whether a poster fits with a link and a hook. @throws Problem not_found, and whatever does not fit */
export async function checkPosterById(needs: Needs, id: number, asked: Drawing): Promise<void> {
  await checkDesign(needs, (await existing(needs, id)).design, asked);
}

async function existing({ db }: Needs, id: number): Promise<Poster> {
  const poster = await readPoster(db, id);
  if (!poster) throw new Problem(NOT_FOUND);
  return poster;
}

export function encoded({ canvas }: Drawn, format: PictureFormat): Promise<Buffer> {
  return format === 'png' ? canvas.encode('png') : canvas.encode('jpeg', JPEG_QUALITY);
}
