import type { Translation } from '#web/i18n/texts.ts';
import type zh from './churn.zh.ts';

const en: Translation<typeof zh> = {
  lead: 'Who deleted us, who stays away for too long, who no longer answers; and what we had sent before they deleted us.',
  readOnly: 'Read only: no longer among your customers',
  straws: 'The last straw',
  strawsWhat:
    'How many deleted us within 7 days of each broadcast, against the usual: people who had got nothing for 7 days.',
  days: 'In the last',
  daysOf: '{days} days',
  deletions: 'Deleted us',
  deletionsMeans:
    'How often customers deleted a member in this time; members who removed customers or handed them on do not count.',
  afterMessage: 'Within 7 days of a message',
  afterMessageMeans:
    'Of them, those who had got a broadcast in the 7 days before. Having got it is not because of it: compare with the usual.',
  usual: 'Usual, a week per thousand',
  usualMeans:
    'Of a thousand customers who got nothing for 7 days, how many delete us in a week: {deletions} deletions ÷ {weeks} person-weeks.',
  above: 'Clearly more than usual deleted us after “{name}”',
  aboveWhat:
    '{sent} got it, {deleted} deleted us within 7 days; of as many people it is usually about {expected}.',
  abovePeople: 'See them',
  name: 'Broadcast',
  unnamed: 'Broadcast {number}',
  topic: 'Topic',
  sentAt: 'Delivered',
  sent: 'Got it',
  deleted: 'Deleted in 7 days',
  share: 'Rate',
  expected: 'Usually',
  expectedMeans:
    'How many of as many people would delete us in the same time (7 days at most) at the usual rate.',
  verdict: 'Verdict',
  verdictMeans:
    'Called “clearly more” only with {fewest} deletions or more, and when so many would come by chance at the usual rate less than once in twenty times (Poisson test).',
  isAbove: 'clearly more',
  isUsual: 'as usual',
  isFew: 'too few to tell',
  strawsLabel: 'Broadcasts and deletions after them',
  strawsUnit: 'broadcasts',
  strawsEmpty: 'No broadcast was delivered in this time',
  strawsEmptyWhat: 'Once you have sent one, this says how many left after each.',
  queue: 'To win back',
  queueLabel: 'Customers to win back',
  queueUnit: 'customers',
  customer: 'Customer',
  why: 'What happened',
  value: 'Lifetime value',
  valueMeans:
    'The balance of the value ledger: what they brought less what they cost. Those worth most come first.',
  members: 'In charge',
  actions: 'Actions',
  cause: 'Sign',
  causes: { deleted: 'Deleted us', silent: 'Away for too long', unanswered: 'No longer answers' },
  countOf: '{cause} ({people})',
  onlyAfter: 'deleted us after “{name}”',
  onlyAfterLabel: 'Broadcast',
  wentAfter: 'deleted {member} on {day}, after “{names}” in the 7 days before',
  went: 'deleted {member} on {day}, with no broadcast in the 7 days before',
  wasUnanswered: 'used to answer, did not answer the last {count} messages',
  and: ', ',
  queueEmpty: 'Nobody to win back now',
  queueEmptyWhat:
    'Who deleted all members in the last 60 days, who stayed away for more than {lost} (and less than {silent}) times their rhythm, and who used to answer but not the last {count} messages, appear here.',
};

export default en;
