import type { Translation } from '#web/i18n/texts.ts';
import type { healthRules as zh } from './health.zh.ts';

export const healthRules: Translation<typeof zh> = {
  names: {
    deletionsYellow: 'Account health: new customers who delete a member, yellow above',
    deletionsRed: 'Account health: new customers who delete a member, red above',
    deletionsFewest: 'Account health: deletions below which no colour is given',
    lossesYellow: 'Account health: customers lost, yellow above',
    lossesRed: 'Account health: customers lost, red above',
    refusalsYellow: 'Account health: calls that fail, yellow above',
    refusalsRed: 'Account health: calls that fail, red above',
    refusalsFewest: 'Account health: failed calls below which no colour is given',
    quotaYellow: 'Account health: quota used, yellow above',
    quotaRed: 'Account health: quota used, red above',
    unconfirmedYellow: 'Account health: tasks nobody confirms, yellow above',
    unconfirmedFewest: 'Account health: unconfirmed tasks below which no colour is given',
    slowPeople: 'Account health: at the slow pace, in an hour',
    pauseHours: 'Account health: pause after turning red',
    callsHour: 'Calls WeCom allows each interface in an hour',
    ways: 'Contact ways and group codes WeCom allows',
  },
  means: {
    deletionsYellow:
      'Of customers added in the last 7 days, the share that has deleted the member. Yellow slows sending down.',
    deletionsRed:
      'Of customers added in the last 7 days, the share that has deleted the member. Red pauses new sending.',
    deletionsFewest: 'Of a few people a share says nothing. Customers lost go by this number too.',
    lossesYellow:
      'Customers who deleted or blocked a member in the last 7 days, per thousand of all. Yellow slows sending down.',
    lossesRed:
      'Customers who deleted or blocked a member in the last 7 days, per thousand of all. Red pauses new sending.',
    refusalsYellow:
      'The share of calls that failed in the last 3 hours. Limits of WeCom slow sending down, wrong settings only show.',
    refusalsRed:
      'The share of calls that failed in the last 3 hours. Limits of WeCom pause new sending, wrong settings only show.',
    refusalsFewest: 'Of a few calls a share says nothing.',
    quotaYellow: 'Calls of the hour against the limit, or codes against theirs.',
    quotaRed: 'Calls of the hour against the limit, or codes against theirs.',
    unconfirmedYellow:
      'Of tasks older than a day in the last 14 days, the share no member confirmed. It shows, and slows nothing down.',
    unconfirmedFewest: 'Of a few tasks a share says nothing.',
    slowPeople:
      'WeCom publishes no line at which it restricts an account; this is a careful guess. After a task, the next one waits for as long as its people take.',
    pauseHours:
      'Still red after this long, sending goes on at the slow pace. The account’s health page lets a person decide otherwise.',
  },
  percent: '{n}%',
  permille: '{n}‰',
  things: '{n}',
  hours: '{n} hours',
};
