import type { rescueRow } from '#segmentation/contract';
import type { Wire } from '#web/api/client.ts';
import type { Say } from '#web/i18n/texts.ts';
import { formatInstant } from '#web/kit/format.ts';
import { CHURN } from '../../churn/formula.contract.ts';
import { sayRhythm, shortDay } from '../follow-ups/say-due.ts';
import type zh from '../texts/zh.ts';

export type Loss = Wire<typeof rescueRow>;

/** What happened with somebody who is about to be lost, part by part. */
export function sayLoss({ causes, deleted, rhythm }: Loss, t: Say<typeof zh>): string[] {
  const parts: string[] = [];
  if (deleted) {
    const { at, member, after } = deleted;
    const values = { member, day: shortDay(formatInstant(at, 'day')), names: after.join(t('churn.and')) };
    parts.push(t(after.length > 0 ? 'churn.wentAfter' : 'churn.went', values));
  }
  if (causes.includes('unanswered')) parts.push(t('churn.wasUnanswered', { count: CHURN.unanswered }));
  if (rhythm && rhythm.gaps > 0) parts.push(sayRhythm(rhythm, t));
  return parts;
}
