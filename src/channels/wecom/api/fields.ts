import { z } from 'zod';

/** How WeCom writes things: anything may be null or missing, and an empty text stands for none. */

export const text = z
  .string()
  .nullish()
  .transform(value => value ?? '');

export const optionalText = z
  .string()
  .nullish()
  .transform(value => value || undefined);

export const listOf = <Item extends z.ZodType>(item: Item) =>
  z
    .array(item)
    .nullish()
    .transform(values => values ?? []);

export const texts = listOf(z.string());

export const number = (otherwise: number) =>
  z
    .number()
    .nullish()
    .transform(value => value ?? otherwise);

/** Seconds since 1970, as a number or, in some samples, as digits; 0 and nothing are no instant. */
export const optionalInstant = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^\d{1,12}$/)
      .transform(Number),
  ])
  .nullish()
  .transform(seconds => (seconds ? new Date(seconds * 1000) : undefined));

export const instant = optionalInstant.transform(at => at ?? new Date(0));

/** What a page says of the next one. */
export const nextCursor = { next_cursor: optionalText };

/** For calls that answer with an errcode only. */
export const nothing = z.object({}).transform(() => undefined);

export function toSeconds(at: Date): number {
  return Math.floor(at.getTime() / 1000);
}
