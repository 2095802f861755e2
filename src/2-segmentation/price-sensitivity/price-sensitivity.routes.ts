import { z } from 'zod';
import { personInScope } from '#customers';
import { id } from '#platform/contract.ts';
import { type Route, read } from '#platform/http/route.ts';
import { refusesProfiling } from '../profiling/profiling.sql.ts';
import { priceSensitivityView } from './contract.ts';
import { readParts } from './price-sensitivity.sql.ts';
import { sensitivityOf } from './score.ts';

export const priceSensitivityRoutes: Route[] = [
  read({
    path: '/customers/{id}/price-sensitivity',
    name: 'readCustomerPriceSensitivity',
    summary: 'How much a price decides for a customer, with the parts of the score',
    tag: '分层',
    may: 'customers:read',
    params: z.object({ id: id('cus') }),
    returns: priceSensitivityView,
    handle: async ({ db, actor, params, platform }) => {
      const personId = await personInScope(db, actor, params.id);
      const view = sensitivityOf(await readParts(db, personId, platform.clock.now()));
      return (await refusesProfiling(db, personId)) ? { ...view, sensitivity: null } : view;
    },
  }),
];
