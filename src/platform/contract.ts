import { z } from 'zod';

/**
 * What contracts are made of: schemas with a wire form (JSON) and a program form. Servers decode requests and encode
 * answers; the browser uses the wire form as it is. No Node here: contracts are read by the browser too.
 */

/** Words for people, in both languages; what a server says in the one its reader chose is a plain string. */
export type Words = { zh: string; en: string };
export type Language = keyof Words;

/** What a refinement of ours says when it refuses: a code for programs, words for people. */
export const refusal = (code: string, words: Words) => ({ error: code, params: { words } });

const INVALID_CHARACTERS = refusal('invalid_characters', {
  zh: '含有无法保存的字符，请删掉后重新输入',
  en: 'Contains characters that cannot be stored; please type it anew without them',
});

/** A text somebody typed: no NUL and no half surrogate, because PostgreSQL and UTF-8 cannot hold them. */
export const text = (max: number) =>
  z
    .string()
    .max(max)
    .refine(value => !value.includes('\0') && value.isWellFormed(), INVALID_CHARACTERS);

/** A text that must say something. */
export const name = (max: number) => text(max).trim().min(1);

/** Ids carry the kind of thing they name: `cus_42` on the wire, `42` inside. */
export const id = (prefix: string) =>
  z.codec(z.string().regex(new RegExp(`^${prefix}_[1-9]\\d{0,14}$`)), z.number().int().positive(), {
    decode: wire => Number(wire.slice(prefix.length + 1)),
    encode: number => `${prefix}_${number}`,
  });

/** An instant: ISO 8601 with a zone on the wire, a Date inside. */
export const instant = z.codec(z.iso.datetime({ offset: true }), z.date(), {
  decode: wire => new Date(wire),
  encode: date => date.toISOString(),
});

const DAY_OUT_OF_RANGE = refusal('day_out_of_range', {
  zh: '日期须在 1900 年到 2199 年之间',
  en: 'Must be a day between 1900 and 2199',
});

/** A calendar day, `yyyy-MM-dd`, in Asia/Shanghai, of the years that both databases have. */
export const day = z.iso
  .date()
  .refine(value => value >= '1900-01-01' && value <= '2199-12-31', DAY_OUT_OF_RANGE);

/** Money: whole fen. */
export const fen = z.number().int();

/** Puts values into `{name}` places. A place without a value stays visible rather than vanish. */
export function say(words: Words, language: Language, values: Record<string, string | number> = {}): string {
  return words[language].replace(/\{(\w+)\}/g, (place, key: string) => String(values[key] ?? place));
}

/** Cursor paging: pass `nextCursor` back as `cursor` until `hasMore` is false. */
export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(500).optional(),
});

export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ data: z.array(item), hasMore: z.boolean(), nextCursor: z.string().nullable() });

/** RFC 9457 problem details, with Siyu's code, the faults found, and the request's id. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  instance: z.string(),
  code: z.string(),
  errors: z.array(z.object({ path: z.string(), code: z.string(), message: z.string() })).optional(),
  requestId: z.string(),
});
export type ProblemBody = z.infer<typeof problemSchema>;
