import { type Entry, moneyIn, type Speak, type Teller, textIn } from './told.ts';

/** Orders and refunds in words; the goods stand below. */
export const ORDER_TELLERS: Record<string, Teller> = {
  'order.placed': (entry, t) => ({ icon: 'order', words: placed(entry, t), detail: goods(entry) }),
  'order.changed': (entry, t) => ({
    icon: 'order',
    words: t('event.orderChanged', { orderNo: textIn(entry, 'orderNo') }),
    detail: goods(entry),
  }),
  'order.refunded': (entry, t) => ({ icon: 'refund', words: refunded(entry, t), detail: goods(entry) }),
  'order.matched': (_, t) => ({ icon: 'order', words: t('event.orderMatched') }),
  'order.removed': (entry, t) => ({
    icon: 'order',
    words: t('event.orderRemoved', { orderNo: textIn(entry, 'orderNo') }),
  }),
  'refund.placed': (entry, t) => ({
    icon: 'refund',
    words: t(textIn(entry, 'status') === 'done' ? 'event.refundDone' : 'event.refundPlaced', {
      amount: moneyIn(entry, 'amount'),
    }),
  }),
  'refund.matched': (_, t) => ({ icon: 'refund', words: t('event.refundMatched') }),
  'refund.removed': (_, t) => ({ icon: 'refund', words: t('event.refundRemoved') }),
};

function placed(entry: Entry, t: Speak): string {
  const shop = entry.account ?? t('event.someShop');
  const payment = textIn(entry, 'payment');
  if (payment === 'due') return t('event.orderDue', { shop });
  if (payment === 'closed') return t('event.orderClosed', { shop });
  return t('event.orderPaid', { shop, paid: moneyIn(entry, 'paid') });
}

function refunded(entry: Entry, t: Speak): string {
  const amount = moneyIn(entry, 'refunded');
  const how = textIn(entry, 'refund');
  if (how === 'none') return t('event.refundRemoved');
  return t(how === 'full' ? 'event.refundFull' : 'event.refundPart', { amount });
}

function goods(entry: Entry): string | undefined {
  return entry.about ?? undefined;
}
