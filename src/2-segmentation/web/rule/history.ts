import type { Group } from './draft.ts';

/** A draft with what it was before and what was taken back. */
export type History = {
  now: Group;
  past: readonly Group[];
  future: readonly Group[];
  /** What the last edit changed: going on in the same field is the same step. */
  last: string | undefined;
};

const STEPS = 200;

export function startHistory(now: Group): History {
  return { now, past: [], future: [], last: undefined };
}

/** One step further. `field` names what was typed into; the keys of one word are one step. */
export function edit(history: History, now: Group, field?: string): History {
  if (now === history.now) return history;
  const isSameStep = field !== undefined && field === history.last;
  const past = isSameStep ? history.past : [...history.past, history.now].slice(-STEPS);
  return { now, past, future: [], last: field };
}

export function undo(history: History): History {
  const before = history.past.at(-1);
  if (!before) return history;
  return {
    now: before,
    past: history.past.slice(0, -1),
    future: [history.now, ...history.future],
    last: undefined,
  };
}

export function redo(history: History): History {
  const [next, ...future] = history.future;
  if (!next) return history;
  return { now: next, past: [...history.past, history.now], future, last: undefined };
}
