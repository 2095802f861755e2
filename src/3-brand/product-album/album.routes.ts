import { z } from 'zod';
import { id } from '#platform/contract.ts';
import { type Route, raw, read, write } from '#platform/http/route.ts';
import type { Platform } from '#platform/platform.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import { archiveItem, changeItem, createItem, settleItem } from './album.ts';
import { checkAlbum } from './check-album.ts';
import {
  albumCheckBody,
  albumItemBody,
  albumItemChange,
  albumItemRow,
  albumQuery,
  albumSettleBody,
  albumView,
} from './contract.ts';
import { listAlbumItems, readAlbum } from './list-album.ts';
import { refuseAccount } from './refusals.ts';

/** Tells WeCom of products; asked for with every change. */
export const TELL_ALBUM = { name: 'album.tell' };

const params = z.object({ id: id('alb') });
const reads = { tag: '品牌', may: 'brand:read' } as const;
const writes = { tag: '品牌', may: 'brand:write' } as const;
const askToTell = (tx: Tx, { jobs }: Platform) =>
  jobs.enqueue(tx, TELL_ALBUM, {}, { onlyOne: TELL_ALBUM.name });

export const albumRoutes: Route[] = [
  read({
    ...reads,
    path: '/product-album',
    name: 'readProductAlbum',
    summary: 'WeCom’s product albums (商品图册): how the last comparison went, what WeCom takes',
    returns: albumView,
    handle: ({ db, platform, actor }) => readAlbum(db, platform.clock, actor.language),
  }),
  read({
    ...reads,
    path: '/album-items',
    name: 'listAlbumItems',
    summary: 'Products in WeCom’s albums that Siyu put there; those that need somebody first',
    query: albumQuery,
    returns: z.object({ data: z.array(albumItemRow) }),
    handle: async ({ db, actor, query }) => ({ data: await listAlbumItems(db, actor.language, query) }),
  }),
  write({
    ...writes,
    method: 'post',
    path: '/album-items',
    name: 'createAlbumItem',
    summary: 'Put a product into WeCom’s album; members see it within seconds',
    body: albumItemBody,
    returns: z.object({ id: id('alb') }),
    handle: async ({ db, platform, actor, body }) => {
      const created = await createItem(db, platform.clock, actor, body);
      await askToTell(db, platform);
      return { id: created };
    },
  }),
  write({
    ...writes,
    method: 'put',
    path: '/album-items/{id}',
    name: 'changeAlbumItem',
    summary: 'Change a product of the album, here and at WeCom',
    params,
    body: albumItemChange,
    returns: z.object({}),
    handle: async ({ db, platform, actor, params, body }) => {
      await changeItem(db, platform.clock, actor, params.id, body);
      await askToTell(db, platform);
      return {};
    },
  }),
  write({
    ...writes,
    method: 'delete',
    path: '/album-items/{id}',
    name: 'archiveAlbumItem',
    summary: 'Take a product out of the album, here and at WeCom',
    params,
    returns: z.object({}),
    handle: async ({ db, platform, actor, params }) => {
      await archiveItem(db, platform.clock, actor, params.id);
      await askToTell(db, platform);
      return {};
    },
  }),
  write({
    ...writes,
    method: 'post',
    path: '/album-items/{id}/settle',
    name: 'settleAlbumItem',
    summary: 'Where it was changed or deleted at WeCom: tell WeCom again, or take over what is there',
    params,
    body: albumSettleBody,
    returns: z.object({}),
    status: 200,
    handle: async ({ db, platform, actor, params, body }) => {
      await settleItem(db, platform.clock, actor, params.id, body.keep);
      await askToTell(db, platform);
      return {};
    },
  }),
  raw({
    ...writes,
    method: 'post',
    path: '/product-album/check',
    name: 'checkProductAlbum',
    summary: 'Compare an album with WeCom now, which else happens every night; changes nothing there',
    body: albumCheckBody,
    returns: z.object({ outcome: z.enum(['done', 'failed']) }),
    handle: async ({ platform, body, http }) => {
      await refuseAccount(platform.db, body.accountId);
      return http.json({ outcome: await checkAlbum(platform, body.accountId) });
    },
  }),
];
