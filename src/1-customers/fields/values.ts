import type { Words } from '#platform/contract.ts';
import { splitList } from '../imports/formats/values/texts.ts';
import { readDay } from '../imports/formats/values/times.ts';
import { FIELD_LIMITS, type FieldKind } from './contract.ts';

/**
 * A value as it is kept: a text of one form for each type, so that the same value is the same text. Several choices stand
 * one a line, in the order of the field's options.
 */
export type StoredValue = string;

/** Why a value is none of its field. */
export type FieldFault =
  | 'not_text'
  | 'too_long'
  | 'not_number'
  | 'not_day'
  | 'not_option'
  | 'not_options'
  | 'not_flag';

/** `{field}`, `{value}`, and of choices `{options}`. */
export const FIELD_FAULTS: Record<FieldFault, Words> = {
  not_text: { zh: '{field}要填文字。', en: '{field} takes a text.' },
  too_long: {
    zh: `{field}最多 ${FIELD_LIMITS.text} 个字。`,
    en: `{field} takes at most ${FIELD_LIMITS.text} characters.`,
  },
  not_number: {
    zh: '{field}要填数字，「{value}」不是。',
    en: '{field} takes a number; “{value}” is none.',
  },
  not_day: {
    zh: '{field}要填 1900 到 2199 年之间的日期，如 2026-01-31，「{value}」不是。',
    en: '{field} takes a day between 1900 and 2199, like 2026-01-31; “{value}” is none.',
  },
  not_option: {
    zh: '{field}只能选：{options}；没有「{value}」。',
    en: '{field} is one of: {options}; there is no “{value}”.',
  },
  not_options: {
    zh: '{field}只能从这些里选：{options}；没有「{value}」。',
    en: '{field} is some of: {options}; there is no “{value}”.',
  },
  not_flag: {
    zh: '{field}只能填是或否，「{value}」不是。',
    en: '{field} is yes or no; “{value}” is neither.',
  },
};

export type ReadValue = { value: StoredValue | null } | { fault: FieldFault; shown: string };

/** Reads what a form, a file or a server says of a field. An empty text, an empty list and null are nothing. */
export function readFieldValue(field: FieldKind, given: unknown): ReadValue {
  if (given === null || given === undefined) return { value: null };
  if (field.type === 'choices') return readChoices(field, given);
  if (Array.isArray(given) || typeof given === 'object') return fault('not_text', JSON.stringify(given));
  const text = String(given).trim();
  if (text === '') return { value: null };
  if (text.includes('\0') || !text.isWellFormed()) return fault('not_text', '');
  switch (field.type) {
    case 'text':
      return text.length > FIELD_LIMITS.text ? fault('too_long', text) : { value: text };
    case 'number':
      return readNumber(text);
    case 'day':
      return readDayOf(text);
    case 'flag':
      return readFlag(text);
    case 'choice':
      return field.options.includes(text) ? { value: text } : fault('not_option', text);
  }
}

function fault(fault: FieldFault, value: string): ReadValue {
  return { fault, shown: value.length > 40 ? `${value.slice(0, 40)}…` : value };
}

/** Sums and comparisons stay exact to here. */
const MOST = 1e15;

function readNumber(text: string): ReadValue {
  const plain = text.normalize('NFKC').replace(/(?<=\d),(?=\d{3})/g, '');
  const number = Number(plain);
  const isOne = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(plain) && Math.abs(number) <= MOST;
  return isOne ? { value: String(number === 0 ? 0 : number) } : fault('not_number', text);
}

function readDayOf(text: string): ReadValue {
  const day = readDay(text) ?? (/^(21\d\d)-\d\d-\d\d$/.test(text) && isDay(text) ? text : undefined);
  return day !== undefined && day <= '2199-12-31' ? { value: day } : fault('not_day', text);
}

function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

const YES = new Set(['true', 'yes', 'y', '1', '是', '有', '对']);
const NO = new Set(['false', 'no', 'n', '0', '否', '无', '没有', '不是']);

function readFlag(text: string): ReadValue {
  const word = text.toLowerCase();
  if (YES.has(word)) return { value: 'yes' };
  return NO.has(word) ? { value: 'no' } : fault('not_flag', text);
}

/** A list, or a text with commas between; an option may hold a comma itself. */
function readChoices({ options }: FieldKind, given: unknown): ReadValue {
  const isOption = (value: string) => options.includes(value);
  const said = Array.isArray(given)
    ? given.map(one => String(one).trim())
    : typeof given === 'object'
      ? [JSON.stringify(given)]
      : isOption(String(given).trim())
        ? [String(given).trim()]
        : splitList(String(given));
  const unknown = said.find(one => one !== '' && !isOption(one));
  if (unknown !== undefined) return fault('not_options', unknown);
  const chosen = options.filter(option => said.includes(option));
  return { value: chosen.length > 0 ? chosen.join('\n') : null };
}

/** The value as it goes over the wire. */
export function wireValue(type: FieldKind['type'], value: StoredValue | null) {
  if (value === null) return null;
  if (type === 'number') return Number(value);
  if (type === 'flag') return value === 'yes';
  return type === 'choices' ? value.split('\n') : value;
}
