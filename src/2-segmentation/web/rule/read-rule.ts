import { type Branch, type Group, isGroup, type Mode } from './draft.ts';
import { isNegatable } from './operators.ts';
import { faultyAt, RuleFault, readArray, readObject } from './read-json.ts';
import { readLeaf } from './read-leaf.ts';

export type Reading = { root: Group; at?: undefined } | { root?: undefined; at: string };

/**
 * A draft from JSON that may come from anywhere: an address, a clipboard, the server. What is no rule is refused with
 * the place where it stops being one, `all[1].test`.
 */
export function readRule(json: unknown): Reading {
  try {
    let next = 0;
    const newKey = () => next++;
    const rootKey = newKey();
    const branch = readBranch(json, '', newKey);
    return { root: isGroup(branch) ? branch : { key: rootKey, mode: 'all', branches: [branch] } };
  } catch (fault) {
    if (fault instanceof RuleFault) return { at: fault.at };
    throw fault;
  }
}

/** The same from text. */
export function parseRule(text: string): Reading {
  try {
    return readRule(JSON.parse(text));
  } catch {
    return { at: '' };
  }
}

function readBranch(json: unknown, at: string, newKey: () => number): Branch {
  const rule = readObject(json, at);
  const key = newKey();
  if ('all' in rule) return readGroup(rule.all, 'all', key, `${at}all`, newKey);
  if ('any' in rule) return readGroup(rule.any, 'any', key, `${at}any`, newKey);
  if ('not' in rule) return readNot(rule.not, key, `${at}not`, newKey);
  return { key, negated: false, leaf: readLeaf(rule, at) };
}

function readGroup(json: unknown, mode: Mode, key: number, at: string, newKey: () => number): Group {
  const branches = readArray(json, at).map((inner, index) => readBranch(inner, `${at}[${index}].`, newKey));
  if (branches.length === 0) faultyAt(at);
  return { key, mode, branches };
}

/** `not` of one condition is its opposite, where there are words for it; `not` of `any` is a group none of which holds. */
function readNot(json: unknown, key: number, at: string, newKey: () => number): Branch {
  const inner = readBranch(json, `${at}.`, newKey);
  if (!isGroup(inner) && !inner.negated && isNegatable(inner.leaf)) return { ...inner, negated: true };
  if (isGroup(inner) && inner.mode === 'any' && inner.branches.length > 1) return { ...inner, mode: 'none' };
  return { key, mode: 'none', branches: [inner] };
}
