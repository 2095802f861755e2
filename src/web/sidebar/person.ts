import { h } from './dom.ts';
import type { Around, Customer, Piece } from './piece.ts';

/** Every stage's pieces, found by where they stand. */
const found = import.meta.glob<{ pieces: readonly Piece[] }>('../../*/web/sidebar/index.ts', { eager: true });
const pieces = Object.values(found)
  .flatMap(one => one.pieces)
  .sort((one, other) => one.order - other.order);

export type Opened = Omit<Around, 'changed' | 'onChanged'>;

/** Everything of one customer, in one column: who they are, what to do next and why, what to say. */
export function showPerson(customer: Customer, opened: Opened): HTMLElement {
  const listeners: (() => void)[] = [];
  const around: Around = {
    ...opened,
    changed: () => {
      for (const refresh of listeners) refresh();
    },
    onChanged: refresh => listeners.push(refresh),
  };
  return h(
    'article',
    {},
    pieces.map(piece => piece.show(customer, around)),
  );
}
