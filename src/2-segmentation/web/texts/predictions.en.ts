import type { Translation } from '#web/i18n/texts.ts';
import type zh from './predictions.zh.ts';

export default {
  lead: 'From the rhythm in which everybody has ordered so far: whether they will come again, how often in a year, and for how much.',
  compute: 'Compute again',
  computed: '{people} buyers predicted anew, {changed} of them changed',
  daily: 'again every day at 3:45',
  none: 'No prediction yet',
  refused: 'Nothing can be predicted yet',
  first: 'Compute now',
  why: {
    none: 'With half a year of orders and 200 people who came back, Siyu can tell what everybody may bring in a year.',
    too_short:
      'The first order is {days} days old; it takes {neededDays}: in less than half a year a season looks like a habit. Import older orders first.',
    too_few_repeat_buyers:
      '{buyers} people came back; it takes {needed}: with fewer an estimate is no better than a guess. Import more orders first.',
    no_fit:
      'These orders show no steady rhythm, so nothing was predicted. Try again when there are more of them.',
  },
  all: 'Expected value in a year',
  allMeans:
    'What all buyers are expected to pay in the next 12 months, refunds deducted, cost of goods not deducted.',
  active: 'Active',
  activeMeans: 'Customers who are active with a probability of 70% or more.',
  unsure: 'Uncertain',
  unsureMeans: 'Customers who are active with a probability of 30% to 70%.',
  lost: 'Probably lost',
  lostMeans: 'Customers who are active with a probability below 30%: most will not come again.',
  bandValue: '{value} expected in a year, {share} of all',
  lostTitle: '{people} customers are probably lost',
  lostWhat:
    'They are still expected to bring {value} in a year; if none of them returns, that much is gone. If all were won back, it would be {won} in a year.',
  see: 'See these people',
  holdout: 'How far to believe it',
  holdoutWhat:
    'Estimated from the orders up to {cut} only, then compared with what happened until {until}: {people} customers. Orders of one day count once.',
  verdict: {
    good: 'The sum can be counted on, and so can who comes first',
    fair: 'The sum is a rough guide; who comes first can be counted on',
    poor: 'Do not count on the sum, only on who comes first',
  },
  result: '{predicted} orders were expected, {actual} came: {said}.',
  over: '{off} too many',
  under: '{off} too few',
  holdoutChart: 'Orders that came later, by how many there had been before',
  predicted: 'Expected',
  actual: 'Came',
  averages: 'Later orders per person',
  before: 'Before',
  people: 'Customers',
  times: '{count}',
  timesMore: '{count} and more',
  spread: 'How the expected value is spread',
  spreadChart: 'Customers by their expected value in a year',
  spreadFinding:
    '{people} of the customers are expected to bring {from} or more a year, {value} of all. Click a bar to see its people.',
  from: '{from} and more',
  how: 'How it is worked out',
  howData:
    'Learnt from the orders of {people} buyers up to {until}, {repeat} of whom came back, over {days} days. Merged customers are one; orders refunded in full do not count.',
  howModel:
    'Orders and the probability of being active come from the MBG/NBD model (BG/NBD, but one-time buyers may be lost too), the worth of an order from the Gamma-Gamma model; both are published methods.',
  howMoney:
    'What is foretold is the average; a single customer may differ a lot. Each customer’s page shows their range.',
  discount: 'Discount rate (a year)',
  noDiscount: 'None',
  discountMeans: 'Later income is worth less; a change computes everything anew.',
} satisfies Translation<typeof zh>;
