/** The value ledger as `/customers/{id}/value` tells it (stage 2), newest entry first. */
export type ValueEntry = {
  id: string;
  kind: 'acquisition' | 'order' | 'goods_cost' | 'refund' | 'correction';
  amount: number;
  balance: number;
  orderNo: string | null;
  note: string | null;
  at: string;
};
export type Ledger = { total: number; entries: ValueEntry[] };

export type Part = { kind: ValueEntry['kind']; amount: number; entries: number };

const ORDER = ['acquisition', 'order', 'goods_cost', 'refund', 'correction'] as const;

/** What the sum is made of, kind by kind, in the order money goes: won for, bought, what the goods cost, given back. */
export function partsOf(entries: readonly ValueEntry[]): Part[] {
  return ORDER.map(kind => {
    const own = entries.filter(entry => entry.kind === kind);
    return { kind, amount: own.reduce((sum, entry) => sum + entry.amount, 0), entries: own.length };
  }).filter(part => part.entries > 0);
}
