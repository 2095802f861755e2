import { formatFen } from '#web/kit/format.ts';
import type { Touchpoint } from '../reads.ts';
import type { Speak } from '../texts/index.ts';

/** Why one should stop spending here. */
export function sayAlarm({ stopLoss, costs }: Touchpoint, t: Speak): string {
  const line = formatFen(stopLoss ?? 0);
  if (costs.perCustomer === null)
    return t('touchpoints.alarmNobody', { spent: formatFen(costs.money + costs.subsidy), line });
  return t('touchpoints.alarm', { line });
}
