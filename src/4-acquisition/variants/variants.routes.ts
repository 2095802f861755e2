import { z } from 'zod';
import { drawPosterById } from '#brand';
import { id } from '#platform/contract.ts';
import { type Route, raw, read, write } from '#platform/http/route.ts';
import { TELL_WAYS } from '../live-codes/live-codes.routes.ts';
import { originOf } from '../live-codes/origin.ts';
import { entryPeriod } from '../touchpoints/contract.ts';
import { variantBody, variantChange, variantPictureQuery, variantReport } from './contract.ts';
import { linkOf, readVariant, reportVariants } from './read-variants.ts';
import { archiveVariant, changeVariant, createVariant } from './variants.ts';

const ofCode = z.object({ id: id('code') });
const params = ofCode.extend({ variantId: id('var') });
const reads = { tag: '引流', may: 'acquisition:read' } as const;
const writes = { tag: '引流', may: 'acquisition:write' } as const;

export const variantRoutes: Route[] = [
  read({
    ...reads,
    path: '/live-codes/{id}/variants',
    name: 'listCodeVariants',
    summary:
      'A code’s posters, how those fared who came by each, and whether the difference is more than chance',
    params: ofCode,
    query: z.object({ days: entryPeriod }),
    returns: variantReport,
    handle: ({ db, platform, params: { id: codeId }, query: { days }, http }) =>
      reportVariants(db, platform.clock.now(), { codeId, days, origin: originOf(platform, http) }),
  }),
  write({
    ...writes,
    method: 'post',
    path: '/live-codes/{id}/variants',
    name: 'createCodeVariant',
    summary: 'Put a poster on a code, with an address of its own',
    params: ofCode,
    body: variantBody,
    returns: z.object({ id: id('var') }),
    handle: async ({ db, platform, actor, params: { id: codeId }, body, http }) => {
      const origin = originOf(platform, http);
      const created = await createVariant(db, platform, actor, { ...body, codeId, origin });
      await platform.jobs.enqueue(db, TELL_WAYS, {}, { onlyOne: TELL_WAYS.name });
      return { id: created };
    },
  }),
  write({
    ...writes,
    method: 'put',
    path: '/live-codes/{id}/variants/{variantId}',
    name: 'changeCodeVariant',
    summary: 'Say how many of a poster were put out',
    params,
    body: variantChange,
    returns: z.object({}),
    handle: async ({ db, platform, actor, params, body }) => {
      await changeVariant(db, platform, actor, { codeId: params.id, id: params.variantId }, body);
      return {};
    },
  }),
  write({
    ...writes,
    method: 'delete',
    path: '/live-codes/{id}/variants/{variantId}',
    name: 'archiveCodeVariant',
    summary: 'Take a poster off a code; what hangs somewhere leads on and is counted',
    params,
    returns: z.object({}),
    handle: async ({ db, platform, actor, params }) => {
      await archiveVariant(db, platform, actor, { codeId: params.id, id: params.variantId });
      return {};
    },
  }),
  raw({
    ...reads,
    method: 'get',
    path: '/live-codes/{id}/variants/{variantId}/picture',
    name: 'drawCodeVariant',
    summary: 'The poster with the code’s own link on it, to print or to send',
    params,
    query: variantPictureQuery,
    handle: async ({ platform, db, params, query: { width: wide, format, version }, http }) => {
      const variant = await readVariant(db, params.id, params.variantId);
      const link = linkOf(originOf(platform, http), variant);
      const asked = { link, hook: variant.hook, wide, format };
      const bytes = await drawPosterById({ platform, db }, variant.poster.id, asked);
      http.header('content-type', format === 'png' ? 'image/png' : 'image/jpeg');
      http.header('content-security-policy', "default-src 'none'; sandbox");
      http.header('cache-control', version ? 'private, max-age=86400' : 'private, no-cache');
      return http.body(new Uint8Array(bytes));
    },
  }),
];
