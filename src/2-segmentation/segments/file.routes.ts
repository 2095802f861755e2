import { z } from 'zod';
import { id } from '#platform/contract.ts';
import { type Route, read, write } from '#platform/http/route.ts';
import { exportedFile, portableFile, segmentList, segmentUsesView } from './contract.ts';
import { exportSegments, importSegments, portableSchema } from './portable.ts';
import { presentSegment } from './present.ts';
import { liveSegment } from './segments.ts';
import { usesOf } from './uses.ts';

const tag = '分层';
const params = z.object({ id: id('seg') });

/** Segments as files, and what uses a segment. */
export const fileRoutes: Route[] = [
  read({
    path: '/segments/schema',
    name: 'readSegmentsSchema',
    summary: 'JSON Schema of a file of segments',
    tag,
    may: 'segments:read',
    returns: z.record(z.string(), z.unknown()),
    handle: async () => portableSchema(),
  }),
  read({
    path: '/segments/export',
    name: 'exportSegments',
    summary: 'All segments as a file that another installation can take in',
    tag,
    may: 'segments:read',
    returns: exportedFile,
    handle: ({ db }) => exportSegments(db),
  }),
  read({
    path: '/segments/{id}/export',
    name: 'exportSegment',
    summary: 'A segment, and those it names, as a file',
    tag,
    may: 'segments:read',
    params,
    returns: exportedFile,
    handle: async ({ db, params }) => {
      await liveSegment(db, params.id);
      return await exportSegments(db, params.id);
    },
  }),
  write({
    method: 'post',
    path: '/segments/import',
    name: 'importSegments',
    summary: 'Create the segments of a file, all or none',
    tag,
    may: 'segments:write',
    body: portableFile,
    returns: segmentList,
    handle: async ({ db, actor, body, platform }) => {
      const data = [];
      for (const segmentId of await importSegments(db, platform.clock, actor, body))
        data.push(await presentSegment(db, segmentId, actor.language));
      return { data };
    },
  }),
  read({
    path: '/segments/{id}/uses',
    name: 'listSegmentUses',
    summary: 'Which segments and broadcasts use a segment',
    tag,
    may: 'segments:read',
    params,
    returns: segmentUsesView,
    handle: ({ db, params }) => usesOf(db, params.id),
  }),
];
