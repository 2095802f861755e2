import type { Holdout } from './contract.ts';
import { expectedOrders, type PurchaseModel } from './model/bg-nbd.ts';
import { type HistoryRow, weeks } from './model/histories.ts';

/** Who came back so often or more is one group. */
const MOST = 7;

/** Sets what a model foretells for the days after the cut beside what happened, by how often people had come back. */
export function compareHoldout(
  model: PurchaseModel,
  rows: readonly (HistoryRow & { later: number })[],
  span: { cut: string; until: string; days: number },
): Holdout {
  const groups = Array.from({ length: MOST + 1 }, (_, repeats) => ({
    repeats,
    people: 0,
    predicted: 0,
    actual: 0,
  }));
  for (const row of rows) {
    const group = groups[Math.min(row.repeats, MOST)];
    if (!group) continue;
    group.people += row.people;
    group.actual += row.later;
    group.predicted += row.people * expectedOrders(model, row, weeks(span.days));
  }
  const sum = (name: 'people' | 'predicted' | 'actual') =>
    groups.reduce((all, group) => all + group[name], 0);
  return {
    cut: span.cut,
    until: span.until,
    people: sum('people'),
    predicted: sum('predicted'),
    actual: sum('actual'),
    groups: groups
      .filter(({ people }) => people > 0)
      .map(({ repeats, people, predicted, actual }) => ({
        repeats,
        people,
        predicted: predicted / people,
        actual: actual / people,
      })),
  };
}
