import { z } from 'zod';
import { day, id, text } from '#platform/contract.ts';

/** What conditions ask of a value, of a time and of an event's properties. */

const count = z.number().int().min(0).max(1_000_000_000_000);

/** A stretch of time seen from now. Days are calendar days in Asia/Shanghai, today being the first of `last`. */
export const windowSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('last'), n: z.number().int().min(1).max(3_650), unit: z.enum(['day', 'hour']) }),
  z.object({ kind: z.literal('before'), n: z.number().int().min(1).max(3_650) }),
  z.object({ kind: z.literal('next'), n: z.number().int().min(1).max(366) }),
  z.object({ kind: z.literal('between'), from: day.nullable(), to: day.nullable() }),
]);
export type Window = z.output<typeof windowSchema>;

const oneOf = z.object({ is: z.literal('one_of'), values: z.array(text(200)).min(1).max(500) });
const contains = z.object({ is: z.literal('contains'), value: text(200).min(1) });
const empty = z.object({ is: z.literal('empty') });
const atLeast = z.object({ is: z.literal('at_least'), value: z.number() });
const atMost = z.object({ is: z.literal('at_most'), value: z.number() });
const between = z.object({ is: z.literal('between'), from: z.number(), to: z.number() });
const within = z.object({ is: z.literal('within'), window: windowSchema });
const yes = z.object({ is: z.literal('yes') });
const anniversary = z.object({ is: z.literal('anniversary'), days: z.number().int().min(0).max(366) });
const anyTeam = z.object({ is: z.literal('any_team'), ids: z.array(id('team')).min(1).max(100) });
const anyAccount = z.object({ is: z.literal('any_account'), ids: z.array(id('acc')).min(1).max(100) });
const anyMember = z.object({ is: z.literal('any_member'), ids: z.array(id('mem')).min(1).max(500) });

/** Tests by the type of what is tested; a test of another type is refused. */
export const testSchema = z.discriminatedUnion('is', [
  oneOf,
  contains,
  empty,
  atLeast,
  atMost,
  between,
  within,
  yes,
  anniversary,
  anyMember,
  anyTeam,
  anyAccount,
]);
export type Test = z.output<typeof testSchema>;

export const numberTest = z.discriminatedUnion('is', [
  z.object({ is: z.literal('at_least'), value: count }),
  z.object({ is: z.literal('at_most'), value: count }),
  z.object({ is: z.literal('between'), from: count, to: count }),
]);
/** Amounts about orders; a share is from 0 to 1. */
const amount = z.number().min(0).max(1_000_000_000_000);
export const orderTest = z.discriminatedUnion('is', [
  z.object({ is: z.literal('at_least'), value: amount }),
  z.object({ is: z.literal('at_most'), value: amount }),
  z.object({ is: z.literal('between'), from: amount, to: amount }),
]);
export type NumberTest = z.output<typeof numberTest>;

export const propertySchema = z.object({
  property: text(100).min(1),
  test: z.discriminatedUnion('is', [
    oneOf,
    contains,
    atLeast,
    atMost,
    between,
    yes,
    z.object({ is: z.literal('present') }),
  ]),
});
export type PropertyTest = z.output<typeof propertySchema>;

/** What can be asked of a fact: of what kind it is only the data says. */
export const factTest = z.discriminatedUnion('is', [
  oneOf,
  contains,
  // Of a text that is several choices, one a line.
  z.object({ is: z.literal('includes'), values: z.array(text(200)).min(1).max(500) }),
  atLeast,
  atMost,
  between,
  within,
  anniversary,
  z.object({ is: z.literal('present') }),
]);
export type FactTest = z.output<typeof factTest>;
