import { z } from 'zod';
import { DAY } from '#platform/clock.ts';
import type { WecomClient } from '../client.ts';
import type { Endpoint } from '../endpoint.ts';
import type { Input } from '../exchange.ts';
import type { Outcome } from '../outcome.ts';
import { type MediaFile, type MediaType, uploadOf } from './media-files.ts';

/** A file of which WeCom keeps a copy until then; every app of the corp may use it. */
export type TemporaryMedia = { mediaId: string; expiresAt: Date };

/**
 * Uploads are `repeatable`: a second one does nothing to anybody but count once more towards the 3,000 pictures a
 * month. As `once` a lost answer would end as `uncertain`, which nobody could clear up: WeCom lists no uploads.
 */
const PICTURE: Endpoint<string> = {
  path: 'media/uploadimg',
  method: 'POST',
  effect: 'repeatable',
  answer: z.object({ url: z.url() }).transform(of => of.url),
};

const TEMPORARY: Endpoint<string> = {
  path: 'media/upload',
  method: 'POST',
  effect: 'repeatable',
  answer: z.object({ media_id: z.string().min(1) }).transform(of => of.media_id),
};

const ATTACHMENT: Endpoint<string> = { ...TEMPORARY, path: 'media/upload_attachment' };
/** What an attachment is for; WeCom takes its media_id nowhere else (41072). */
const FOR_MOMENTS = 1;
const FOR_ALBUM = 2;

const LIFE = 3 * DAY;

/** What uploads need of a client: an official account’s are the same calls. */
export type Uploader = Pick<WecomClient, 'call' | 'clock' | 'corpId'>;

/**
 * Uploads a picture of 5 bytes to 2 MB and gives its address, which is valid for ever. WeCom takes 1,000 a day and
 * 3,000 a month (official page 90256), so keep the address. `file_size`, `file_format` when nothing was uploaded.
 */
export async function uploadPicture(client: Uploader, file: MediaFile): Promise<Outcome<string>> {
  const upload = uploadOf(file, 'picture');
  return upload.ok ? await client.call(PICTURE, {}, { file: upload.data }) : upload;
}

/**
 * Uploads a file for three days (official page 90253): image up to 10 MB, voice 2 MB, video 10 MB, file 20 MB. How
 * long a voice lasts (60 seconds at most) is left to WeCom. `file_size`, `file_format` when nothing was uploaded.
 */
export function uploadMedia(
  client: Uploader,
  type: MediaType,
  file: MediaFile,
): Promise<Outcome<TemporaryMedia>> {
  return temporary(client, type, file, TEMPORARY, { type });
}

/** Uploads a picture or a video for a moment: for three days, of the sizes and formats of `uploadMedia`. */
export function uploadForMoment(
  client: Uploader,
  type: 'image' | 'video',
  file: MediaFile,
): Promise<Outcome<TemporaryMedia>> {
  return temporary(client, type, file, ATTACHMENT, { media_type: type, attachment_type: FOR_MOMENTS });
}

/** Uploads a picture for the product album: for three days, of the sizes and formats of `uploadMedia`. */
export function uploadForAlbum(client: Uploader, file: MediaFile): Promise<Outcome<TemporaryMedia>> {
  return temporary(client, 'image', file, ATTACHMENT, { media_type: 'image', attachment_type: FOR_ALBUM });
}

async function temporary(
  client: Uploader,
  type: MediaType,
  file: MediaFile,
  endpoint: Endpoint<string>,
  input: Input,
): Promise<Outcome<TemporaryMedia>> {
  const upload = uploadOf(file, type);
  if (!upload.ok) return upload;
  // By our own clock and from before the upload, so that a clock of WeCom's that is ahead does not matter.
  const expiresAt = new Date(client.clock.now().getTime() + LIFE);
  const uploaded = await client.call(endpoint, input, { file: upload.data });
  return uploaded.ok ? { ok: true, data: { mediaId: uploaded.data, expiresAt } } : uploaded;
}
