import type { customerList } from '#customers/contract';
import type { countView, RuleWire, whyView } from '#segmentation/contract';
import type { Wire } from '#web/api/client.ts';
import { type List, pagesOf, useAsk } from '#web/api/queries.ts';

export type RuleCount = Wire<typeof countView> & { words: string };
export type Person = Wire<typeof customerList>['data'][number];
export type Why = Wire<typeof whyView>;

/** How many people a rule names now, with the rule as a sentence; the former answer stays while the next one comes. */
export function useRuleCount(rule: RuleWire | undefined) {
  return useAsk<RuleCount>('/segments/count', rule && { rule });
}

/** A page of the people a rule names. */
export function useRulePeople(
  rule: RuleWire | undefined,
  place: { page: number; size: number; go(page: number): void },
): List<Person> {
  const question = rule && { rule, page: place.page, pageSize: place.size };
  return pagesOf(useAsk<Wire<typeof customerList>>('/segments/people', question), place);
}

export function useWhy(rule: RuleWire | undefined, customerId: string | undefined) {
  return useAsk<Why>('/segments/why', rule && customerId ? { rule, customerId } : undefined);
}
