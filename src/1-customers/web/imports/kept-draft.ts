import { useEffect, useState } from 'react';
import type { Draft } from './draft.ts';

/**
 * A draft that outlives a reload of the page, in this tab: columns named one by one are work. What was checked or
 * imported is the server's, and `forget` is called.
 */
export function useKeptDraft(key: string, first: () => Draft) {
  const stored = `siyu.import.${key}`;
  const [draft, setDraft] = useState(() => readDraft(sessionStorage.getItem(stored)) ?? first());
  useEffect(() => sessionStorage.setItem(stored, JSON.stringify(draft)), [stored, draft]);
  return { draft, setDraft, forget: () => sessionStorage.removeItem(stored) };
}

/** What an earlier version of the page kept may be another thing by now. */
export function readDraft(text: string | null): Draft | undefined {
  if (text === null) return undefined;
  try {
    const kept = (JSON.parse(text) ?? {}) as Partial<Draft>;
    const isWhole = TEXTS.every(key => typeof kept[key] === 'string') && typeof kept.columns === 'object';
    return isWhole ? (kept as Draft) : undefined;
  } catch {
    return undefined;
  }
}

const TEXTS = ['format', 'kind', 'amountsPer', 'currency', 'zone', 'cancelPrefix'] as const;
