import { z } from 'zod';
import { type Route, read, write } from '../http/route.ts';
import { ruleFactBody, ruleFactList } from './contract.ts';
import { changeRuleFact, listRuleFacts } from './rule-facts.ts';

const tag = '设置';

export const ruleFactRoutes: Route[] = [
  read({
    path: '/rule-facts',
    name: 'listRuleFacts',
    summary: 'Limits of platforms, law and the company, dated and with their sources',
    tag,
    may: 'signed-in',
    returns: ruleFactList,
    handle: async ({ db, platform }) => ({ data: await listRuleFacts(db, platform.clock) }),
  }),
  write({
    method: 'post',
    path: '/rule-facts',
    name: 'changeRuleFact',
    summary: 'Set one of the company’s own limits anew, from today on',
    tag,
    may: 'settings:write',
    body: ruleFactBody,
    returns: z.object({}),
    handle: async ({ db, actor, body, platform }) => {
      await changeRuleFact(db, platform.clock, actor, body);
      return {};
    },
  }),
];
