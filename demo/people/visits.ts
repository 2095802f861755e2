import { pick, type Random } from '#platform/random.ts';
import { type Calendar, type Day, MOST_DEMAND, type Season } from '../shop/calendar.ts';
import type { Basket } from './archetypes.ts';
import { happens, poisson } from './chance.ts';
import type { Person } from './person.ts';

/** A day on which somebody buys, by its position in the calendar, and what for. */
export type Visit = { day: number; basket: Basket };

/** How many give something at each festival. */
const GIFTS: Record<Season, number> = {
  mooncake: 0.62,
  new_year: 0.45,
  zongzi: 0.32,
  qingtuan: 0.3,
  christmas: 0.14,
};
const WHOLE_YEAR_GIFT = 0.35;

/**
 * When somebody comes: by habit so many times a week, for birthdays and festivals, or once.
 * @param frequency scales habits and occasions; 1 is how often people come to the demo shop.
 */
export function visitsOf(random: Random, person: Person, calendar: Calendar, frequency: number): Visit[] {
  const { archetype } = person;
  if (archetype.code === 'looking') return [];
  const visits = [
    ...habitual(random, person, calendar, frequency),
    ...birthdays(random, person, calendar, frequency),
    ...festivals(random, person, calendar, frequency),
  ];
  if (visits.length > 0) return visits.sort((a, b) => a.day - b.day);
  const day = likelyDay(random, person, calendar);
  return [{ day, basket: archetype.basket }];
}

function habitual(random: Random, person: Person, calendar: Calendar, frequency: number): Visit[] {
  const weeks = (person.to - person.from) / 7;
  const count = poisson(random, person.perWeek * weeks * frequency);
  const days = new Set<number>();
  for (let i = 0; i < count; i++) days.add(likelyDay(random, person, calendar));
  return [...days].map(day => ({ day, basket: person.archetype.basket }));
}

/** Days are taken at random and kept as likely as they suit the person and the season. */
function likelyDay(random: Random, person: Person, { days }: Calendar): number {
  const { weekdays, freeDays } = person.archetype;
  const most = MOST_DEMAND * Math.max(freeDays, ...weekdays);
  const span = person.to - person.from + 1;
  for (let tries = 0; ; tries++) {
    const index = person.from + Math.floor(random.next() * span);
    const day = days[index];
    if (day && (tries > 50 || random.next() * most < suits(person, day))) return index;
  }
}

function suits({ archetype }: Person, day: Day): number {
  return day.demand * (day.free ? archetype.freeDays : (archetype.weekdays[day.weekday] ?? 1));
}

/** A cake the day before a birthday or on it. */
function birthdays(random: Random, person: Person, { days }: Calendar, frequency: number): Visit[] {
  const { code } = person.archetype;
  const often = { birthday: 0.85, important: 0.6, family: 0.22 }[code as string] ?? 0;
  if (often === 0) return [];
  const visits: Visit[] = [];
  for (const date of [person.birthday.slice(5), person.otherBirthday])
    for (let index = person.from; index <= person.to; index++)
      if (days[index]?.date.endsWith(date) && happens(random, often * Math.sqrt(frequency)))
        visits.push({ day: Math.max(0, index - (happens(random, 0.5) ? 1 : 0)), basket: 'cake' });
  return visits;
}

function festivals(random: Random, person: Person, calendar: Calendar, frequency: number): Visit[] {
  const { code } = person.archetype;
  const often = { gift: 1, important: 0.5, family: 0.08 }[code as string] ?? 0;
  if (often === 0) return [];
  const visits: Visit[] = [];
  for (const { season, days } of calendar.occasions) {
    const mine = days.filter(day => day >= person.from && day <= person.to);
    if (mine.length > 0 && happens(random, GIFTS[season] * often * Math.sqrt(frequency)))
      visits.push({ day: pick(random, mine), basket: 'gift' });
  }
  if (code === 'gift' && happens(random, WHOLE_YEAR_GIFT))
    visits.push({ day: likelyDay(random, person, calendar), basket: 'gift' });
  return visits;
}
