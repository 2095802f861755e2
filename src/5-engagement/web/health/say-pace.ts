import { formatCount, formatInstant } from '#web/kit/format.ts';
import type { useTexts } from '../texts/index.ts';
import type { Health } from './HealthPage.tsx';

type Pace = Health['pace'];
type Say = ReturnType<typeof useTexts>;

/** How fast it goes, whose word that is, and until when. */
export function sayPace({ pace, by, who, reason, until }: Pace, slowPeople: number, t: Say): string {
  const time = until ? formatInstant(until) : undefined;
  const speed =
    pace === 'paused' && time && by === 'system'
      ? t('health.pace.pausedUntil', { time })
      : t(`health.pace.${pace}What`, { n: formatCount(slowPeople) });
  if (by === 'system') return speed;
  return `${speed}${t('health.pace.byMember', { who, reason, time: time ?? '' })}`;
}
