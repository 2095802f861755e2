import { type Order, ordersOf } from '../people/orders.ts';
import { type Person, personOf } from '../people/person.ts';
import { type Relation, relationOf } from '../people/relations.ts';
import type { Calendar } from '../shop/calendar.ts';

/** Everybody who plays in the demo, with what they bought and whom they know. */
export type Customer = { person: Person; orders: Order[]; relation: Relation | undefined };

/** Two years, and a day for a start in the middle of the night. */
export const DAYS = 731;

/**
 * Some of them are two records, because no member has noted the mobile by which the shops know them: this is how many
 * people make a thousand records.
 */
const PEOPLE_PER_RECORD = 0.885;

export function peopleFor(records: number): number {
  return Math.round(records * PEOPLE_PER_RECORD);
}

export function castOf(seed: number, records: number, calendar: Calendar): Customer[] {
  return Array.from({ length: peopleFor(records) }, (_, index) => {
    const person = personOf(seed, index, calendar);
    const orders = ordersOf(seed, person, calendar);
    return { person, orders, relation: relationOf(seed, person, orders, calendar) };
  });
}
