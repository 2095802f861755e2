import { useRef, useState } from 'react';
import { type Chosen, choose, EVERYTHING, NOTHING, type Selection, span, toChosen } from './selection.ts';

export type SelectionHandle = {
  state: Selection;
  chosen: Chosen;
  /** One row; with `toRow` (Shift) also those between it and the last one touched. */
  toggle(id: string, on: boolean, reach?: readonly string[]): void;
  set(ids: readonly string[], on: boolean): void;
  everything(): void;
  clear(): void;
};

/**
 * The selection of a list. `query` is what the rows answer to: when it changes, nothing is chosen any more, because
 * "all 2,038" of other filters would be other people.
 */
export function useSelection(query: unknown): SelectionHandle {
  const key = JSON.stringify(query);
  const [held, setHeld] = useState({ key, state: NOTHING });
  const last = useRef<string>(undefined);
  const state = held.key === key ? held.state : NOTHING;
  const hold = (next: Selection) => setHeld({ key, state: next });
  return {
    state,
    chosen: toChosen(state),
    toggle(id, on, reach = []) {
      hold(choose(state, span(reach, last.current, id), on));
      last.current = id;
    },
    set: (ids, on) => hold(choose(state, ids, on)),
    everything: () => hold(EVERYTHING),
    clear: () => hold(NOTHING),
  };
}
