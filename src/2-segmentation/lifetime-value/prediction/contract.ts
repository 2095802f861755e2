import { z } from 'zod';
import { day, fen, instant } from '#platform/contract.ts';

/** Why nothing is predicted. */
export const REFUSALS = ['too_few_repeat_buyers', 'too_short', 'no_fit'] as const;

const interval = z.object({ low: z.number(), high: z.number() });
const count = z.number().int();

/** What was foretold from the first part of the history and what then happened, by how often people had come back. */
export const holdoutView = z.object({
  /** The last day the model was allowed to see, and the last of what it had to foretell. */
  cut: day,
  until: day,
  people: count,
  predicted: z.number(),
  actual: z.number(),
  /** The last one stands for that many repeats and more. Orders are those of one person, on average. */
  groups: z.array(z.object({ repeats: count, people: count, predicted: z.number(), actual: z.number() })),
});
export type Holdout = z.output<typeof holdoutView>;

export const predictionModelView = z.object({
  outcome: z.enum(['fitted', ...REFUSALS]),
  trainedAt: instant,
  /** Buyers; those of them who came back; days between the first order and the last day. */
  people: count,
  repeatBuyers: count,
  days: count,
  until: day,
  discount: z.number(),
  holdout: holdoutView.nullable(),
});

/** Buyers by how likely they still are customers: `value` is what is expected of them in a year, `won` what it would be if all of them were for certain. */
export const aliveBand = z.object({ from: z.number(), to: z.number(), people: count, value: fen, won: fen });

/** Buyers by what is expected of them in a year: from so many fen (included) to so many (excluded; null: open). */
export const valueBand = z.object({ from: fen, to: fen.nullable(), people: count, value: fen });

export const predictionsView = z.object({
  /** What training needs at least. */
  needs: z.object({ repeatBuyers: count, days: count }),
  model: predictionModelView.nullable(),
  alive: z.array(aliveBand),
  values: z.array(valueBand),
});

/** Of one person, as of now. */
export const customerPredictionView = z.object({
  /** Null where nothing is predicted: no order yet, or the model was refused. */
  prediction: z
    .object({
      alive: z.number(),
      /** 95 % of the estimate. */
      aliveInterval: interval.nullable(),
      /** Orders in the next year; the range holds the true number eight times in ten. */
      orders: z.number(),
      ordersRange: interval,
      value: fen,
      averageOrder: fen,
      /** The day until which an order is as likely as not; null where more likely than not none comes within a year. */
      nextOrder: day.nullable(),
      /** What it is seen from: days with orders, days since the first and since the last of them. */
      orderDays: count,
      sinceFirst: count,
      sinceLast: count,
    })
    .nullable(),
  trainedAt: instant.nullable(),
});

export const computePredictionsBody = z.object({
  /** Of a year, as a share; kept for the nightly training. Absent: as before. */
  discount: z.number().min(0).max(0.5).optional(),
});
