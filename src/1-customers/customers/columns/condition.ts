import type { NumberColumn, SETS, WORDS } from './columns.ts';

type WordColumn = (typeof WORDS)[number];
type SetColumn = (typeof SETS)[number];

/** A condition on one column, as data: said twice in the same way, it is the same condition. Numbers are within bounds, both included. */
export type Condition =
  | { word: WordColumn; oneOf: readonly string[] }
  | { word: WordColumn; contains: string }
  | { set: SetColumn; anyOf: readonly number[] }
  | { set: SetColumn; empty: true }
  | { flag: 'live' | 'phone' | 'followed' | 'open'; is: boolean }
  | { number: NumberColumn; from?: number | undefined; to?: number | undefined }
  | { unknown: NumberColumn }
  | { taggedAny: readonly number[] };
