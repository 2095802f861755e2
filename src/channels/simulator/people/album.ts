import { writeLog } from '../recorder/recorder.ts';
import type { Simulation } from '../simulation.ts';

/** One product of a corp's album. `agentid` null: an administrator put it in. `media_json`: its pictures, in order. */
export type AlbumRow = {
  id: number;
  corpid: string;
  product_id: string;
  agentid: number | null;
  product_sn: string;
  description: string;
  price: number;
  media_json: string;
  created_at: number;
  deleted_at: number | null;
};

export type AlbumWords = { description: string; price: number; product_sn: string };
type AlbumChange = { [Key in keyof AlbumWords]?: AlbumWords[Key] | undefined };

/** The last that was put in comes first, as the client shows them. */
export function albumOf({ store }: Simulation, corpid: string): AlbumRow[] {
  return store.all<AlbumRow>(
    'select * from album_items where corpid = ? and deleted_at is null order by id desc',
    corpid,
  );
}

export function albumItem({ store }: Simulation, corpid: string, productId: string): AlbumRow | undefined {
  return store.one<AlbumRow>(
    'select * from album_items where corpid = ? and product_id = ?',
    corpid,
    productId,
  );
}

/** @returns its product_id. */
export function putAlbumItem(
  { store, chance, clock }: Simulation,
  corpid: string,
  agentid: number | null,
  { description, price, product_sn, media }: AlbumWords & { media: readonly string[] },
): string {
  const productId = chance.name('prod', 28);
  store.run(
    `insert into album_items (corpid, product_id, agentid, product_sn, description, price, media_json, created_at)
     values (?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[corpid, productId, agentid, product_sn, description, price],
    ...[JSON.stringify(media), clock.milliseconds()],
  );
  return productId;
}

/** What is left out stays as it is. */
export function changeAlbumItem(
  { store }: Simulation,
  id: number,
  change: AlbumChange & { media?: readonly string[] | undefined },
): void {
  store.run(
    `update album_items set description = coalesce(?, description), price = coalesce(?, price),
       product_sn = coalesce(?, product_sn), media_json = coalesce(?, media_json) where id = ?`,
    ...[change.description ?? null, change.price ?? null, change.product_sn ?? null],
    ...[change.media ? JSON.stringify(change.media) : null, id],
  );
}

export function dropAlbumItem({ store, clock }: Simulation, id: number): void {
  store.run('update album_items set deleted_at = ? where id = ?', clock.milliseconds(), id);
}

/** An administrator puts a product into the album in the console (管理后台). No callback tells of it, nor of the others. */
export function consoleAddsToAlbum(simulation: Simulation, corpid: string, words: AlbumWords): string {
  return simulation.store.transaction(() => {
    const productId = putAlbumItem(simulation, corpid, null, { ...words, media: [] });
    writeLog(simulation, { kind: 'action', corpid, what: 'album_added', detail: { productId } });
    return productId;
  });
}

export function consoleChangesAlbum(
  simulation: Simulation,
  corpid: string,
  productId: string,
  change: AlbumChange | 'delete',
): 'done' | 'unknown_product' {
  return simulation.store.transaction(() => {
    const item = albumItem(simulation, corpid, productId);
    if (!item || item.deleted_at !== null) return 'unknown_product';
    if (change === 'delete') dropAlbumItem(simulation, item.id);
    else changeAlbumItem(simulation, item.id, change);
    const what = change === 'delete' ? 'album_deleted' : 'album_changed';
    writeLog(simulation, { kind: 'action', corpid, what, detail: { productId } });
    return 'done';
  });
}
