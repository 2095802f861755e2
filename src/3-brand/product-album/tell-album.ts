import { sql } from 'kysely';
import { openWecom, openWecomMedia, wecom } from '#channels';
import { MINUTE } from '#platform/clock.ts';
import { pathOf } from '#platform/files/files.ts';
import type { Platform } from '#platform/platform.ts';
import { oneAtATime } from '#platform/postgres/one-at-a-time.ts';
import type { WantedItem } from './album.ts';
import { albumLimits } from './refusals.ts';

type Row = {
  id: number;
  accountId: number;
  wanted: WantedItem;
  told: WantedItem | null;
  itemId: string | null;
  askedAt: Date | null;
  /** The number it was asked for with: it may have another by now. */
  askedSn: string | null;
  tries: number;
};
type Shown = Exclude<WantedItem, { gone: true }>;

/** Whoever works with albums at WeCom does it alone: a comparison must not meet a product that is just being put in. */
export const ALBUM_WORK = 'album.work';

/** A worker that dies leaves the product it was telling of to the next after that. */
const LEASE = 2 * MINUTE;
/** A product that is not in the album this long after it was asked for was never put in. */
const UNSEEN = 2 * MINUTE;

/**
 * Puts in, changes and takes out products until WeCom knows of all, one process at a time. WeCom takes the same product
 * twice, so one is put in once: when the answer was lost, or the process died before it was written down, its number is
 * looked for in the album before it is put in again.
 * @returns of how many it was told.
 */
export function tellAlbum(platform: Platform): Promise<number> {
  return oneAtATime(platform.pool, ALBUM_WORK, async () => {
    await followPrices(platform);
    let told = 0;
    for (;;) {
      const item = await takeItem(platform);
      if (!item) return told;
      const failed = await tell(platform, item).catch(wecom.asFailure);
      if (failed) await postpone(platform, item, failed);
      else told += 1;
    }
  });
}

/** What follows the price of the shop's product has it from now on; one that WeCom would not take changes nothing. */
async function followPrices({ db, clock }: Platform): Promise<void> {
  const [now, { price: most }] = [clock.now(), await albumLimits(db, clock.now())];
  await sql`
    update album_items i set price = p.price, wanted = i.wanted || jsonb_build_object('price', p.price), tries = 0,
      failure = null, next_try = ${now}, updated_at = ${now}
    from products p
    where p.id = i.product_id and i.follows_price and i.archived_at is null and p.price <> i.price
      and p.price between 0 and ${most}`.execute(db);
}

async function takeItem({ db, clock }: Platform): Promise<Row | undefined> {
  const now = clock.now();
  const { rows } = await sql<Row>`
    update album_items set next_try = ${new Date(now.getTime() + LEASE)}, tries = tries + 1
    where id = (select id from album_items where told is distinct from wanted and found is null and next_try <= ${now}
      order by next_try, id limit 1 for update skip locked)
    returning id, account_id, wanted, told, item_id, asked_at, asked_sn, tries`.execute(db);
  return rows[0];
}

async function tell(platform: Platform, item: Row): Promise<wecom.Failure | undefined> {
  const { wanted } = item;
  const client = await openWecom(platform, item.accountId);
  if ('gone' in wanted) return await remove(platform, client, item);
  if (item.itemId !== null) return await change(platform, client, item, item.itemId, wanted);
  const listed = await wecom.listAlbum(client);
  if (!listed.ok) return listed;
  const other = await strangerWith(platform, item, item.askedSn ?? wanted.sn, listed.data);
  if (!item.askedAt) return other ? TAKEN : await add(platform, client, item, wanted);
  if (other) return await change(platform, client, { ...item, told: null }, other.itemId, wanted);
  if (isFresh(platform, item)) return LOOKED_FOR;
  return await add(platform, client, item, wanted);
}

/** It was asked for so lately that it may still come to be. */
const isFresh = ({ clock }: Platform, { askedAt }: Row) =>
  askedAt !== null && clock.now().getTime() - askedAt.getTime() < UNSEEN;

/** A product of that number in WeCom's album that is none of those we know. */
async function strangerWith(
  { db }: Platform,
  { accountId }: Row,
  sn: string,
  listed: readonly wecom.AlbumItem[],
): Promise<wecom.AlbumItem | undefined> {
  const known = await db
    .selectFrom('albumItems')
    .select('itemId')
    .where('accountId', '=', accountId)
    .where('itemId', 'is not', null)
    .execute();
  const ours = new Set(known.map(row => row.itemId));
  return listed.find(one => one.sn === sn && !ours.has(one.itemId));
}

