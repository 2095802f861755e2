import type { Translation } from '#web/i18n/texts.ts';
import type zh from '../zh/outlook.ts';

const en: Translation<typeof zh> = {
  title: 'Expected value in a year',
  what: 'Paid in the next 12 months, refunds deducted',
  means:
    'An average, worked out from this customer’s own rhythm and worth of an order, and from those of all; cost of goods is not deducted. A single customer may differ a lot.',
  alive: 'Will come again',
  aliveMeans:
    'The probability of being active: the longer the silence and the more often they used to come, the more likely they are lost. Below is how far off the estimate itself may be (95% interval).',
  between: 'Estimate between {low} and {high}',
  orders: 'Expected orders in a year',
  ordersMeans:
    'Orders of one day count once. The range means: of ten such customers about eight will be within it.',
  times: '{count}',
  mostly: '{low} to {high}, eight times in ten',
  mostlyOne: '{low}, eight times in ten',
  average: 'Expected worth of an order',
  next: 'Expected next order',
  nextMeans: 'The day until which an order is as likely as not.',
  noNext: 'Probably none within a year',
  why: 'First order {first} days ago, {count} in all, about every {gap} days; the last one {last} days ago.',
  whyToday: 'First order {first} days ago, {count} in all, about every {gap} days; the last one today.',
  whyOnceToday: 'Ordered once, today; estimated from others who ordered once.',
  whyOnce: 'Ordered once, {last} days ago; estimated from others who ordered once.',
};

export default en;
