import { oneOf, type SearchFields, search, text } from '#web/url/search.ts';

export const LOSSES = ['deleted', 'silent', 'unanswered'] as const;
export const PERIODS = ['30', '90', '180', '365'] as const;

/** The period of the upper part, the conditions of the queue. */
export const churnSearch = search({
  days: oneOf(...PERIODS),
  cause: oneOf(...LOSSES),
  broadcast: text,
});
export type ChurnFields = SearchFields<typeof churnSearch>;
