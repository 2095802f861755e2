import type { Wire } from '#web/api/client.ts';
import type { Say } from '#web/i18n/texts.ts';
import { formatFen } from '#web/kit/format.ts';
import type { timelineEntry } from '../../../contract.ts';
import type zh from '../../texts/zh.ts';

export type Entry = Wire<typeof timelineEntry>;
export type Speak = Say<typeof zh>;

export type EventIcon =
  | 'order'
  | 'refund'
  | 'follow'
  | 'leave'
  | 'message'
  | 'reply'
  | 'tag'
  | 'tier'
  | 'profile'
  | 'merge'
  | 'wish'
  | 'look'
  | 'cart'
  | 'search'
  | 'page'
  | 'other';

/** An event as a person reads it. */
export type Told = { icon: EventIcon; words: string; detail?: string | undefined };

/** What one type of event says. */
export type Teller = (entry: Entry, t: Speak) => Told;

/** A text among an event's data, or nothing: what was written by older versions may lack it. */
export function textIn(entry: Entry, key: string): string {
  const value = entry.data[key];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** An amount of fen among an event's data, in words. */
export function moneyIn(entry: Entry, key: string): string {
  const value = entry.data[key];
  return typeof value === 'number' && Number.isSafeInteger(value) ? formatFen(value) : '';
}
