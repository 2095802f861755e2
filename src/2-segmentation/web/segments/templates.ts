import type { RuleWire } from '#segmentation/contract';
import { encodeRule } from '#web/links.ts';
import { stringifySearch } from '#web/url/search.ts';

/** Segments most shops need first, to be amended. Their words are in texts `template.*`. */
export const TEMPLATES = ['quiet', 'birthday', 'once', 'cart', 'bargain', 'anniversary'] as const;
export type Template = (typeof TEMPLATES)[number];

const YEAR = { kind: 'last', n: 365, unit: 'day' } as const;
const WEEK = { kind: 'last', n: 7, unit: 'day' } as const;

const RULES: Record<Template, RuleWire> = {
  quiet: {
    all: [
      { attribute: 'tier', test: { is: 'one_of', values: ['重要'] } },
      { attribute: 'lastOrderAt', test: { is: 'within', window: { kind: 'before', n: 30 } } },
    ],
  },
  birthday: {
    all: [{ attribute: 'birthday', test: { is: 'anniversary', days: 7 } }, { reachable: 'wecom' }],
  },
  once: {
    all: [
      { attribute: 'orders', test: { is: 'between', from: 1, to: 1 } },
      { attribute: 'firstOrderAt', test: { is: 'within', window: { kind: 'last', n: 90, unit: 'day' } } },
      { attribute: 'lastOrderAt', test: { is: 'within', window: { kind: 'before', n: 14 } } },
    ],
  },
  cart: {
    all: [
      {
        sequence: 'not_followed',
        first: { event: 'product_added', where: [] },
        next: { order: 'paid' },
        within: { n: 1, unit: 'day' },
        window: { kind: 'last', n: 14, unit: 'day' },
      },
      { reachable: 'wecom' },
    ],
  },
  bargain: {
    all: [
      { orders: 'count', test: { is: 'at_least', value: 3 }, window: YEAR },
      { orders: 'discounted_share', test: { is: 'at_least', value: 0.5 }, window: YEAR },
    ],
  },
  anniversary: {
    all: [
      { attribute: 'firstOrderAt', test: { is: 'anniversary', days: 7 } },
      { contacts: 'count', purpose: 'marketing', test: { is: 'at_most', value: 0 }, window: WEEK },
    ],
  },
};

/** The builder with a template's rule and name in it. */
export function templateLink(template: Template, name: string): string {
  return newSegmentLink(RULES[template], name);
}

export function newSegmentLink(rule: RuleWire, name: string): string {
  return `/segments/new${stringifySearch({ rule: encodeRule(rule), name })}`;
}
