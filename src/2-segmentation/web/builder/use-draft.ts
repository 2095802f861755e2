import { useCallback, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import type { RuleWire } from '#segmentation/contract';
import type { Group } from '../rule/draft.ts';
import { type Fault, faultsIn } from '../rule/faults.ts';
import { edit, type History, redo, startHistory, undo } from '../rule/history.ts';
import { readRule } from '../rule/read-rule.ts';
import { ruleText, writeRule } from '../rule/write-rule.ts';

export type Draft = {
  root: Group;
  faults: readonly Fault[];
  /** The rule, when there is one and nothing is missing. */
  rule: RuleWire | undefined;
  /** `field` names what is typed into: the keys of one word are one step back. */
  change(next: Group, field?: string): void;
  undo: (() => void) | undefined;
  redo: (() => void) | undefined;
};

type Address = {
  /** The rule in the page's address. */
  given: RuleWire | undefined;
  /** Puts one there. */
  put(rule: RuleWire | undefined): void;
};

/**
 * The rule being built, with its history, from the one in the address or else from `start`. A moment after the last
 * edit it stands in the address, so that a reload or a copied link brings it again.
 */
export function useDraft(address: Address, start: Group): Draft {
  const [history, setHistory] = useState<History>(() => startHistory(groupOf(address.given) ?? start));
  const root = history.now;
  const isEmpty = root.branches.length === 0;
  const faults = useMemo(() => (isEmpty ? [] : faultsIn(root)), [root, isEmpty]);
  const rule = useMemo(
    () => (isEmpty || faults.length > 0 ? undefined : writeRule(root)),
    [root, isEmpty, faults],
  );
  const change = useCallback((next: Group, field?: string) => setHistory(old => edit(old, next, field)), []);
  const settled = isEmpty || sameAs(start, root) ? undefined : rule;
  useAddress(address, root, settled, isEmpty || rule !== undefined, other => change(groupOf(other) ?? start));
  return {
    root,
    faults,
    rule,
    change,
    undo: history.past.length > 0 ? () => setHistory(undo) : undefined,
    redo: history.future.length > 0 ? () => setHistory(redo) : undefined,
  };
}

/**
 * Keeps the address true once nothing is missing, and takes up what somebody's link puts there. What the page starts
 * with anyway is not said in the address.
 */
function useAddress(
  { given, put }: Address,
  root: Group,
  settled: RuleWire | undefined,
  isFinished: boolean,
  onOther: (rule: RuleWire | undefined) => void,
): void {
  const text = JSON.stringify(given);
  const known = useRef(text);
  const settle = useEffectEvent(() => {
    if (!isFinished) return;
    known.current = JSON.stringify(settled);
    if (known.current !== text) put(settled);
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: waits anew after every edit
  useEffect(() => {
    const timer = setTimeout(settle, 400);
    return () => clearTimeout(timer);
  }, [root]);
  const arrive = useEffectEvent(() => onOther(given));
  useEffect(() => {
    if (text === known.current) return;
    known.current = text;
    arrive();
  }, [text]);
}

/** Whether two drafts say the same, whatever their keys are. */
export function sameAs(one: Group, other: Group): boolean {
  return ruleText(one) === ruleText(other);
}

export function groupOf(rule: RuleWire | undefined): Group | undefined {
  return rule === undefined ? undefined : readRule(rule).root;
}
