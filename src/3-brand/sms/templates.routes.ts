import { z } from 'zod';
import { id } from '#platform/contract.ts';
import { type Route, raw, read, write } from '#platform/http/route.ts';
import { smsTemplateBody, smsTemplateCheck, smsTemplateDraft, smsTemplateView } from './contract.ts';
import {
  archiveTemplate,
  changeTemplate,
  checkTemplate,
  createTemplate,
  listTemplates,
} from './templates.ts';

const tag = '短信';
const params = z.object({ id: id('smt') });

export const smsTemplateRoutes: Route[] = [
  read({
    path: '/sms-templates',
    name: 'listSmsTemplates',
    summary: 'Templates approved by SMS vendors, with their variables and what they cost',
    tag,
    may: 'broadcasts:read',
    returns: z.object({ data: z.array(smsTemplateView) }),
    handle: async ({ db, platform }) => ({ data: await listTemplates(db, platform.clock) }),
  }),
  raw({
    method: 'post',
    path: '/sms-templates/check',
    name: 'checkSmsTemplate',
    summary: 'What the vendor’s rules and the law say to a text, and what it costs',
    tag,
    may: 'broadcasts:write',
    body: smsTemplateDraft,
    returns: smsTemplateCheck,
    handle: async ({ db, platform, body, actor, http }) =>
      http.json(z.encode(smsTemplateCheck, await checkTemplate(db, platform.clock, body, actor.language))),
  }),
  write({
    method: 'post',
    path: '/sms-templates',
    name: 'createSmsTemplate',
    summary: 'Enter a template as the vendor has approved it; refused with what its rules forbid',
    tag,
    may: 'broadcasts:write',
    body: smsTemplateBody,
    returns: z.object({ id: id('smt') }),
    handle: async ({ db, platform, actor, body }) => ({
      id: await createTemplate(db, platform.clock, actor, body),
    }),
  }),
  write({
    method: 'put',
    path: '/sms-templates/{id}',
    name: 'changeSmsTemplate',
    summary: 'Change a template to what the vendor has approved since',
    tag,
    may: 'broadcasts:write',
    params,
    body: smsTemplateBody,
    returns: z.object({}),
    handle: async ({ db, platform, actor, params, body }) => {
      await changeTemplate(db, platform.clock, actor, params.id, body);
      return {};
    },
  }),
  write({
    method: 'delete',
    path: '/sms-templates/{id}',
    name: 'archiveSmsTemplate',
    summary: 'Put a template away',
    tag,
    may: 'broadcasts:write',
    params,
    returns: z.object({}),
    handle: async ({ db, platform, actor, params }) => {
      await archiveTemplate(db, platform.clock, actor, params.id);
      return {};
    },
  }),
];
