import { z } from 'zod';
import type { WecomClient } from '../client.ts';
import type { Endpoint } from '../endpoint.ts';
import { ownFailure } from '../errors.ts';
import type { Failure, Outcome } from '../outcome.ts';
import { listOf, nextCursor, nothing, number, optionalInstant, text } from './fields.ts';
import { allOf, type Page, pagesOf } from './pages.ts';

/**
 * One product of the corp's album (商品图册, official page 95096), as WeCom tells it. `price` in fen. Of the pictures only
 * their number is of use: their media_ids are new ones each time. The list does not say when it was made.
 */
export type AlbumItem = {
  itemId: string;
  sn: string;
  description: string;
  price: number;
  pictures: number;
  createdAt: Date | undefined;
};

/** The media_ids are of media/upload_attachment for albums and of the last three days. A number (商品编码) may be empty. */
export type AlbumContent = { sn: string; description: string; price: number; mediaIds: readonly string[] };

/** Official page 95096. How long words, number and price may be is WeCom's to judge: 41085, 41086, 41087. */
export const MOST_ALBUM_PICTURES = 9;

const PATH = 'externalcontact';

const product = z
  .object({
    product_id: z.string().min(1),
    product_sn: text,
    description: text,
    price: number(0),
    create_time: optionalInstant,
    attachments: listOf(z.looseObject({})),
  })
  .transform(of => ({
    ...{ itemId: of.product_id, sn: of.product_sn, description: of.description, price: of.price },
    ...{ pictures: of.attachments.length, createdAt: of.create_time },
  }));

const ADD: Endpoint<{ itemId: string }> = {
  path: `${PATH}/add_product_album`,
  method: 'POST',
  effect: 'once',
  answer: z.object({ product_id: z.string().min(1) }).transform(of => ({ itemId: of.product_id })),
};

const GET: Endpoint<AlbumItem> = {
  path: `${PATH}/get_product_album`,
  method: 'POST',
  effect: 'repeatable',
  answer: z.object({ product }).transform(of => of.product),
};

const LIST: Endpoint<Page<AlbumItem>> = {
  path: `${PATH}/get_product_album_list`,
  method: 'POST',
  effect: 'repeatable',
  answer: z
    .object({ product_list: listOf(product), ...nextCursor })
    .transform(of => ({ items: of.product_list, nextCursor: of.next_cursor })),
};

const UPDATE: Endpoint<undefined> = {
  path: `${PATH}/update_product_album`,
  method: 'POST',
  effect: 'repeatable',
  answer: nothing,
};
const DELETE: Endpoint<undefined> = { ...UPDATE, path: `${PATH}/delete_product_album` };

/**
 * Puts a product into the album. WeCom takes the same one twice and shows it twice: after `uncertain`, look for its number
 * in `listAlbum` before it is tried again.
 */
export async function createAlbumItem(
  client: WecomClient,
  content: AlbumContent,
): Promise<Outcome<{ itemId: string }>> {
  return faultOfAlbum(content.mediaIds) ?? (await client.call(ADD, bodyOf(content)));
}

/** Changes one that this app made; another's WeCom lets it only read. Without media_ids the pictures stay. */
export async function updateAlbumItem(
  client: WecomClient,
  itemId: string,
  content: Omit<AlbumContent, 'mediaIds'> & { mediaIds?: readonly string[] | undefined },
): Promise<Outcome<undefined>> {
  const { mediaIds, ...words } = content;
  const fault = mediaIds && faultOfAlbum(mediaIds);
  return fault ?? (await client.call(UPDATE, { product_id: itemId, ...bodyOf({ ...words, mediaIds }) }));
}

/** Takes one that this app made out of the album; `gone` where it is out already. */
export function deleteAlbumItem(client: WecomClient, itemId: string): Promise<Outcome<undefined>> {
  return client.call(DELETE, { product_id: itemId });
}

/** One product of the album, whoever made it. */
export function getAlbumItem(client: WecomClient, itemId: string): Promise<Outcome<AlbumItem>> {
  return client.call(GET, { product_id: itemId });
}

/** The whole album, also what administrators and other apps put in. */
export function listAlbum(client: WecomClient): Promise<Outcome<AlbumItem[]>> {
  // The page's own words: a limit above 100 counts as 50.
  return allOf(pagesOf(cursor => client.call(LIST, { limit: 100, ...(cursor && { cursor }) })));
}

/** What WeCom would not take, said before anything is uploaded or asked for. */
export function faultOfAlbum(pictures: readonly unknown[]): Failure | undefined {
  if (pictures.length >= 1 && pictures.length <= MOST_ALBUM_PICTURES) return undefined;
  return ownFailure('invalid_request', `pictures: 1 to ${MOST_ALBUM_PICTURES}`);
}

function bodyOf({
  sn,
  description,
  price,
  mediaIds,
}: Omit<AlbumContent, 'mediaIds'> & { mediaIds: readonly string[] | undefined }) {
  return {
    ...{ description, price, product_sn: sn },
    ...(mediaIds && {
      attachments: mediaIds.map(media_id => ({ type: 'image', image: { media_id } })),
    }),
  };
}
