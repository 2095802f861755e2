import { SHANGHAI_OFFSET } from '#platform/clock.ts';
import { type Fen, fenToYuan } from '#platform/money.ts';

/** One row of a shop's file: column name → cell. Columns that are not named stay empty. */
export type Cells = Record<string, string>;

/** `2026-01-31 18:05:00` in Beijing; `none` when there is no time. */
export function clock(at: Date | undefined, none = ''): string {
  return at ? new Date(at.getTime() + SHANGHAI_OFFSET).toISOString().slice(0, 19).replace('T', ' ') : none;
}

/** `1,299.00`, as shops write it. */
export function yuan(fen: Fen): string {
  const [whole = '', fraction = ''] = fenToYuan(fen).split('.');
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${fraction}`;
}

/** `199****1007`. */
export function masked(phone: string): string {
  return `${phone.slice(0, 3)}****${phone.slice(-4)}`;
}
