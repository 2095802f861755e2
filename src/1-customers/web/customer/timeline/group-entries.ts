import { formatInstant } from '#web/kit/format.ts';
import { isSameGo } from './say-tracked.ts';
import type { Entry } from './told.ts';

/** Entries that say one thing together. */
export type Group = readonly [Entry, ...Entry[]];
export type Day = { day: string; groups: readonly Group[] };

/** Of these there are often many at once (a sync, a file), and each alone says little. */
const TOGETHER = new Set(['tag.added', 'tag.removed', 'tag.expired', 'identity.linked']);

/**
 * The timeline by days of Shanghai, newest first as it comes; what was done at one moment by one hand is told at once, and
 * so is what a customer did again and again in one go.
 */
export function groupEntries(entries: readonly Entry[]): Day[] {
  const days: { day: string; groups: Group[] }[] = [];
  for (const entry of entries) {
    const day = formatInstant(entry.at, 'day');
    let last = days.at(-1);
    if (last?.day !== day) {
      last = { day, groups: [] };
      days.push(last);
    }
    const before = last.groups.at(-1);
    if (before && (belongs(before[0], entry) || isSameGo(before.at(-1) ?? before[0], entry)))
      last.groups.splice(-1, 1, [...before, entry]);
    else last.groups.push([entry]);
  }
  return days;
}

function belongs(one: Entry, other: Entry): boolean {
  return (
    TOGETHER.has(one.type) && one.type === other.type && one.at === other.at && one.actor === other.actor
  );
}
