import { z } from 'zod';
import { PROJECTION, personInScope, whileWhole } from '#customers';
import { id } from '#platform/contract.ts';
import { type Route, raw, read } from '#platform/http/route.ts';
import { untilRead } from '#platform/log/readers.ts';
import { readAliveBands, readValueBands } from './bands.sql.ts';
import {
  computePredictionsBody,
  customerPredictionView,
  type Holdout,
  predictionModelView,
  predictionsView,
} from './contract.ts';
import { readCustomerPrediction } from './of-customer.ts';
import { chooseDiscount, predict } from './predict.ts';
import { NEEDS } from './train.ts';

const tag = '分层';

export const predictionRoutes: Route[] = [
  read({
    path: '/predictions',
    name: 'readPredictions',
    summary:
      'What customers are expected to bring in a year: how the model came about, how far off it was, who',
    tag,
    may: 'segments:read',
    returns: predictionsView,
    handle: async ({ db, platform }) => {
      const row = await db
        .selectFrom('predictionModels')
        .selectAll()
        .orderBy('id', 'desc')
        .limit(1)
        .executeTakeFirst();
      const model = row && {
        ...row,
        outcome: predictionModelView.shape.outcome.parse(row.outcome),
        holdout: row.holdout as unknown as Holdout | null,
      };
      const [alive, values] =
        model?.outcome === 'fitted'
          ? await Promise.all([readAliveBands(platform.clickhouse), readValueBands(platform.clickhouse)])
          : [[], []];
      return { needs: NEEDS, model: model ?? null, alive, values };
    },
  }),
  raw({
    method: 'post',
    path: '/predictions/compute',
    name: 'computePredictions',
    summary: 'Train on the orders that are there and predict anew; says why where nothing can be predicted',
    tag,
    may: 'segments:write',
    body: computePredictionsBody,
    returns: z.object({
      outcome: predictionModelView.shape.outcome,
      people: z.number().int(),
      changed: z.number().int(),
    }),
    handle: async ({ platform, actor, body, http, requestId }) => {
      const { discount } = body;
      if (discount !== undefined) await chooseDiscount(platform, actor, discount);
      const { outcome, people, changed } = await whileWhole(platform, () =>
        predict(platform, actor, { requestId }),
      );
      await untilRead(platform.db, PROJECTION);
      return http.json({ outcome, people, changed });
    },
  }),
  read({
    path: '/customers/{id}/prediction',
    name: 'readCustomerPrediction',
    summary: 'What is expected of a customer in the next year, and how sure that is',
    tag,
    may: 'customers:read',
    params: z.object({ id: id('cus') }),
    returns: customerPredictionView,
    handle: async ({ db, actor, params, platform }) =>
      await readCustomerPrediction(db, await personInScope(db, actor, params.id), platform.clock.now()),
  }),
];
