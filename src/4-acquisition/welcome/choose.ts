import { shanghaiMinute } from '#platform/clock.ts';
import type { Variant, WelcomePlan } from './contract.ts';

export type Greeted = { at: Date; memberId: number | null; isKnown: boolean; hasBought: boolean };

/** The first variant that fits who is greeted, when, and by whom. */
export function chooseVariant(
  { variants }: WelcomePlan,
  greeted: Greeted,
): { variant: Variant; at: number } | undefined {
  const at = variants.findIndex(variant => fits(variant, greeted));
  const variant = variants[at];
  return variant && { variant, at };
}

function fits({ who, from, to, memberIds }: Variant, { at, memberId, isKnown, hasBought }: Greeted): boolean {
  if (who === 'new' && isKnown) return false;
  if (who === 'known' && !isKnown) return false;
  if (who === 'buyer' && !hasBought) return false;
  if (memberIds && memberIds.length > 0 && (memberId === null || !memberIds.includes(memberId))) return false;
  return isWithin(shanghaiMinute(at), from ?? '00:00', to ?? '24:00');
}

/** `from` later than `to` goes over midnight. */
export function isWithin(minute: number, from: string, to: string): boolean {
  const [begin, end] = [from, to].map(time => Number(time.slice(0, 2)) * 60 + Number(time.slice(3)));
  if (begin === undefined || end === undefined) return true;
  return begin < end ? minute >= begin && minute < end : minute >= begin || minute < end;
}
