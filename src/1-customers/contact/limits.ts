import { z } from 'zod';
import { DAY, fromShanghai, shanghaiDate, shanghaiMinute } from '#platform/clock.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import { boundOf, daysOfMonth, factsOn, UNLIMITED } from '#platform/settings/facts-on.ts';

const hours = z.object({ from: z.string().regex(/^\d\d:\d\d$/), to: z.string().regex(/^\d\d:\d\d$/) });

/** The limits that hold on one day, from the dated rule facts. Numbers are contacts, minutes count from midnight. */
export type Limits = {
  platformPersonMonth: number;
  platformMemberPersonDay: number;
  personDay: number;
  personWeek: number;
  hours: { from: number; to: number };
  answers: Answers;
};

/** What the platform lets an official account answer, by what opened the window: so many messages, for so long. */
export type Answers = {
  wrote: { messages: number; hours: number };
  acted: { messages: number; minutes: number };
};

const NAMES = [
  ...['official_account.wrote.messages', 'official_account.wrote.hours'],
  ...['official_account.acted.messages', 'official_account.acted.minutes'],
  ...['marketing.hours', 'marketing.person.day', 'marketing.person.week', 'sms.hours'],
  ...['wecom.mass.person.month', 'wecom.mass.member_person.day'],
];

/** What holds for a channel at an instant. A fact that is missing is an error, not a licence. */
export async function readLimits(db: Db | Tx, channel: string, at: Date): Promise<Limits> {
  const facts = await factsOn(db, at, NAMES);
  const max = (name: string) => boundOf(facts, name, at);
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
    answers: {
      wrote: { messages: max('official_account.wrote.messages'), hours: max('official_account.wrote.hours') },
      acted: {
        messages: max('official_account.acted.messages'),
        minutes: max('official_account.acted.minutes'),
      },
    },
  };
}

function minutes(text: string): number {
  return Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
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
