import type { Translation } from '#web/i18n/texts.ts';
import type zh from './changes.zh.ts';

export default {
  title: 'Changes of “{name}”',
  open: 'See changes',
  toRule: 'See the rule',
  notYet: 'Not counted yet',
  notYetWhat:
    'A new rule is counted within a minute. From then on everybody who comes in or leaves is listed here.',
  now: 'Now',
  nowMeans: 'Customers in the segment now. What happens to a customer counts within two seconds.',
  enteredToday: 'Came in today',
  enteredMeans: 'Times somebody came to fit today. A changed rule does not count.',
  leftToday: 'Left today',
  leftMeans:
    'Times somebody ceased to fit today, a window that ran out included. A changed rule does not count.',
  why: 'Which condition moved',
  whyMeans:
    'How many customers each condition names by itself: when the day began and now. The greatest difference is the reason.',
  condition: 'Condition',
  conditionUnit: 'conditions',
  atMidnight: 'When the day began',
  difference: 'Difference',
  days: 'Day by day',
  since: 'This rule since',
  oneDay: 'From tomorrow on the days are drawn here: how many people, how many came and left.',
  peopleByDay: 'People by day',
  movesByDay: 'Came and left by day',
  people: 'People',
  entered: 'Came in',
  left: 'Left',
  who: 'Who came, who left',
  kind: 'Direction',
  moveUnit: 'movements',
  nobody: 'Nobody has come or left yet',
  nobodyWhat:
    'Who was found at the first count has not come in; from then on each coming and going is listed.',
  checked: 'Nightly check',
  noDifference: 'same as a full count',
  mended: 'off by {count}, mended',
} satisfies Translation<typeof zh>;
