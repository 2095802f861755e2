import { z } from 'zod';
import { type AlbumRow, albumItem, changeAlbumItem, dropAlbumItem, putAlbumItem } from '../people/album.ts';
import { pageById } from './cursors.ts';
import { type Answer, type Call, cursorField, type Endpoint, limitField, read } from './endpoint.ts';
import { Refusal } from './errcodes.ts';
import { refuseForeignMedia } from './media.ts';

const picture = z.object({ type: z.literal('image'), image: z.object({ media_id: z.string().min(1) }) });
const words = z.object({
  description: z.string().optional(),
  price: z.number().optional(),
  product_sn: z.string().optional(),
  attachments: z.array(z.looseObject({ type: z.unknown() })).optional(),
});
type Words = z.output<typeof words>;
const named = z.object({ product_id: z.string().min(1) });

const endpoint = (path: string, answer: Endpoint['answer'], empty: Answer = {}): Endpoint => ({
  path: `externalcontact/${path}`,
  method: 'POST',
  may: 'customer_contact',
  empty,
  answer,
});

const add = endpoint(
  'add_product_album',
  call => {
    const { description, price, product_sn = '', attachments } = read(words, call.body);
    if (description === undefined || price === undefined || attachments === undefined)
      throw new Refusal(40063);
    checkWords(call, { description, price, product_sn });
    const media = mediaOf(call, attachments);
    const { simulation, app } = call;
    const made = { description, price, product_sn, media };
    return { product_id: putAlbumItem(simulation, app.corpid, app.agentid, made) };
  },
  { product_id: '' },
);

const update = endpoint('update_product_album', call => {
  const { attachments, ...change } = read(words, call.body);
  const { id } = ownItem(call);
  checkWords(call, change);
  const media = attachments && mediaOf(call, attachments);
  changeAlbumItem(call.simulation, id, { ...change, media });
  return {};
});

const remove = endpoint('delete_product_album', call => {
  dropAlbumItem(call.simulation, ownItem(call).id);
  return {};
});

const get = endpoint('get_product_album', call => {
  const item = knownItem(call);
  return { product: { ...shown(item), create_time: Math.floor(item.created_at / 1_000) } };
});

const list = endpoint(
  'get_product_album_list',
  ({ simulation, app, body }) => {
    const page = read(z.object({ limit: limitField(50, 100, 'fallback'), cursor: cursorField }), body);
    const found = pageById(simulation, { ...page, api: 'get_product_album_list' }, (after, limit) =>
      simulation.store.all<AlbumRow>(
        'select * from album_items where corpid = ? and deleted_at is null and id > ? order by id limit ?',
        ...[app.corpid, after, limit],
      ),
    );
    return { product_list: found.rows.map(shown), next_cursor: found.next_cursor };
  },
  { product_list: [] },
);

/** @throws Refusal 40063 no product_id, 41075 there never was one, 41074 it is deleted. */
function knownItem({ simulation, app, body }: Call): AlbumRow {
  const item = albumItem(simulation, app.corpid, read(named, body).product_id);
  if (!item) throw new Refusal(41075);
  if (item.deleted_at !== null) throw new Refusal(41074);
  return item;
}

/** @throws Refusal 60011 another app or an administrator made it; which code the platform gives is not documented. */
function ownItem(call: Call): AlbumRow {
  const item = knownItem(call);
  if (item.agentid !== call.app.agentid) throw new Refusal(60011);
  return item;
}

/** @throws Refusal 41087 description, 41086 price, 41085 number (letters and digits only). */
function checkWords({ simulation: { settings } }: Call, { description, price, product_sn }: Words): void {
  const letters = description === undefined ? 1 : [...description].length;
  if (letters === 0 || letters > settings.albumDescriptionCharacters) throw new Refusal(41087);
  if (price !== undefined && (!Number.isInteger(price) || price < 0 || price > settings.albumPrice))
    throw new Refusal(41086);
  if (product_sn && (!/^[0-9A-Za-z]+$/.test(product_sn) || product_sn.length > settings.albumNumberBytes))
    throw new Refusal(41085);
}

/** @throws Refusal 41088 none, 41064 too many, 41065 no picture, 40007 and 41072 media. */
function mediaOf(call: Call, attachments: readonly unknown[]): string[] {
  if (attachments.length === 0) throw new Refusal(41088);
  if (attachments.length > call.simulation.settings.attachments) throw new Refusal(41064);
  return attachments.map(attachment => {
    const found = picture.safeParse(attachment);
    if (!found.success) throw new Refusal(41065);
    const { media_id } = found.data.image;
    refuseForeignMedia(call, media_id, 'album_image');
    return media_id;
  });
}

function shown({ product_id, product_sn, description, price, media_json }: AlbumRow): Answer {
  const media = JSON.parse(media_json) as string[];
  return {
    ...{ product_id, description, price, product_sn },
    attachments: media.map(media_id => ({ type: 'image', image: { media_id } })),
  };
}

export const productAlbum: readonly Endpoint[] = [add, update, remove, get, list];
