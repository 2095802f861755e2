import type { Translation } from '#web/i18n/texts.ts';
import type zh from '../zh/code-posters.ts';

const en: Translation<typeof zh> = {
  title: 'Posters, compared',
  what: 'Put posters on the code, each with a link and a QR code of its own: who came by which, whether they added and ordered, is counted apart. {period}.',
  add: 'Put a poster on it',
  emptyTitle: 'No posters yet',
  emptyWhat:
    'One can be downloaded and printed; with two it shows which of them, or which hook, brings more people.',
  mark: 'Poster {mark}',
  off: 'Taken off',
  shown: 'Put out',
  shownMeans: 'How many were printed, or shown to how many. Without it there is no scan rate.',
  visitors: 'Scanned',
  visitorsMeans:
    'Who opened this poster’s link; one browser counts once, and who scanned two counts for the first.',
  added: 'Added',
  addedMeans: 'Customers who added a member by this poster’s own code, each counted once.',
  ordered: 'Ordered',
  orderedMeans: 'Who has ordered since they were added.',
  ofShown: 'scan rate {share}',
  ofVisitors: 'add rate {share}',
  ofAdded: 'order rate {share}',
  paid: 'spent {amount}',
  picture: 'Poster {mark}: {name}',
  download: 'Download',
  copy: 'Copy the link of poster {mark}',
  setShown: 'Say how many',
  remove: 'Take off',
  removeTitle: 'Take poster {mark} off?',
  removeWhat:
    'It is compared no longer. What is printed can still be scanned, and whoever scans it is still counted.',
  removed: 'Taken off',
  newTitle: 'Put a poster on the code',
  newWhat: 'Once printed, poster and hook stay; for another hook, put another one on.',
  poster: 'Poster',
  pickPoster: 'Choose a poster',
  noPosters: 'There are no posters yet; make one first.',
  makePoster: 'New poster',
  hook: 'Hook',
  hookHint: 'Empty: the poster’s own.',
  needed: 'Please choose',
  shownTitle: 'How many of poster {mark}',
  act: 'Put it on',
  verdicts: 'Is the difference more than chance?',
  step: { scan: 'Scan rate', add: 'Add rate', order: 'Order rate' },
  more: 'above',
  less: 'below',
  tooFew:
    '{step}: poster {one} has {share}, poster {other} {otherShare}. Too few people yet to tell which is better.',
  sure: '{step}: poster {one} is {points} points {direction} poster {other} (95% interval {low} to {high}); hardly by chance.',
  open: '{step}: poster {one} is {points} points {direction} poster {other} (95% interval {low} to {high}); it may be chance.',
  same: '{step}: posters {one} and {other} are the same, {share} each.',
  neededPeople: 'Were the difference really this large, it would take about {n} people for each to see it.',
  nothing: 'Once people have scanned both posters, they are compared here.',
  honest:
    'Each is compared with the first, more strictly the more there are. Whoever looks every day sees more lucky winners: best say beforehand after how many people you will look.',
  place:
    'Where two hang in different places the difference may be the place’s. To compare the posters themselves, put them up in the same places at the same time.',
  answers: 'Whether a customer began to chat WeCom tells no app, so there is no “chatted” here.',
};
export default en;