async function add(
  platform: Platform,
  client: wecom.WecomClient,
  item: Row,
  wanted: Shown,
): Promise<wecom.Failure | undefined> {
  const { db, clock } = platform;
  const media = await openWecomMedia(platform, item.accountId);
  const draft = { ...wanted, files: await pathsOf(platform, wanted.files) };
  // Written down before the call: who comes after a crash looks for it first.
  await sql`update album_items set asked_at = ${clock.now()}, asked_sn = ${wanted.sn} where id = ${item.id}`.execute(
    db,
  );
  const added = await wecom.addAlbumItem(client, media, draft);
  if (added.ok) return await keep(platform, item, added.data.itemId);
  // A refusal proves that nothing was put in.
  if (added.kind !== 'uncertain')
    await sql`update album_items set asked_at = null, asked_sn = null where id = ${item.id}`.execute(db);
  return added;
}

async function change(
  platform: Platform,
  client: wecom.WecomClient,
  item: Row,
  itemId: string,
  { files, ...words }: Shown,
): Promise<wecom.Failure | undefined> {
  const { told } = item;
  const media = await openWecomMedia(platform, item.accountId);
  const areSame = told && !('gone' in told) && told.files.join() === files.join();
  const pictures = areSame ? {} : { files: await pathsOf(platform, files) };
  const changed = await wecom.changeAlbumItem(client, media, itemId, { ...words, ...pictures });
  if (changed.ok) return await keep(platform, item, itemId);
  if (changed.kind !== 'gone') return changed;
  await noteGone(platform, item.id, itemId);
  return undefined;
}

async function remove(
  platform: Platform,
  client: wecom.WecomClient,
  item: Row,
): Promise<wecom.Failure | undefined> {
  const itemId = item.itemId ?? (await findAsked(platform, client, item));
  if (itemId === undefined) return isFresh(platform, item) ? LOOKED_FOR : await keep(platform, item, null);
  const removed = await wecom.deleteAlbumItem(client, itemId);
  if (!removed.ok && removed.kind !== 'gone') return removed;
  return await keep(platform, item, itemId);
}

/** One that was put away while nobody knew whether it had been put in. */
async function findAsked(
  platform: Platform,
  client: wecom.WecomClient,
  item: Row,
): Promise<string | undefined> {
  if (!item.askedAt) return undefined;
  const listed = wecom.orThrow(await wecom.listAlbum(client));
  return (await strangerWith(platform, item, item.askedSn ?? '', listed))?.itemId;
}

async function keep({ db }: Platform, { id, wanted }: Row, itemId: string | null): Promise<undefined> {
  await sql`
    update album_items set told = ${JSON.stringify(wanted)}::jsonb, item_id = coalesce(${itemId}, item_id), asked_at = null, asked_sn = null,
      tries = 0, failure = null
    where id = ${id}`.execute(db);
}

/** It is no longer in the album and we did not take it out: what is to be a person says. */
async function noteGone({ db, clock }: Platform, id: number, itemId: string): Promise<void> {
  await sql`
    update album_items set found = '{"gone": true}', found_at = ${clock.now()}, item_id = ${itemId}, asked_at = null, asked_sn = null, failure = null
    where id = ${id} and archived_at is null`.execute(db);
}

async function postpone({ db, clock }: Platform, item: Row, failed: wecom.Failure): Promise<void> {
  await sql`
    update album_items set next_try = ${wecom.nextTry(failed, item.tries, clock.now())}, failure = ${wecom.keptFailure(failed)}::jsonb
    where id = ${item.id}`.execute(db);
}

async function pathsOf({ db, home }: Platform, files: readonly number[]): Promise<string[]> {
  const rows = await db.selectFrom('files').select(['id', 'sha256']).where('id', 'in', files).execute();
  const paths = new Map(rows.map(row => [row.id, pathOf(home, row.sha256)]));
  return files.map(id => paths.get(id) ?? '');
}

const TAKEN: wecom.Failure = {
  ok: false,
  kind: 'fix_data',
  code: 'invalid_request',
  message: {
    zh: '企业微信的图册里已有这个商品编码的商品，不是 Siyu 添加的，没有再添加。请换一个编码，或先在企业微信管理后台删除那个商品。',
    en: 'WeCom’s album holds a product of this number that Siyu did not put there, so none was added. Choose another number, or delete that product in WeCom’s console first.',
  },
};
const LOOKED_FOR: wecom.Failure = {
  ok: false,
  kind: 'uncertain',
  code: 'timeout',
  message: {
    zh: '没有收到企业微信的答复，正在图册里查找这个商品；确认没有添加成功后才会重试，不会重复添加。',
    en: 'WeCom’s answer was lost; the product is being looked for in the album. It is put in again only when it is certainly not there.',
  },
};
