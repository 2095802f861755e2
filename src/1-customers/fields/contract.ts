import { z } from 'zod';
import { id, instant, name, text } from '#platform/contract.ts';
import { FIELD_LIMITS, FIELD_TYPES } from './types.contract.ts';

export * from './types.contract.ts';

/** A field as rules, files and pages use it. */
export const fieldDefinition = z.object({
  id: id('fld'),
  key: z.string(),
  name: z.string(),
  type: z.enum(FIELD_TYPES),
  options: z.array(z.string()),
});
export const fieldView = fieldDefinition.extend({
  /** Shown as a column of the customer list. */
  inList: z.boolean(),
  /** Of how many people something is known. */
  people: z.number().int(),
  createdAt: instant,
  archivedAt: instant.nullable(),
});
export const fieldList = z.object({ data: z.array(fieldView) });

const option = name(FIELD_LIMITS.option).refine(value => !/[\n\r]/.test(value));
const options = z
  .array(option)
  .max(FIELD_LIMITS.options)
  .transform(all => [...new Set(all)]);

export const fieldBody = z.object({
  name: name(FIELD_LIMITS.name),
  /** Left out: made of the name. It never changes afterwards. */
  key: text(FIELD_LIMITS.key).optional(),
  type: z.enum(FIELD_TYPES),
  options: options.default([]),
  inList: z.boolean().default(false),
});
/** The key and the type stay for good: what is known is of that type. */
export const fieldPatch = z
  .object({
    name: name(FIELD_LIMITS.name),
    options,
    inList: z.boolean(),
    archived: z.boolean(),
  })
  .partial();
/** One option's word, and the word it goes by from now on. */
export const optionRenameBody = z.object({ from: option, to: option });
export type OptionRename = z.output<typeof optionRenameBody>;
export const fieldOrderBody = z.object({ ids: z.array(id('fld')).min(1).max(FIELD_LIMITS.all) });

/** A value on the wire, by the type of its field; null: nothing. */
export const fieldValue = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]).nullable();

const told = {
  value: fieldValue,
  source: z.enum(['staff', 'file', 'server', 'browser']),
  by: z.string(),
  toldAt: instant,
  /** Whose record it lies with: differs from the customer's id after a merge. */
  profile: id('cus'),
};
/** What is known of a person under one field: what counts, and what others said, newest first. */
export const customerField = fieldDefinition.extend({
  value: fieldValue,
  told: z.object(told).nullable(),
  others: z.array(z.object(told)),
});
export const customerFields = z.object({ data: z.array(customerField) });
const typed = name(FIELD_LIMITS.text);
export const customerFieldsBody = z.object({
  /** By key; null and an empty list empty a field. */
  values: z
    .record(
      text(FIELD_LIMITS.key),
      z.union([typed, z.number(), z.boolean(), z.array(typed).max(FIELD_LIMITS.options), z.null()]),
    )
    .refine(values => Object.keys(values).length > 0 && Object.keys(values).length <= FIELD_LIMITS.inUse),
});
