import type { Translation } from '#web/i18n/texts.ts';
import type zh from './follow-ups.zh.ts';

const en: Translation<typeof zh> = {
  lead: 'Who was promised something, whose day has come, and who should have been back by their own rhythm; each with the reason.',
  label: 'Customers to talk to',
  unit: 'customers',
  cause: 'Reason',
  causes: { promise: 'A promise is due', planned: 'The day that was set', rhythm: 'Beyond their rhythm' },
  member: 'In charge',
  memberWith: '{name} ({people})',
  customer: 'Customer',
  why: 'Why',
  expected: 'Expected in a year',
  expectedMeans:
    'What is expected to be paid in the next 12 months, refunds deducted, from the customer’s own rhythm and order value; empty while nothing is predicted.',
  actions: 'Actions',
  total: 'To talk to today',
  totalMeans:
    'Of the customers you can see, those with at least one reason to be contacted today. Who has several reasons counts once, under the most binding one.',
  promiseMeans: 'Something promised whose day has come, not yet marked as kept or broken.',
  plannedMeans: 'The next follow-up is today or earlier.',
  rhythmMeans:
    'Silent for more than {due} and less than {lost} times their own rhythm, with somebody in charge, not put off, and not refusing marketing.',
  promised: 'promised for {day}: {text}',
  promisedLate: 'promised for {day}: {text}, {count} days overdue',
  promisedLate_one: 'promised for {day}: {text}, {count} day overdue',
  plannedOn: 'to be followed up on {day}',
  usual: 'comes about every {days} days, has not for {since} days',
  lately: 'comes about every {days} days, last {since} days ago',
  cameToday: 'comes about every {days} days, came today',
  onlyOnce: 'came once, {since} days ago; those who come back do so after about {days} days',
  last: 'last followed up on {day}',
  lastWith: 'last followed up on {day} ({note})',
  and: '; ',
  done: 'Done',
  doneFor: 'Followed up with {name}',
  note: 'What was said',
  notePlaceholder: 'Will come at the weekend with the children',
  promises: 'Promises kept',
  next: 'Next time',
  inDays: 'in {days} days',
  rhythmDays: 'in {days} days (their rhythm)',
  save: 'Write down',
  saved: 'Written down; you will be reminded on {day}',
  later: 'Later',
  laterFor: 'Put off {name}',
  tomorrow: 'Tomorrow',
  snoozed: 'Put off until {day}',
  empty: 'Nobody to talk to today',
  emptyWhat:
    'When a promise is due, a day that was set has come, or somebody stays away beyond their rhythm, they appear here.',
  noRhythm: 'No rhythm can be told yet',
  noRhythmWhat:
    'It takes {fewest} customers who came back to know after how long they usually do. Promises and set days are not affected.',
  how: 'How a rhythm is worked out',
  howOwn:
    'The median of the gaps between a customer’s order days; with few gaps it is drawn to the shop’s median (now {shop} days, of {people} customers who came back): rhythm = (gaps × own median + {weight} × shop’s median) ÷ (gaps + {weight}).',
  howDue:
    'Somebody is due once they stayed away for more than {due} times their rhythm; beyond {lost} times it is no longer a matter of rhythm, and nobody is reminded here. Orders of one day count once, fully refunded ones not at all. Computed anew every day at 3:55.',
};

export default en;
