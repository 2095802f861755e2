import { z } from 'zod';

/**
 * Ids mean something in one installation only. In a file, what a rule names by id it names as people do: a tag by its
 * group and name, a product by its shop and name, everything else by its name.
 */
export const REFERENCES = {
  tag: z.object({ group: z.string(), name: z.string() }),
  prd: z.object({ shop: z.string(), name: z.string() }),
  acc: z.string(),
  mem: z.string(),
  team: z.string(),
  seg: z.string(),
} as const;
export type Kind = keyof typeof REFERENCES;

/** A rule on the wire or in a file, from anywhere. */
export type Json = Record<string, unknown>;
type Change = (kind: Kind, reference: unknown) => unknown[];

/** The same rule with each of its references changed; one may become several, as shops sell several products of a name. */
export function mapReferences(rule: unknown, change: Change): unknown {
  if (!isObject(rule)) return rule;
  const branches = (inner: unknown) =>
    Array.isArray(inner) ? inner.map(branch => mapReferences(branch, change)) : inner;
  if ('all' in rule) return { ...rule, all: branches(rule.all) };
  if ('any' in rule) return { ...rule, any: branches(rule.any) };
  if ('not' in rule) return { ...rule, not: mapReferences(rule.not, change) };
  if ('segment' in rule) return { ...rule, segment: change('seg', rule.segment)[0] };
  return mapLeaf(rule, change);
}

const ASKED: Readonly<Record<string, Kind>> = { any_member: 'mem', any_team: 'team', any_account: 'acc' };

function mapLeaf(leaf: Json, change: Change): Json {
  const next: Json = { ...leaf };
  const each = (kind: Kind, list: unknown) =>
    Array.isArray(list) ? [...new Set(list.flatMap(one => change(kind, one)))] : list;
  if ('tags' in leaf) next.ids = each('tag', leaf.ids);
  if ('shops' in leaf) next.shops = each('acc', leaf.shops);
  if ('products' in leaf) next.products = each('prd', leaf.products);
  if ('follows' in leaf) {
    next.members = each('mem', leaf.members);
    next.teams = each('team', leaf.teams);
    next.accounts = each('acc', leaf.accounts);
  }
  const asked = isObject(leaf.test) && ASKED[String(leaf.test.is)];
  if (asked && isObject(leaf.test)) next.test = { ...leaf.test, ids: each(asked, leaf.test.ids) };
  if ('sequence' in leaf)
    for (const step of ['first', 'next'] as const)
      if (isObject(leaf[step])) next[step] = mapLeaf(leaf[step], change);
  return next;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
