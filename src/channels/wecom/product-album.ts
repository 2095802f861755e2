import { createAlbumItem, faultOfAlbum, updateAlbumItem } from './api/product-album.ts';
import type { WecomClient } from './client.ts';
import { BAD_MEDIA, type MediaShelf } from './media.ts';
import { done, type Outcome } from './outcome.ts';

/** A product of the album with its pictures on this machine; `price` in fen. */
export type AlbumDraft = { sn: string; description: string; price: number; files: readonly string[] };

/**
 * Uploads the pictures and puts the product into the album; uploads anew and asks once more where WeCom no longer has one
 * (40007: that refusal proves that nothing was made). `uncertain`: look for its number in `listAlbum` first.
 */
export async function addAlbumItem(
  client: WecomClient,
  shelf: MediaShelf,
  { files, ...words }: AlbumDraft,
): Promise<Outcome<{ itemId: string }>> {
  return (
    faultOfAlbum(files) ??
    (await withPictures(shelf, files, mediaIds => createAlbumItem(client, { ...words, mediaIds })))
  );
}

/** Changes one that is in the album. Without files its pictures stay as they are. */
export async function changeAlbumItem(
  client: WecomClient,
  shelf: MediaShelf,
  itemId: string,
  { files, ...words }: Omit<AlbumDraft, 'files'> & { files?: readonly string[] | undefined },
): Promise<Outcome<undefined>> {
  if (!files) return await updateAlbumItem(client, itemId, words);
  return (
    faultOfAlbum(files) ??
    (await withPictures(shelf, files, mediaIds => updateAlbumItem(client, itemId, { ...words, mediaIds })))
  );
}

async function withPictures<T>(
  shelf: MediaShelf,
  files: readonly string[],
  send: (mediaIds: readonly string[]) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const uploaded = await mediaIdsOf(shelf, files, []);
  if (!uploaded.ok) return uploaded;
  const sent = await send(uploaded.data);
  if (sent.ok || sent.code !== BAD_MEDIA) return sent;
  const renewed = await mediaIdsOf(shelf, files, uploaded.data);
  return renewed.ok ? await send(renewed.data) : renewed;
}

async function mediaIdsOf(
  shelf: MediaShelf,
  files: readonly string[],
  refused: readonly string[],
): Promise<Outcome<string[]>> {
  const ids: string[] = [];
  for (const file of files) {
    const media = await shelf.forAlbum(file, refused);
    if (!media.ok) return media;
    ids.push(media.data);
  }
  return done(ids);
}
