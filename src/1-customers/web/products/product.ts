import type { RuleWire } from '#segmentation/contract';
import type { Wire } from '#web/api/client.ts';
import { peopleLink } from '#web/links.ts';
import type { productPage } from '../../products/contract.ts';

export type Product = Wire<typeof productPage>;

function bought({ id, days }: Product, atLeast: number): RuleWire {
  return {
    orders: 'count',
    test: { is: 'at_least', value: atLeast },
    window: days === 0 ? null : { kind: 'last', n: days, unit: 'day' },
    shops: [],
    products: [id],
    refund: null,
  };
}

/** The people behind a number of buyers. */
export function boughtLink(of: Product, title: string, atLeast = 1): string {
  return peopleLink(bought(of, atLeast), title);
}
