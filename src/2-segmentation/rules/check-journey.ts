import { eventsOf } from './check-events.ts';
import { ordersOf, stillPaid } from './check-orders.ts';
import type { ConsentLeaf, ContactsLeaf, SequenceLeaf, Step } from './contract.ts';
import { holdsForNumber } from './numbers.ts';
import type { PersonFacts } from './person.ts';
import { deadlineAfter, isWithin, spanOf } from './windows.ts';

/** `actual` is how many of the first ones make it so. */
export function checkSequence(
  { sequence, first, next, within, window }: SequenceLeaf,
  person: PersonFacts,
  now: Date,
) {
  const span = spanOf(window, now);
  const later = timesOf(next, person);
  const actual = timesOf(first, person).filter(at => {
    if (!isWithin(at, span)) return false;
    const deadline = deadlineAfter(at, within);
    const isFollowed = later.some(time => time > at && time <= deadline);
    return sequence === 'followed' ? isFollowed : deadline < now && !isFollowed;
  }).length;
  return { holds: actual > 0, actual };
}

function timesOf(step: Step, person: PersonFacts): Date[] {
  if ('event' in step) return eventsOf(step, person.events).map(event => event.at);
  return ordersOf(step, stillPaid(person.orders)).map(order => order.orderedAt);
}

export function checkContacts(
  { channel, purpose, test, window }: ContactsLeaf,
  contacts: PersonFacts['contacts'],
  now: Date,
) {
  const span = spanOf(window, now);
  const actual = contacts.filter(
    contact =>
      isWithin(contact.slot, span) &&
      (channel === null || contact.channel === channel) &&
      (purpose === null || contact.purpose === purpose),
  ).length;
  return { holds: holdsForNumber(actual, test), actual };
}

export function checkConsent({ consent, purpose, channel }: ConsentLeaf, consents: PersonFacts['consents']) {
  const words = consents.filter(
    word => word.purpose === purpose && (word.channel === channel || word.channel === 'all'),
  );
  const actual = words.length === 0 ? 'none' : words.every(word => word.given) ? 'given' : 'refused';
  return { holds: actual === consent, actual };
}
