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

/** With its sign, the typographer’s minus. */
export function signed(people: number): string {
  return people > 0 ? `+${formatCount(people)}` : people < 0 ? `−${formatCount(-people)}` : '0';
}
