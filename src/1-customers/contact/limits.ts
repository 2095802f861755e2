import { sql } from 'kysely';
import { z } from 'zod';
import { DAY, fromShanghai, shanghaiDate, shanghaiMinute } from '#platform/clock.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';

/** A bound on a number of contacts. "No bound" is said in so many words: an absent or zero bound never means it. */
const bound = z.object({
  max: z.union([z.number().int().min(0), z.literal('days_of_month'), z.literal('unlimited')]),
});
const hours = z.object({ from: z.string().regex(/^\d\d:\d\d$/), to: z.string().regex(/^\d\d:\d\d$/) });

/** The limits that hold on one day, from the dated rule facts. Numbers are contacts, minutes count from midnight. */
export type Limits = {
  platformPersonMonth: number;
  platformMemberPersonDay: number;
  personDay: number;
  personWeek: number;
  hours: { from: number; to: number };
};

const UNLIMITED = 2_147_483_647;

/** What holds for a channel at an instant. A fact that is missing is an error, not a licence. */
export async function readLimits(db: Db | Tx, channel: string, at: Date): Promise<Limits> {
  const { rows } = await sql<{ name: string; value: unknown }>`
    select distinct on (name) name, value from rule_facts
    where effective_from <= ${shanghaiDate(at)} and (effective_to is null or effective_to >= ${shanghaiDate(at)})
    order by name, effective_from desc, id desc`.execute(db);
  const facts = new Map(rows.map(row => [row.name, row.value]));
  const max = (name: string) => maxOf(bound.parse(facts.get(name)).max, at);
  const span = hours.parse(facts.get(channel === 'sms' ? 'sms.hours' : 'marketing.hours'));
  const own = hours.parse(facts.get('marketing.hours'));
  const isWecom = channel === 'wecom';
  return {
    platformPersonMonth: isWecom ? max('wecom.mass.person.month') : UNLIMITED,
    platformMemberPersonDay: isWecom ? max('wecom.mass.member_person.day') : UNLIMITED,
    personDay: max('marketing.person.day'),
    personWeek: max('marketing.person.week'),
    hours: {
      from: Math.max(minutes(span.from), minutes(own.from)),
      to: Math.min(minutes(span.to), minutes(own.to)),
    },
  };
}

function maxOf(max: number | 'days_of_month' | 'unlimited', at: Date): number {
  if (max === 'unlimited') return UNLIMITED;
  return max === 'days_of_month' ? daysOfMonth(at) : max;
}

function minutes(text: string): number {
  return Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
}

function daysOfMonth(at: Date): number {
  const [year = 0, month = 1] = shanghaiDate(at).split('-').map(Number);
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** The calendar day, week (from Monday) and month an instant falls into, in Asia/Shanghai. */
export type Windows = { day: Date; dayEnd: Date; week: Date; weekEnd: Date; month: Date; monthEnd: Date };

export function windowsOf(at: Date): Windows {
  const date = shanghaiDate(at);
  const day = fromShanghai(date);
  const weekday = (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;
  const week = new Date(day.getTime() - weekday * DAY);
  const month = fromShanghai(`${date.slice(0, 7)}-01`);
  const monthEnd = new Date(month.getTime() + daysOfMonth(at) * DAY);
  return {
    day,
    dayEnd: new Date(day.getTime() + DAY),
    week,
    weekEnd: new Date(week.getTime() + 7 * DAY),
    month,
    monthEnd,
  };
}

/** When marketing may go out again on a channel; nothing while it may. */
export async function nextSending(db: Db | Tx, channel: string, at: Date): Promise<Date | undefined> {
  return nextAllowed(at, (await readLimits(db, channel, at)).hours);
}

/** When contacts are allowed again, if this instant is outside the hours. */
export function nextAllowed(at: Date, { from, to }: Limits['hours']): Date | undefined {
  const minute = shanghaiMinute(at);
  if (minute >= from && minute < to) return undefined;
  const today = fromShanghai(shanghaiDate(at), from);
  return minute < from ? today : new Date(today.getTime() + DAY);
}
