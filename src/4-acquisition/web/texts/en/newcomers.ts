import type { Translation } from '#web/i18n/texts.ts';
import type zh from '../zh/newcomers.ts';

const en: Translation<typeof zh> = {
  lead: 'Who came in by a live code during the last 48 hours. The first two days count most: what was done for them, and whom nobody has looked after.',
  label: 'First 48 hours',
  unit: 'customers',
  customer: 'Customer',
  unnamed: 'Unnamed customer',
  state: 'State',
  at: 'Came in',
  member: 'Member',
  from: 'From',
  done: 'What was done',
  doneMeans:
    'Welcome, tag and remark are the code’s work. Care is a member’s own: a note, a tag, a promise, a day to follow up.',
  onlyAlarm: 'Only those nobody looked after',
  left: 'Left',
  alarm: 'A day without care',
  ordered: 'Ordered',
  fresh: 'New',
  known: 'Known',
  mark: { welcome: 'Welcome', tag: 'Tag', remark: 'Remark', care: 'Care', order: 'Order' },
  welcomeIs: {
    sent: 'The welcome was sent',
    none: 'No welcome fitted',
    late: 'The 20 seconds had passed',
    greeted: 'Somebody else was first, or they were talking already',
    refused: 'WeCom did not take the welcome',
    unknown: 'WeCom gave no chance for a welcome',
  },
  tagged: 'Has a tag',
  notTagged: 'Has no tag yet',
  remarked: 'Has a remark',
  notRemarked: 'Has no remark yet',
  lookedAfter: 'A member has looked after them',
  notLookedAfter: 'No member has done anything yet',
  hasOrdered: 'Has ordered since',
  notOrdered: 'Has not ordered since',
  emptyTitle: 'Nobody new in the last 48 hours',
  emptyWhat:
    'Who adds a member by a live code stays here for two days, so that one can see for each what was done.',
  toCodes: 'To the live codes',
};
export default en;
