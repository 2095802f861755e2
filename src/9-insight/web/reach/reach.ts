import type { reachDays, reachPeople } from '#customers/contract';
import type { Wire } from '#web/api/client.ts';
import { formatCount } from '#web/kit/format.ts';

export type Days = Wire<typeof reachDays>;
export type Day = Days['data'][number];
export type Cause = Day['causes'][number];
export type Person = Wire<typeof reachPeople>['data'][number];

/** What came and what went, and what both come to. */
export function sumsOf(causes: readonly Cause[]): { gained: number; lost: number; net: number } {
  const sum = (of: (people: number) => number) => causes.reduce((all, { people }) => all + of(people), 0);
  const gained = sum(people => Math.max(0, people));
  const lost = -sum(people => Math.min(0, people));
  return { gained, lost, net: gained - lost };
}

const DAY = 86_400_000;

/** Days since the first of the list, at which each stands: nobody recorded the days on which Siyu was not running. */
export function daysSinceFirst(days: readonly Pick<Day, 'day'>[]): number[] {
  const first = Date.parse(days[0]?.day ?? '');
  return days.map(({ day }) => (Date.parse(day) - first) / DAY);
}

/** Every day of the calendar from the first to the last, also those that were not recorded. */
export function everyDay<Of extends Pick<Day, 'day'>>(
  days: readonly Of[],
): { day: string; known: Of | undefined }[] {
  const known = new Map(days.map(one => [one.day, one]));
  const last = daysSinceFirst(days).at(-1) ?? -1;
  return Array.from({ length: last + 1 }, (_, at) => {
    const day = new Date(Date.parse(days[0]?.day ?? '') + at * DAY).toISOString().slice(0, 10);
    return { day, known: known.get(day) };
  });
}

/** With its sign, the typographer’s minus. */
export function signed(people: number): string {
  return people > 0 ? `+${formatCount(people)}` : people < 0 ? `−${formatCount(-people)}` : '0';
}
