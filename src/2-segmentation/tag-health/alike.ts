import { pinyin } from 'pinyin-pro';

export type Named = { id: number; groupId: number; name: string };
/** `needsPeople`: the names alone do not say it; the tags must be carried by mostly the same people. */
export type Pair = { a: number; b: number; why: 'same' | 'sound' | 'part'; needsPeople: boolean };

/** At most so many pairs are asked about: beyond it names say nothing. */
const MOST = 300;

/** A name without what is only typing: width, case, spaces and signs. */
export function plain(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\p{Z}\p{P}\p{S}]/gu, '');
}

function sound(name: string): string {
  return pinyin(name, { toneType: 'none', type: 'array' }).join('');
}

type Heard = Named & { plain: string; sound: string };

/** Pairs of tags that may be one, by their names. Each looks its likes up: comparing ten thousand with each other takes seconds. */
export function alikeNames(tags: readonly Named[]): Pair[] {
  const heard = tags
    .map(tag => ({ ...tag, plain: plain(tag.name) }))
    .filter(tag => tag.plain !== '')
    .map(tag => ({ ...tag, sound: sound(tag.plain) }));
  const written = Map.groupBy(heard, tag => tag.plain);
  const spoken = Map.groupBy(heard, tag => tag.sound);
  const pairs = new Map<string, Pair>();
  for (const one of heard) {
    const parts = [...partsOf(one.plain)].flatMap(part => written.get(part) ?? []);
    for (const other of written.get(one.plain) ?? []) pair(pairs, one, other, 'same');
    for (const other of spoken.get(one.sound) ?? []) pair(pairs, one, other, 'sound');
    for (const other of parts) pair(pairs, one, other, 'part');
  }
  const rank = (found: Pair) => Number(found.needsPeople);
  return [...pairs.values()].sort((one, other) => rank(one) - rank(other)).slice(0, MOST);
}

/** Each pair once, for the first reason found. */
function pair(pairs: Map<string, Pair>, one: Heard, other: Heard, why: Pair['why']): void {
  const [a, b] = [Math.min(one.id, other.id), Math.max(one.id, other.id)];
  const key = `${a} ${b}`;
  if (a === b || pairs.has(key)) return;
  pairs.set(key, { a, b, why, needsPeople: why === 'part' || one.groupId !== other.groupId });
}

/** What of a name is shorter than it and may be a name of its own. */
function partsOf(name: string): Set<string> {
  const parts = new Set<string>();
  for (let from = 0; from < name.length; from++)
    for (let to = from + 2; to <= name.length; to++)
      if (to - from < name.length) parts.add(name.slice(from, to));
  return parts;
}
