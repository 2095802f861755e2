import chineseDays from 'chinese-days';
import { DAY, fromShanghai, shanghaiDate } from '#platform/clock.ts';

export type Season = 'qingtuan' | 'zongzi' | 'mooncake' | 'new_year' | 'christmas';

export type Day = {
  date: string;
  /** Its midnight in Shanghai, milliseconds. */
  start: number;
  /** 0 Monday to 6 Sunday. */
  weekday: number;
  /** Weekend or public holiday, made-up working days taken off. */
  free: boolean;
  seasons: readonly Season[];
  /** How busy the bakery is, about 1. */
  demand: number;
};

/** Days up to today, the oldest first, and where in them each season lies. */
export type Calendar = {
  now: number;
  days: readonly Day[];
  occasions: readonly { season: Season; days: readonly number[] }[];
};

/** January to December: people eat less bread in the heat of Hangzhou. */
const BY_MONTH = [1.05, 0.85, 1, 1.05, 1, 0.95, 0.82, 0.85, 1.2, 1.1, 1, 1.15];
const SPRING_FESTIVAL = 0.3;

/** The busiest day there can be: what `demand` never passes. */
export const MOST_DEMAND = 1.8;

export function makeCalendar(now: Date, length: number): Calendar {
  const today = fromShanghai(shanghaiDate(now)).getTime();
  const days = Array.from({ length }, (_, index) => dayAt(today - (length - 1 - index) * DAY));
  return { now: now.getTime(), days, occasions: occasionsIn(days) };
}

/** Each season of each year, as the positions of its days. */
function occasionsIn(days: readonly Day[]): { season: Season; days: number[] }[] {
  const open = new Map<Season, { season: Season; days: number[] }>();
  const occasions: { season: Season; days: number[] }[] = [];
  days.forEach((day, index) => {
    for (const season of day.seasons) {
      const last = open.get(season);
      if (last?.days.at(-1) === index - 1) last.days.push(index);
      else {
        const fresh = { season, days: [index] };
        open.set(season, fresh);
        occasions.push(fresh);
      }
    }
  });
  return occasions;
}

function dayAt(start: number): Day {
  const date = shanghaiDate(new Date(start));
  const free = !chineseDays.getDayDetail(date).work;
  const seasons = seasonsOn(date, start);
  const weekday = (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;
  const month = BY_MONTH[Number(date.slice(5, 7)) - 1] ?? 1;
  const away = daysFrom(date, start, '01-01');
  const closed = away >= -1 && away <= 5 ? SPRING_FESTIVAL : 1;
  const season = seasons.length > 0 ? 1.2 : 1;
  return { date, start, weekday, free, seasons, demand: Math.min(MOST_DEMAND, month * closed * season) };
}

/** What is baked for the season: 青团 around Qingming, the rest before festivals of the lunar calendar. */
function seasonsOn(date: string, start: number): Season[] {
  const day = date.slice(5);
  const before = (lunar: string, from: number, to: number) => {
    const away = daysFrom(date, start, lunar);
    return away >= -from && away <= -to;
  };
  const seasons: Season[] = [];
  if (day >= '03-01' && day <= '04-15') seasons.push('qingtuan');
  if (before('05-05', 20, 0)) seasons.push('zongzi');
  if (before('08-15', 32, 0)) seasons.push('mooncake');
  if (before('01-01', 28, 2)) seasons.push('new_year');
  if (day >= '12-08' && day <= '12-25') seasons.push('christmas');
  return seasons;
}

/** Days since the nearest such day (month and day) of the lunar calendar; negative before it. */
function daysFrom(date: string, start: number, lunar: string): number {
  const year = Number(date.slice(0, 4));
  const away = [year - 1, year, year + 1].map(y => {
    const festival = chineseDays.getSolarDateFromLunar(`${y}-${lunar}`).date;
    return Math.round((start - fromShanghai(festival).getTime()) / DAY);
  });
  return away.reduce((best, one) => (Math.abs(one) < Math.abs(best) ? one : best));
}
