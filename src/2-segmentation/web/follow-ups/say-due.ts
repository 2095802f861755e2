import type { dueRow } from '#segmentation/contract';
import type { Wire } from '#web/api/client.ts';
import type { Say } from '#web/i18n/texts.ts';
import { formatInstant } from '#web/kit/format.ts';
import type zh from '../texts/zh.ts';

export type Due = Wire<typeof dueRow>;
/** Who can be followed up with: their row in any list. */
export type Followed = Pick<Due, 'customerId' | 'name' | 'planned' | 'promises' | 'rhythm'>;
type Reasons = Pick<Due, 'promises' | 'planned' | 'rhythm' | 'last' | 'cause'>;

/** Why somebody is to be talked to, part by part, what binds most first: promises, the day set, the rhythm, the last time. */
export function sayDue(of: Reasons, today: string, t: Say<typeof zh>): string[] {
  const parts = of.promises
    .filter(({ dueDay }) => dueDay <= today)
    .map(({ text, dueDay }) => sayPromise(text, dueDay, today, t));
  if (of.planned && of.planned <= today) parts.push(t('followUps.plannedOn', { day: shortDay(of.planned) }));
  if (of.rhythm) parts.push(sayRhythm(of.rhythm, t));
  if (of.last) {
    const { at, note } = of.last;
    const day = shortDay(formatInstant(at, 'day'));
    parts.push(note ? t('followUps.lastWith', { day, note }) : t('followUps.last', { day }));
  }
  return parts;
}

function sayPromise(text: string, dueDay: string, today: string, t: Say<typeof zh>): string {
  const days = Math.round((Date.parse(today) - Date.parse(dueDay)) / 86_400_000);
  const values = { text, day: shortDay(dueDay), count: days };
  return t(days > 0 ? 'followUps.promisedLate' : 'followUps.promised', values);
}

export function sayRhythm({ days, gaps, since }: NonNullable<Due['rhythm']>, t: Say<typeof zh>): string {
  const values = { days: Math.round(days), since };
  if (gaps === 0) return t('followUps.onlyOnce', values);
  if (since === 0) return t('followUps.cameToday', values);
  // Who is listed for another reason may have come just now.
  return t(since < days ? 'followUps.lately' : 'followUps.usual', values);
}

/** `6-03`: the year is this one, or one knows. */
export function shortDay(day: string): string {
  return day.slice(5).replace(/^0/, '');
}
