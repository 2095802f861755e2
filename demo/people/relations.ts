import { DAY, MINUTE } from '#platform/clock.ts';
import { between, pick, type Random } from '#platform/random.ts';
import type { Calendar } from '../shop/calendar.ts';
import { shopOf } from '../shop/company.ts';
import { SOURCES, type Source } from '../shop/sources.ts';
import { ONLINE_STAFF, STAFF } from '../shop/staff.ts';
import { NEEDS, TASTES, type TagName } from '../shop/tags.ts';
import { chanceOf, happens, weighted } from './chance.ts';
import type { Order } from './orders.ts';
import type { Person } from './person.ts';

/** How somebody and the members of the corp know each other. */
export type Relation = {
  external: string;
  unionid: string;
  userid: string;
  followedAt: number;
  source: Source;
  remark: string;
  /** The member has noted the customer's mobile, by which the shops' orders are found. */
  mobile: boolean;
  tags: TagName[];
  /** A second member whom the customer has added too. */
  second: { userid: string; followedAt: number } | undefined;
};

/** The bakery has been on WeCom for twenty months. */
const WECOM_DAYS = 610;
const NOTED_MOBILE = 0.78;
const TWO_MEMBERS = 0.035;

/** Undefined for whoever has never added a member. */
export function relationOf(
  seed: number,
  person: Person,
  orders: readonly Order[],
  calendar: Calendar,
): Relation | undefined {
  const random = chanceOf(seed, 3, person.index);
  if (!happens(random, person.archetype.wecom)) return undefined;
  const met = happens(random, 0.72) ? orders[0] : orders[Math.floor(random.next() * orders.length)];
  const online = met?.shop === 'mall' || met?.shop === 'tmall';
  const followedAt = followedOn(random, person, met, calendar);
  const userid = online ? ONLINE_STAFF : memberOf(random, person);
  const source = weighted(random, SOURCES, one => (online ? one.online : one.store));
  const second = happens(random, TWO_MEMBERS)
    ? { userid: userid === ONLINE_STAFF ? memberOf(random, person) : ONLINE_STAFF, followedAt }
    : undefined;
  return {
    external: externalOf(person.index),
    unionid: `oXm${externalOf(person.index).slice(4, 29)}`,
    ...{ userid, source, second, followedAt },
    remark: remarkOf(random, person, online),
    mobile: person.showsPhone && orders.length > 0 && happens(random, NOTED_MOBILE),
    tags: tagsOf(random, person, online),
  };
}

function followedOn(random: Random, person: Person, met: Order | undefined, { now, days }: Calendar): number {
  const began = now - WECOM_DAYS * DAY;
  const day = days[between(random, person.from, person.to)];
  const wanted = met ? met.at + between(random, 2, 40) * MINUTE : (day?.start ?? now) + 15 * 60 * MINUTE;
  const possible = wanted < began ? began + random.next() * 60 * DAY : wanted;
  return Math.min(Math.floor(possible), now - 30 * MINUTE);
}

function memberOf(random: Random, person: Person): string {
  return pick(
    random,
    STAFF.filter(staff => staff.store === person.home),
  ).userid;
}

function externalOf(index: number): string {
  const digits = String((index * 48_271 + 11) % 2_147_483_647).padStart(10, '0');
  return `wmXm${digits}${String(index).padStart(8, '0')}AAAAAAAAAA`;
}

/** 「湖滨 王女士」, as members tell their customers apart. */
function remarkOf(random: Random, person: Person, online: boolean): string {
  if (happens(random, 0.3)) return person.nickname;
  const place = online ? '线上' : shopOf(person.home).name.slice(0, -1);
  const surname = person.name.length > 3 ? person.name.slice(0, 2) : person.name.slice(0, 1);
  return `${place} ${happens(random, 0.5) ? person.name : surname + (person.gender === 1 ? '先生' : '女士')}`;
}

function tagsOf(random: Random, person: Person, online: boolean): TagName[] {
  const tags: TagName[] = [];
  if (happens(random, 0.85)) tags.push(online ? '线上' : (shopOf(person.home).name as TagName));
  for (const need of NEEDS[person.archetype.code]) if (happens(random, 0.7)) tags.push(need);
  if (happens(random, 0.45)) tags.push(pick(random, TASTES));
  if (happens(random, 0.02)) tags.push('少打扰');
  return [...new Set(tags)];
}
