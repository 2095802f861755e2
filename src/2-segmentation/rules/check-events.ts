import type { EventsLeaf, PropertyTest } from './contract.ts';
import { holdsForNumber } from './numbers.ts';
import type { PersonEvent } from './person.ts';
import { propertyOf } from './property.ts';
import { isWithin, spanOf } from './windows.ts';

export function checkEvents(leaf: EventsLeaf, events: readonly PersonEvent[], now: Date) {
  const span = spanOf(leaf.window, now);
  const matching = eventsOf({ event: leaf.events, where: leaf.where }, events).filter(event =>
    isWithin(event.at, span),
  );
  const actual = measureEvents(leaf.measure, matching);
  return { holds: holdsForNumber(actual, leaf.test), actual };
}

/** Events of a type with the properties asked for. */
export function eventsOf(
  { event: type, where }: { event: string; where: readonly PropertyTest[] },
  events: readonly PersonEvent[],
): PersonEvent[] {
  return events.filter(event => event.type === type && where.every(one => checkProperty(one, event.data)));
}

function measureEvents(measure: EventsLeaf['measure'], events: readonly PersonEvent[]): number {
  if (measure.of === 'count') return events.length;
  if (measure.of === 'days')
    return new Set(events.map(event => Math.floor((event.at.getTime() + 8 * 3_600_000) / 86_400_000))).size;
  return events.reduce((sum, event) => {
    const value = propertyOf(event.data, measure.property);
    return sum + (typeof value === 'number' ? value : 0);
  }, 0);
}

function checkProperty({ property, test }: PropertyTest, data: Record<string, unknown>): boolean {
  const value = propertyOf(data, property);
  switch (test.is) {
    case 'present':
      return value !== undefined;
    case 'yes':
      return value === true;
    case 'one_of':
      return typeof value === 'string' && test.values.includes(value);
    case 'contains':
      return typeof value === 'string' && value.includes(test.value);
    default:
      return typeof value === 'number' && holdsForNumber(value, test);
  }
}
