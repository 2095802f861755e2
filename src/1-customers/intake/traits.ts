import { codeOfLunar, type LunarCode, readLunarText, solarOf } from '#platform/lunar.ts';
import { lunarBirthday } from '../contract.ts';
import { FIELD_LIMITS } from '../fields/contract.ts';
import { toE164 } from '../identities/phones.ts';

/** What an identify call says of a person, by what becomes of it here. */
export type Traits = {
  /** E.164. */
  phone?: string | undefined;
  unionid?: string | undefined;
  name?: string | undefined;
  gender?: 1 | 2 | undefined;
  birthday?: string | undefined;
  /** By which lunar day they keep it. */
  lunarBirthday?: LunarCode | undefined;
  province?: string | undefined;
  city?: string | undefined;
  avatarUrl?: string | undefined;
  /** What has no column: kept by its own name. Not an e-mail address: there is no sealed place for it. */
  custom: Record<string, string | number | boolean>;
  /** The same as it was told, lists and nulls too: what of it is a field (客户资料字段) is read by the field's type. */
  fields: Record<string, unknown>;
  /** All names that were told, for the log. */
  names: string[];
};

const OWN = new Set([
  ...['phone', 'unionid', 'name', 'firstName', 'lastName', 'gender', 'birthday', 'lunarBirthday'],
  ...['province', 'city', 'address', 'avatar', 'email'],
]);
const GENDERS: Record<string, 1 | 2> = {
  ...{ '1': 1, m: 1, male: 1, man: 1, 男: 1, 男性: 1 },
  ...{ '2': 2, f: 2, female: 2, woman: 2, 女: 2, 女性: 2 },
};
const LONGEST = 500;
const MOST = 50;

export type TraitFault = 'phone_not_dialable' | 'lunar_birthday_unknown';

/**
 * Segment's reserved traits and our own, in the forms they come in. What is in no usable form is left out, but for
 * what would be missed: a phone that cannot be dialled, and a lunar birthday that no calendar has. Of visitors no phone and no unionid is taken: those are keys.
 */
export function traitsIn(given: Record<string, unknown>, isTrusted: boolean): Traits | TraitFault {
  const address = objectIn(given.address);
  const phone = isTrusted ? textIn(given.phone, 40) : undefined;
  const dialable = phone && toE164(phone);
  if (phone && !dialable) return 'phone_not_dialable';
  const lunar = lunarIn(given);
  if (lunar === 'lunar_birthday_unknown') return lunar;
  return {
    phone: dialable,
    unionid: isTrusted ? textIn(given.unionid, 64) : undefined,
    name: nameIn(given),
    gender: GENDERS[String(given.gender ?? '').toLowerCase()],
    birthday: dayIn(given.birthday) ?? lunar?.born,
    lunarBirthday: lunar?.code,
    province: textIn(given.province ?? address.state ?? address.province, 50),
    city: textIn(given.city ?? address.city, 50),
    avatarUrl: isTrusted ? webAddressIn(given.avatar) : undefined,
    custom: customIn(given),
    fields: fieldsIn(given),
    names: Object.keys(given).slice(0, MOST),
  };
}

function textIn(value: unknown, most: number): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const text = String(value).trim();
  return text === '' || text.length > most ? undefined : text;
}

function objectIn(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** A Chinese name has no space between its parts. */
function nameIn(given: Record<string, unknown>): string | undefined {
  const whole = textIn(given.name, 100);
  const [first, last] = [textIn(given.firstName, 50), textIn(given.lastName, 50)];
  if (whole || !(first || last)) return whole;
  const isChinese = /^\p{Script=Han}+$/u.test(`${first ?? ''}${last ?? ''}`);
  return isChinese ? `${last ?? ''}${first ?? ''}` : [first, last].filter(Boolean).join(' ');
}

/** A calendar day that there is, of a day or an instant. */
function dayIn(value: unknown): string | undefined {
  const [, day = ''] = /^(\d{4}-\d{2}-\d{2})(?:$|T)/.exec(textIn(value, 40) ?? '') ?? [];
  const parsed = new Date(`${day}T00:00:00Z`);
  const isDay = !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(day);
  return isDay && day >= '1900' ? day : undefined;
}

/**
 * A lunar birthday, as the API takes it elsewhere (`{month, day, leap, year}`) or in the words that files may use
 * (农历八月十五), under its own name or as the birthday. With its year it says the day of birth too.
 */
function lunarIn(
  given: Record<string, unknown>,
): { code: LunarCode; born: string | undefined } | 'lunar_birthday_unknown' | undefined {
  const own = given.lunarBirthday ?? '';
  const told = own === '' && LUNAR_WORD.test(String(given.birthday)) ? given.birthday : own;
  if (told === '') return undefined;
  const words = typeof told === 'string' ? readLunarText(told) : undefined;
  const { success, data } = lunarBirthday.safeParse(words ? { ...words.lunar, year: words.year } : told);
  if (!success) return 'lunar_birthday_unknown';
  return { code: codeOfLunar(data), born: data.year === null ? undefined : solarOf(data.year, data) };
}

/** A birthday that says it is lunar. */
const LUNAR_WORD = /^\s*(农历|阴历|旧历)/;

function webAddressIn(value: unknown): string | undefined {
  const text = textIn(value, 1_000);
  return text && URL.parse(text)?.protocol === 'https:' ? text : undefined;
}

function customIn(given: Record<string, unknown>): Traits['custom'] {
  const kept = Object.entries(given).filter(
    (entry): entry is [string, string | number | boolean] =>
      !OWN.has(entry[0]) && entry[0].length <= 100 && isScalar(entry[1]),
  );
  return Object.fromEntries(kept.slice(0, MOST));
}

function fieldsIn(given: Record<string, unknown>): Traits['fields'] {
  const told = Object.entries(given).filter(([key]) => !OWN.has(key) && key.length <= FIELD_LIMITS.key);
  return Object.fromEntries(told.slice(0, MOST));
}

function isScalar(value: unknown): boolean {
  return typeof value === 'string'
    ? value !== '' && value.length <= LONGEST
    : typeof value === 'number' || typeof value === 'boolean';
}
