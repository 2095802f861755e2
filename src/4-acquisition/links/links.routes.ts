import { z } from 'zod';
import { id } from '#platform/contract.ts';
import { type Route, raw, read, write } from '#platform/http/route.ts';
import { systemRandom } from '#platform/random.ts';
import {
  acquisitionLinkBody,
  acquisitionLinkChange,
  acquisitionLinkQuery,
  acquisitionLinkRow,
  acquisitionQuota,
  departmentQuery,
  wecomDepartment,
} from './contract.ts';
import { listDepartments } from './departments.ts';
import { archiveLink, changeLink, createLink } from './links.ts';
import { listLinks, listQuotas } from './list-links.ts';

/** Tells the platform of links and reads what it counts; asked for with every change. */
export const TELL_LINKS = { name: 'acquisition_links.tell' };

const params = z.object({ id: id('lnk') });
const reads = { tag: '引流', may: 'acquisition:read' } as const;
const writes = { tag: '引流', may: 'acquisition:write' } as const;

export const linkRoutes: Route[] = [
  read({
    ...reads,
    path: '/acquisition-links',
    name: 'listAcquisitionLinks',
    summary:
      'Acquisition links (获客助手): who opened them, who came, who has written, who stayed and bought',
    query: acquisitionLinkQuery,
    returns: z.object({ data: z.array(acquisitionLinkRow) }),
    handle: async ({ db, platform, actor, query }) => ({
      data: await listLinks(db, platform.clock.now(), actor.language, query),
    }),
  }),
  read({
    ...reads,
    path: '/acquisition-quotas',
    name: 'listAcquisitionQuotas',
    summary: 'How many may still be added by acquisition links',
    returns: z.object({ data: z.array(acquisitionQuota) }),
    handle: async ({ db, platform, actor }) => ({
      data: await listQuotas(db, platform.clock.now(), actor.language),
    }),
  }),
  raw({
    ...writes,
    method: 'get',
    path: '/wecom-departments',
    name: 'listWecomDepartments',
    summary: 'The departments of a WeCom account as they are there now',
    query: departmentQuery,
    returns: z.object({ data: z.array(wecomDepartment) }),
    handle: async ({ platform, query, http }) =>
      http.json({ data: await listDepartments(platform, query.account) }),
  }),
  write({
    ...writes,
    method: 'post',
    path: '/acquisition-links',
    name: 'createAcquisitionLink',
    summary: 'Make a link; WeCom gives its address within seconds',
    body: acquisitionLinkBody,
    returns: z.object({ id: id('lnk') }),
    handle: async ({ db, platform, actor, body }) => {
      const created = await createLink(db, platform.clock, systemRandom, actor, body);
      await platform.jobs.enqueue(db, TELL_LINKS, {}, { onlyOne: TELL_LINKS.name });
      return { id: created };
    },
  }),
  write({
    ...writes,
    method: 'put',
    path: '/acquisition-links/{id}',
    name: 'changeAcquisitionLink',
    summary: 'Lead a link to others; its address stays',
    params,
    body: acquisitionLinkChange,
    returns: z.object({}),
    handle: async ({ db, platform, actor, params, body }) => {
      await changeLink(db, platform.clock, actor, params.id, body);
      await platform.jobs.enqueue(db, TELL_LINKS, {}, { onlyOne: TELL_LINKS.name });
      return {};
    },
  }),
  write({
    ...writes,
    method: 'delete',
    path: '/acquisition-links/{id}',
    name: 'archiveAcquisitionLink',
    summary: 'Put a link away; WeCom deletes it',
    params,
    returns: z.object({}),
    handle: async ({ db, platform, actor, params }) => {
      await archiveLink(db, platform.clock, actor, params.id);
      await platform.jobs.enqueue(db, TELL_LINKS, {}, { onlyOne: TELL_LINKS.name });
      return {};
    },
  }),
];
