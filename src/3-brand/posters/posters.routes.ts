import type { Context } from 'hono';
import { z } from 'zod';
import { id } from '#platform/contract.ts';
import { NOT_FOUND, Problem } from '#platform/http/problem.ts';
import { type Route, raw, read, write } from '#platform/http/route.ts';
import {
  PREVIEW_WIDTH,
  pictureQuery,
  posterBody,
  posterChange,
  posterDesign,
  posterListQuery,
  posterRow,
  posterView,
  previewView,
  templateView,
} from './contract.ts';
import { unknownIn } from './drawing/coverage.ts';
import { drawDesign, drawPosterById, encoded, type PictureFormat } from './poster-drawing.ts';
import { archivePoster, changePoster, createPoster } from './posters.ts';
import { listPosters, viewPoster } from './read-poster.ts';
import { TEMPLATES } from './templates.ts';

const params = z.object({ id: id('pos') });
const reads = { tag: '品牌', may: 'brand:read' } as const;
const writes = { tag: '品牌', may: 'brand:write' } as const;

export const posterRoutes: Route[] = [
  read({
    ...reads,
    path: '/posters',
    name: 'listPosters',
    summary: 'Posters (海报), the last changed first',
    query: posterListQuery,
    returns: z.object({ data: z.array(posterRow) }),
    handle: async ({ db, query }) => ({ data: await listPosters(db, query) }),
  }),
  read({
    ...reads,
    path: '/posters/{id}',
    name: 'readPoster',
    summary: 'One poster with its layers',
    params,
    returns: posterView,
    handle: ({ db, params }) => viewPoster(db, params.id),
  }),
  raw({
    ...reads,
    method: 'get',
    path: '/posters/{id}/picture',
    name: 'drawPoster',
    summary: 'A poster as a picture; its code says that it is a preview',
    params,
    query: pictureQuery,
    handle: async ({ platform, db, params, query: { width: wide, format }, http }) =>
      sendPicture(http, format, await drawPosterById({ platform, db }, params.id, { wide, format })),
  }),
  write({
    ...writes,
    method: 'post',
    path: '/posters',
    name: 'createPoster',
    summary: 'A new poster; refused where something on it does not fit',
    body: posterBody,
    returns: z.object({ id: id('pos') }),
    handle: async ({ db, platform, actor, body }) => ({ id: await createPoster(db, platform, actor, body) }),
  }),
  write({
    ...writes,
    method: 'put',
    path: '/posters/{id}',
    name: 'changePoster',
    summary: 'Change a poster; what is printed stays as it is',
    params,
    body: posterChange,
    returns: z.object({ version: z.number().int() }),
    handle: async ({ db, platform, actor, params, body }) => ({
      version: await changePoster(db, platform, actor, params.id, body),
    }),
  }),
  write({
    ...writes,
    method: 'delete',
    path: '/posters/{id}',
    name: 'archivePoster',
    summary: 'Put a poster away; codes that show it go on showing it',
    params,
    returns: z.object({}),
    handle: async ({ db, platform, actor, params }) => {
      await archivePoster(db, platform, actor, params.id);
      return {};
    },
  }),
  write({
    ...reads,
    method: 'post',
    path: '/posters/preview',
    name: 'previewPoster',
    summary: 'A poster as it is written right now, drawn as it would be kept; nothing is written down',
    status: 200,
    body: posterDesign,
    returns: previewView,
    handle: async ({ db, platform, body }) => {
      const drawn = await drawDesign({ platform, db }, body, { wide: PREVIEW_WIDTH });
      const bytes = await encoded(drawn, 'jpg');
      const image = `data:image/jpeg;base64,${bytes.toString('base64')}`;
      return { image, boxes: drawn.boxes, unknown: await unknownIn(drawn.texts) };
    },
  }),
  read({
    ...reads,
    path: '/poster-templates',
    name: 'listPosterTemplates',
    summary: 'Designs to begin with',
    returns: z.object({ data: z.array(templateView) }),
    handle: async ({ actor }) => ({
      data: TEMPLATES.map(({ name, what, ...design }) => ({
        ...design,
        name: name[actor.language],
        what: what[actor.language],
      })),
    }),
  }),
  raw({
    ...reads,
    method: 'get',
    path: '/poster-templates/{key}/picture',
    name: 'drawPosterTemplate',
    summary: 'A design to begin with, as a picture',
    params: z.object({ key: z.string().max(40) }),
    query: pictureQuery,
    handle: async ({ platform, db, params, query: { width: wide, format }, http }) => {
      const template = TEMPLATES.find(({ key }) => key === params.key);
      if (!template) throw new Problem(NOT_FOUND);
      return sendPicture(
        http,
        format,
        await encoded(await drawDesign({ platform, db }, template, { wide }), format),
      );
    },
  }),
];

/** With the version in its address a picture may be kept; for a day, because the company's name on it may change. */
function sendPicture(http: Context, format: PictureFormat, bytes: Buffer): Response {
  http.header('content-type', format === 'png' ? 'image/png' : 'image/jpeg');
  http.header('content-security-policy', "default-src 'none'; sandbox");
  http.header('cache-control', http.req.query('version') ? 'private, max-age=86400' : 'private, no-cache');
  return http.body(new Uint8Array(bytes));
}
