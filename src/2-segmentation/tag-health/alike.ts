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

/** Pairs of tags that may be one, by their names. */
export function alikeNames(tags: readonly Named[]): Pair[] {
  const known = tags.map(tag => ({ ...tag, plain: plain(tag.name) })).filter(tag => tag.plain !== '');
  const heard = known.map(tag => ({ ...tag, sound: sound(tag.plain) }));
  const pairs: Pair[] = [];
  for (const [at, one] of heard.entries())
    for (const other of heard.slice(at + 1)) {
      const why = whyAlike(one, other);
      if (!why) continue;
      const [a, b] = [Math.min(one.id, other.id), Math.max(one.id, other.id)];
      pairs.push({ a, b, why, needsPeople: why === 'part' || one.groupId !== other.groupId });
    }
  const rank = (pair: Pair) => Number(pair.needsPeople);
  return pairs.sort((one, other) => rank(one) - rank(other)).slice(0, MOST);
}

type Heard = { plain: string; sound: string };

function whyAlike(one: Heard, other: Heard): Pair['why'] | undefined {
  if (one.plain === other.plain) return 'same';
  if (one.sound === other.sound) return 'sound';
  const [short, long] = one.plain.length < other.plain.length ? [one, other] : [other, one];
  return short.plain.length >= 2 && long.plain.includes(short.plain) ? 'part' : undefined;
}
