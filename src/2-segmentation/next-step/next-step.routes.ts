import { z } from 'zod';
import { personInScope } from '#customers';
import { id } from '#platform/contract.ts';
import { type Route, read } from '#platform/http/route.ts';
import { nextStepView } from './contract.ts';
import { readNextStep } from './next-step.ts';

export const nextStepRoutes: Route[] = [
  read({
    path: '/customers/{id}/next-step',
    name: 'readNextStep',
    summary: 'The next best step with a customer, and why',
    tag: '客户',
    may: 'customers:read',
    params: z.object({ id: id('cus') }),
    returns: nextStepView,
    handle: async ({ db, actor, params, platform }) => {
      const personId = await personInScope(db, actor, params.id);
      return await readNextStep(db, personId, platform.clock.now(), actor.language);
    },
  }),
];
