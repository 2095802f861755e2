import { useLanguage } from '#web/i18n/i18n.ts';
import { formatAgo, formatCount, formatFen, formatInstant } from '#web/kit/format.ts';
import { useTexts } from '../texts/index.ts';
import type { Customer } from './customer.ts';

/** The customer in one sentence: since when, how often, how much, when last. */
export function Summary({ of }: { of: Customer }) {
  const t = useTexts();
  const language = useLanguage();
  const { orders, paid, lastOrderAt } = of.totals;
  const day = formatInstant(of.createdAt, 'day');
  if (!lastOrderAt) return t('summary.notBought', { day });
  return t('summary.bought', {
    day,
    count: formatCount(orders),
    paid: formatFen(paid),
    ago: formatAgo(lastOrderAt, new Date(), language),
  });
}
