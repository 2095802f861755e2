/** How an operator counts a text: up to `single` characters are one part, of a longer one each part holds `part`. */
export type PartRules = { single: number; part: number };

/** Parts that a text is billed as. Characters are UTF-16 units, as the network counts them; the signature is among them. */
export function partsOf(text: string, { single, part }: PartRules): number {
  if (text.length === 0) return 0;
  return text.length <= single ? 1 : Math.ceil(text.length / part);
}

/** What so many parts cost, in fen, rounded up. Operators price a part in fractions of a fen, so the price is of 1,000. */
export function costOf(parts: number, pricePerThousand: number): number {
  return Math.ceil((parts * pricePerThousand) / 1_000);
}
