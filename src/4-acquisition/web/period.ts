import { oneOf } from '#web/url/search.ts';
import { useTexts } from './texts/index.ts';

/** The periods figures can look at, as they stand in addresses; absent: the last 90 days. */
const PERIODS = ['7', '30', '90', '365'] as const;
const USUAL = '90';

export const periodField = oneOf(...PERIODS);

/** The periods to choose from, and the one chosen in words. */
export function usePeriods(chosen: string | undefined) {
  const t = useTexts();
  const choices = PERIODS.map(value => ({ value, label: t('period.last', { days: value }) }));
  const short = PERIODS.map(value => ({ value, label: t('period.short', { days: value }) }));
  return { choices, short, days: chosen ?? USUAL, said: t('period.last', { days: chosen ?? USUAL }) };
}
