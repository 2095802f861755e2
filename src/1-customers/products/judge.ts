import { JUDGE, type ProductRole, SUGGEST } from './formula.contract.ts';

/** What is known of a product, or of all the others of its shop taken together. Amounts in fen. */
export type Figures = {
  orders: number;
  pieces: number;
  buyers: number;
  fresh: number;
  amount: number;
  refunded: number;
  returned: number;
  cohort: number;
  repeated: number;
  complaints: number;
  /** What was earned with goods whose cost is known, and what these cost, as the value ledger reckons it. */
  costed: number;
  cost: number;
};
/** The middle of the shop's prices per piece, and what one of its products brings on average, beside the other products' figures. */
export type Shop = { others: Figures; middlePrice: number | null; averageAmount: number };

/** The lower end of a rate's interval (Wilson 1927): how large it is at least, with so few seen. */
export function lowerBound(hits: number, of: number, z: number = JUDGE.z): number {
  if (of <= 0) return 0;
  const rate = Math.min(1, hits / of);
  const spread = z * Math.sqrt((rate * (1 - rate)) / of + (z * z) / (4 * of * of));
  return Math.max(0, (rate + (z * z) / (2 * of) - spread) / (1 + (z * z) / of));
}

export type Test = {
  hits: number;
  of: number;
  rate: number | null;
  /** At least this, with 95 % confidence. */
  lower: number;
  /** Of the shop's other products; null where these are too few to say. */
  others: number | null;
  /** What the lower bound must lie above. */
  line: number | null;
  isAbove: boolean;
};

/** A rate of the product against that of the shop's other products. */
export function compare(hits: number, of: number, others: { hits: number; of: number }): Test {
  const usual = others.of >= JUDGE.fewest ? others.hits / others.of : null;
  const line = usual === null ? null : Math.max(JUDGE.floor, JUDGE.above * usual);
  const lower = lowerBound(hits, of);
  const isAbove = of >= JUDGE.fewest && line !== null && lower > line;
  return { hits, of, rate: of >= JUDGE.fewest ? hits / of : null, lower, others: usual, line, isAbove };
}

export function health(own: Figures, { others }: Pick<Shop, 'others'>) {
  const returns = compare(own.returned, own.orders, { hits: others.returned, of: others.orders });
  const complaints = compare(own.complaints, own.orders, { hits: others.complaints, of: others.orders });
  return { returns, complaints, unmendable: returns.isAbove || complaints.isAbove };
}

/** Why a role is suggested: a figure of the product beside the shop's. */
export type Reason = {
  what: 'price' | 'margin' | 'noCost' | 'fresh' | 'repeat' | 'amount';
  own: number | null;
  shop: number | null;
};

export function marginOf({ costed, cost }: Pick<Figures, 'costed' | 'cost'>): number | null {
  return costed > 0 ? (costed - cost) / costed : null;
}

const share = (part: number, whole: number) => (whole > 0 ? part / whole : null);

/** The role that a year's figures speak for, with the figures that do; null where they speak for none or are too few. */
export function suggest(own: Figures, shop: Shop): { role: ProductRole; reasons: Reason[] } | null {
  if (own.orders < JUDGE.fewest || own.pieces <= 0 || shop.middlePrice === null || shop.middlePrice <= 0)
    return null;
  const unit = own.amount / own.pieces;
  const ratio = unit / shop.middlePrice;
  const margins = { own: marginOf(own), shop: marginOf(shop.others) };
  const price: Reason = { what: 'price', own: Math.round(unit), shop: Math.round(shop.middlePrice) };
  const margin: Reason =
    margins.own === null ? { what: 'noCost', own: null, shop: null } : { what: 'margin', ...margins };
  if (ratio <= SUGGEST.treatPrice && (margins.own ?? 0) <= SUGGEST.treatMargin)
    return { role: 'benefit', reasons: [price, margin] };
  const fresh = { own: share(own.fresh, own.buyers), shop: share(shop.others.fresh, shop.others.buyers) };
  const isBare = margins.own === null || margins.shop === null;
  const isThin = isBare
    ? ratio <= SUGGEST.drawPrice
    : ratio <= 1 && (margins.own ?? 0) <= (margins.shop ?? 0) - SUGGEST.drawMargin;
  if (isThin && fresh.own !== null && fresh.shop !== null && fresh.own >= SUGGEST.freshAbove * fresh.shop)
    return { role: 'traffic', reasons: [{ what: 'fresh', ...fresh }, price, margin] };
  const again = {
    own: share(own.repeated, own.cohort),
    shop: share(shop.others.repeated, shop.others.cohort),
  };
  const isLoved =
    own.cohort >= JUDGE.fewestCohort &&
    again.own !== null &&
    again.own >= SUGGEST.brandRepeat * (again.shop ?? 0);
  if (ratio >= SUGGEST.brandPrice && isLoved && (again.own ?? 0) > 0)
    return { role: 'ip', reasons: [{ what: 'repeat', ...again }, price] };
  const isRich = isBare ? ratio >= 1 : (margins.own ?? 0) >= (margins.shop ?? 0);
  if (isRich && own.amount >= shop.averageAmount) {
    const amount: Reason = { what: 'amount', own: own.amount, shop: Math.round(shop.averageAmount) };
    return {
      role: 'profit',
      reasons: [isBare ? price : margin, amount],
    };
  }
  return null;
}
