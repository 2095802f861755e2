import { z } from 'zod';
import { PROJECTION, personInScope, whileWhole } from '#customers';
import { id, pageOf } from '#platform/contract.ts';
import { nextPage } from '#platform/http/paging.ts';
import { Problem, type ProblemKind } from '#platform/http/problem.ts';
import { type Route, raw, read, write } from '#platform/http/route.ts';
import { untilRead } from '#platform/log/readers.ts';
import {
  cutOffs,
  movesQuery,
  movesView,
  overrideBody,
  previewList,
  previewQuery,
  scoreSums,
  type Thresholds,
  tierModelView,
  transitionQuery,
  transitionView,
} from './contract.ts';
import { listWouldMove, readScoreSums } from './preview.ts';
import { changeCutOffs } from './thresholds.ts';
import { computeTiers, FEWEST_BUYERS, overrideTier } from './tiers.ts';
import { countMoves, listTransitions } from './transitions.ts';

const tag = '分层';

const TOO_FEW_BUYERS: ProblemKind = {
  code: 'too_few_buyers',
  status: 422,
  title: { zh: '客户太少，无法分层', en: 'Too few buyers for tiers' },
  detail: {
    zh: '目前有 {buyers} 位下过单的客户，至少需要 {needed} 位，五分位才有意义。先导入更多订单。',
    en: 'There are {buyers} buyers; quintiles mean something from {needed} on. Import more orders first.',
  },
};

export const tierRoutes: Route[] = [
  read({
    path: '/tiers',
    name: 'readTiers',
    summary: 'The tiers now: thresholds, people and value in each',
    tag,
    may: 'segments:read',
    returns: z.object({ model: tierModelView.nullable() }),
    handle: async ({ db, platform }) => {
      const model = await db
        .selectFrom('tierModels')
        .selectAll()
        .orderBy('id', 'desc')
        .limit(1)
        .executeTakeFirst();
      if (!model) return { model: null };
      const rows = await platform.clickhouse.rows<{ tier: string; people: number; worth: number }>(
        `select tier, count() as people, sum(value) as worth from customers final where tier <> '' group by tier`,
      );
      return {
        model: {
          computedAt: model.computedAt,
          thresholds: model.thresholds as unknown as Thresholds,
          people: Object.fromEntries(rows.map(row => [row.tier, Number(row.people)])),
          value: Object.fromEntries(rows.map(row => [row.tier, Number(row.worth)])),
        },
      };
    },
  }),
  raw({
    method: 'post',
    path: '/tiers/compute',
    name: 'computeTiers',
    summary: 'Compute the tiers now',
    tag,
    may: 'segments:write',
    returns: z.object({ buyers: z.number().int(), moved: z.number().int() }),
    handle: async ({ platform, actor, http }) => {
      const run = await whileWhole(platform, () => computeTiers(platform, actor));
      if (run.outcome === 'too_few_buyers')
        throw new Problem(TOO_FEW_BUYERS, { buyers: run.buyers, needed: FEWEST_BUYERS });
      await untilRead(platform.db, PROJECTION);
      return http.json({ buyers: run.buyers, moved: run.moved });
    },
  }),
  read({
    path: '/tiers/scores',
    name: 'readTierScores',
    summary: 'Buyers and their value by R + F + M: what other cut-offs would make of them',
    tag,
    may: 'segments:read',
    returns: scoreSums,
    handle: async ({ platform, actor }) => ({ data: await readScoreSums(platform, actor.scope) }),
  }),
  read({
    path: '/tiers/preview',
    name: 'previewTiers',
    summary: 'Who would move with other cut-offs, the most valuable first; nothing is changed',
    tag,
    may: 'segments:read',
    query: previewQuery,
    returns: previewList,
    handle: async ({ platform, actor, query }) => await listWouldMove(platform, actor.scope, query),
  }),
  write({
    method: 'put',
    path: '/tiers/thresholds',
    name: 'changeTierThresholds',
    summary: 'Fix from which R + F + M a customer is 重要, and from which 常规; the next computation uses it',
    tag,
    may: 'segments:write',
    body: cutOffs,
    returns: z.object({}),
    handle: async ({ db, actor, body, platform }) => {
      await changeCutOffs(db, platform.clock, actor, body);
      return {};
    },
  }),
  read({
    path: '/tiers/transitions',
    name: 'listTierTransitions',
    summary: 'Who moved between tiers, newest first',
    tag,
    may: 'segments:read',
    query: transitionQuery,
    returns: pageOf(transitionView),
    handle: async ({ db, actor, query, platform }) => {
      const rows = await listTransitions(db, actor.scope, platform.clock.now(), query);
      return nextPage(rows, query.limit, row => String(row.id));
    },
  }),
  read({
    path: '/tiers/moves',
    name: 'countTierMoves',
    summary: 'From which tier to which how many moves led in the last days',
    tag,
    may: 'segments:read',
    query: movesQuery,
    returns: movesView,
    handle: async ({ db, actor, query, platform }) => ({
      data: await countMoves(db, actor.scope, platform.clock.now(), query.days),
    }),
  }),
  write({
    method: 'post',
    path: '/customers/{id}/tier',
    name: 'overrideTier',
    summary: 'Put a customer into a tier by hand, with a reason',
    tag,
    may: 'customers:write',
    params: z.object({ id: id('cus') }),
    body: overrideBody,
    returns: z.object({}),
    status: 200,
    handle: async ({ db, actor, params, body, platform }) => {
      const personId = await personInScope(db, actor, params.id);
      await overrideTier(db, platform.clock, actor, personId, body);
      return {};
    },
  }),
];
