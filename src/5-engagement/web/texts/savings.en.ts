import type { Translation } from '#web/i18n/texts.ts';
import type { savings as zh } from './savings.zh.ts';

export const savings: Translation<typeof zh> = {
  lead: 'Broadcasts through WeCom and by hand cost nothing a message. What the same words would have cost as SMS, counted by each message delivered.',
  period: 'Period',
  days: '{days} days',
  amount: 'SMS saved',
  amountMeans: 'The parts at the price of the SMS account, rounded up to a whole fen.',
  messages: 'Delivered',
  messagesMeans:
    'Messages delivered by WeCom broadcasts or by hand in this period, one for each customer and time. Those of pictures alone are not counted.',
  parts: 'As SMS',
  partsMeans:
    'The words of each message with the brand’s name, and for marketing the words of refusal: up to {single} characters are one part, of longer ones each {part}.',
  rule: 'At the price of the cheapest SMS account in use, “{account}”: {price} for 1,000 parts, signed 【{sign}】. Pictures and mini programs are not counted; no text could carry them.',
  noPrice: 'No price yet',
  noPriceWhat:
    'Connect an SMS account with its price to see the money. Until then, how many parts it would have been.',
  toAccounts: 'Connect SMS',
  label: 'By broadcast',
  unit: 'broadcasts',
  name: 'Broadcast',
  channel: 'Channel',
  emptyTitle: 'Nothing was delivered in this period',
  emptyWhat: 'Once broadcasts through WeCom or by hand are delivered, what they save as SMS is counted here.',
  toBroadcasts: 'To the broadcasts',
};
