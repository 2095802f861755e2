import { DAY, shanghaiDate } from '#platform/clock.ts';
import { between, pick, type Random } from '#platform/random.ts';
import type { Calendar } from '../shop/calendar.ts';
import { DISTRICTS, type StoreCode, shopOf } from '../shop/company.ts';
import { ARCHETYPES, type Archetype } from './archetypes.ts';
import { chanceOf, happens, weighted, within } from './chance.ts';
import { nameOf, nicknameOf } from './names.ts';

/** One invented customer, before any shop or member has met them. */
export type Person = {
  index: number;
  archetype: Archetype;
  name: string;
  nickname: string;
  gender: 1 | 2;
  /** `yyyy-MM-dd`. */
  birthday: string;
  /** Of a child or partner, as month and day: cakes are not only for oneself. */
  otherBirthday: string;
  minor: boolean;
  district: string;
  street: string;
  home: StoreCode;
  /** Eleven digits. */
  phone: string;
  /** Whether the shops get to know it; who hides it is known by card or account name only. */
  showsPhone: boolean;
  card: string;
  tmallName: string;
  perWeek: number;
  /** The days between which they come, as positions in the calendar. */
  from: number;
  to: number;
};

const MINORS = 0.008;
/** Who has come less than this long ago may still come back; lapsed customers have not. */
const LAPSED_DAYS = 75;

/** The same person for the same seed, index and today. */
export function personOf(seed: number, index: number, calendar: Calendar): Person {
  const random = chanceOf(seed, 1, index);
  const archetype = weighted(random, ARCHETYPES, one => one.share);
  const minor = happens(random, MINORS);
  const age = minor ? between(random, 12, 17) : between(random, ...archetype.age);
  const gender = happens(random, archetype.women) ? 2 : 1;
  const thisYear = Number(shanghaiDate(new Date(calendar.now)).slice(0, 4));
  const birthYear = thisYear - age;
  const district = weighted(random, DISTRICTS, one => one.weight);
  const name = nameOf(random, gender, birthYear);
  return {
    ...{ index, archetype, name, gender, minor },
    nickname: nicknameOf(random, name),
    birthday: `${birthYear}-${monthAndDay(random)}`,
    otherBirthday: monthAndDay(random),
    district: district.name,
    street: `${pick(random, district.streets)} ${between(random, 1, 480)} 号`,
    home: district.store,
    phone: phoneOf(index),
    showsPhone: happens(random, archetype.phone),
    card: `${shopOf(district.store).prefix}${String(index + 1).padStart(7, '0')}`,
    tmallName: `tb${(index * 7_919 + 104_729) % 1_000_000_007}`,
    perWeek: within(random, ...archetype.perWeek),
    ...spanOf(random, archetype, calendar.days.length),
  };
}

/**
 * A range that is nobody's telephone: 145 is set aside for data cards, which do not ring. Seven digits are scattered
 * over it one to one, so ten million people have a number each.
 */
export function phoneOf(index: number): string {
  return `1450${String((index * 7_368_787 + 2_741_903) % 10_000_000).padStart(7, '0')}`;
}

function monthAndDay(random: Random): string {
  return new Date(Date.UTC(2001, 0, 1) + between(random, 0, 364) * DAY).toISOString().slice(5, 10);
}

function spanOf(random: Random, archetype: Archetype, length: number): { from: number; to: number } {
  if (archetype.code !== 'lapsed') {
    const daysAgo = Math.floor((length - 1) * random.next() ** archetype.recent);
    return { from: length - 1 - daysAgo, to: length - 1 };
  }
  const from = Math.floor(random.next() * Math.max(1, length * 0.75));
  const to = Math.min(length - 1 - LAPSED_DAYS, from + between(random, 50, 280));
  return { from: Math.max(0, Math.min(from, to - 1)), to: Math.max(1, to) };
}
