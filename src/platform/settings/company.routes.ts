import { z } from 'zod';
import { audit } from '../audit/audit.ts';
import { type Route, write } from '../http/route.ts';
import { companyBody } from './contract.ts';
import { readSetting, writeSetting } from './settings.ts';

const NAME = 'company.name';

export const companyRoutes: Route[] = [
  write({
    method: 'patch',
    path: '/company',
    name: 'changeCompany',
    summary: 'How the company is called on the login page, in the console and on reports',
    tag: '设置',
    may: 'settings:write',
    body: companyBody,
    returns: z.object({}),
    handle: async ({ db, actor, body, platform: { clock } }) => {
      const before = { name: (await readSetting<string>(db, NAME)) ?? null };
      await writeSetting(db, clock, actor.name, NAME, body.name);
      await audit(db, clock, actor, {
        action: 'company.changed',
        object: { kind: 'company', id: 0 },
        before,
        after: body,
      });
      return {};
    },
  }),
];
