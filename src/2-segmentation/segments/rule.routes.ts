import { z } from 'zod';
import { customerRow } from '#customers';
import { id } from '#platform/contract.ts';
import { type Route, write } from '#platform/http/route.ts';
import { ruleSchema } from '../rules/contract.ts';
import { sayRule } from '../rules/say-rule.ts';
import { refuseUnusable } from '../rules/usable.ts';
import { countView, peoplePageQuery, whyView } from './contract.ts';
import { countRule } from './count.ts';
import { namesIn } from './names.ts';
import { explainPerson, peoplePage } from './present.ts';

const tag = '分层';
const may = 'segments:read';
const ruleBody = z.object({ rule: ruleSchema });

/** Questions about a rule that nobody has saved: the rule is in the body, nothing is written. */
export const ruleRoutes: Route[] = [
  write({
    method: 'post',
    path: '/segments/count',
    name: 'countRule',
    summary: 'How many people a rule names now, and how many of them may be contacted',
    tag,
    may,
    body: ruleBody,
    returns: countView.extend({ words: z.string() }),
    status: 200,
    handle: async ({ db, body, actor, platform }) => {
      await refuseUnusable(db, body.rule);
      const count = await countRule(platform, body.rule, actor.scope);
      return { ...count, words: sayRule(body.rule, actor.language, await namesIn(db, [body.rule])) };
    },
  }),
  write({
    method: 'post',
    path: '/segments/people',
    name: 'listRulePeople',
    summary: 'The people a rule names, a page at a time',
    tag,
    may,
    body: ruleBody.extend(peoplePageQuery.shape),
    returns: z.object({ data: z.array(customerRow), total: z.number().int() }),
    status: 200,
    handle: async ({ db, body, actor, platform }) => {
      await refuseUnusable(db, body.rule);
      return await peoplePage(platform, body.rule, actor.scope, body);
    },
  }),
  write({
    method: 'post',
    path: '/segments/why',
    name: 'explainRule',
    summary: 'Why a rule names a person or does not, condition by condition',
    tag,
    may,
    body: ruleBody.extend({ customerId: id('cus') }),
    returns: whyView,
    status: 200,
    handle: async ({ db, body, actor, platform }) => {
      await refuseUnusable(db, body.rule);
      return await explainPerson(db, platform, actor, body.rule, body.customerId);
    },
  }),
];
