import type { Words } from '#platform/contract.ts';

/** What a field can hold, as plain values without zod: the browser reads these too. */

export const FIELD_TYPES = ['text', 'number', 'day', 'choice', 'choices', 'flag'] as const;
export type FieldType = (typeof FIELD_TYPES)[number];

export const FIELD_TYPE_WORDS: Record<FieldType, Words> = {
  text: { zh: '文本', en: 'Text' },
  number: { zh: '数字', en: 'Number' },
  day: { zh: '日期', en: 'Date' },
  choice: { zh: '单选', en: 'One choice' },
  choices: { zh: '多选', en: 'Several choices' },
  flag: { zh: '是否', en: 'Yes or no' },
};

/** So many fields in use and in all, and so long are their parts, in characters. */
export const FIELD_LIMITS = { inUse: 100, all: 500, name: 30, key: 40, options: 200, option: 50, text: 500 };

/** What a field is for reading a value of it. */
export type FieldKind = { name: string; type: FieldType; options: readonly string[] };

/** Rules know the value of a field as a fact under this name. */
export const FACT_PREFIX = 'field.';
/** By which lunar day somebody keeps their birthday (platform/lunar.ts has its form). */
export const LUNAR_FACT = 'birthday.lunar';
export const factOfField = (key: string): string => `${FACT_PREFIX}${key}`;
