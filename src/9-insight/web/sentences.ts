import type { Language } from '#platform/contract.ts';
import type { Wire } from '#web/api/client.ts';
import type { Say } from '#web/i18n/texts.ts';
import { change, formatCount, formatFen, formatShare, sayDay } from '#web/kit/format.ts';
import type { homeView } from '../contract.ts';
import type zh from './texts/zh.ts';

export type Home = Wire<typeof homeView>;
type T = Say<typeof zh>;

/** The page read aloud: what can be done today, who came and went, what was sold. What is unknown is not said. */
export function sentences({ reachable, followed, added, lost, revenue }: Home, t: T): string[] {
  const said = [];
  if (followed.value > 0) {
    const share = formatShare(reachable.value / followed.value, 0);
    said.push(t('sayReachable', { n: formatCount(reachable.value), share }));
    said.push(t('sayMoved', { added: formatCount(added.value), lost: formatCount(lost.value) }));
  }
  if (revenue.value !== 0 || revenue.before) said.push(saySales(revenue, t));
  return said;
}

function saySales({ value, before }: Home['revenue'], t: T): string {
  const revenue = formatFen(value);
  const share = before === null ? undefined : change(value, before).share;
  if (share === undefined) return t('saySales', { revenue });
  if (share === 0) return t('saySalesSame', { revenue });
  return t(share > 0 ? 'saySalesMore' : 'saySalesLess', { revenue, share: formatShare(Math.abs(share)) });
}

/** What the tiers tell: how few bring how much. Only where there is an important tier and something was earned. */
export function tiersFinding(tiers: Home['tiers'], t: T): string | undefined {
  const important = tiers.find(({ tier }) => tier === '重要');
  const people = tiers.reduce((sum, tier) => sum + tier.people, 0);
  const value = tiers.reduce((sum, tier) => sum + Math.max(0, tier.value), 0);
  if (!important || important.value <= 0 || people === 0) return undefined;
  return t('tiersFinding', {
    people: formatShare(important.people / people, 0),
    value: formatShare(important.value / value, 0),
  });
}

export function bestDay(days: Home['revenueByDay'], language: Language, t: T): string | undefined {
  const best = days.reduce<Home['revenueByDay'][number] | undefined>(
    (top, day) => (day.paid > (top?.paid ?? 0) ? day : top),
    undefined,
  );
  return best && t('bestDay', { day: sayDay(best.day, language), amount: formatFen(best.paid) });
}
