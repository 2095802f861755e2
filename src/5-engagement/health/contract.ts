import { z } from 'zod';
import { day, id, instant, name } from '#platform/contract.ts';

export const healthColor = z.enum(['green', 'yellow', 'red']);
/** How fast messages are begun: as planned; so many people an hour; nothing new. */
export const pace = z.enum(['full', 'slow', 'paused']);

/**
 * `deletions`: of the newly added, who has left already. `losses`: of everybody, who deleted or blocked. `limited`:
 * requests WeCom refused because of a limit. `faulty`: other requests that failed. `settings`: WeCom lets the app
 * do nothing until an administrator changes something. `quota`: of an API's hour. `ways`: of
 * the contact ways a corp may have. `unconfirmed`: tasks members did not confirm within a day.
 */
export const healthMeasure = z.enum([
  'deletions',
  'losses',
  'limited',
  'faulty',
  'settings',
  'quota',
  'ways',
  'unconfirmed',
]);

/** What a span brought; where there is nothing to count, 0. */
export const healthFigures = z.object({
  added: z.number().int(),
  addedLeft: z.number().int(),
  lost: z.number().int(),
  relations: z.number().int(),
  tasks: z.number().int(),
  unconfirmed: z.number().int(),
  people: z.number().int(),
  delivered: z.number().int(),
});

/** Whose word a pace is: the system's by the colour, or somebody's who overrode it. */
export const paceView = z.object({
  pace,
  by: z.enum(['system', 'member']),
  who: z.string(),
  reason: z.string(),
  until: instant.nullable(),
});

const verdict = {
  color: healthColor,
  since: instant,
  words: z.array(z.string()),
  pace: paceView,
  figures: healthFigures,
};

export const accountWarning = z.object({
  account: z.object({ id: id('acc'), name: z.string() }),
  color: healthColor,
  pace: paceView,
  words: z.array(z.string()),
  /** Members whose own colour is not green, and those who are slowed down for it. */
  members: z.number().int(),
  slowed: z.number().int(),
});

export const overrideView = z.object({
  id: id('ovr'),
  member: z.object({ id: id('mem'), name: z.string() }).nullable(),
  pace,
  reason: z.string(),
  who: z.string(),
  madeAt: instant,
  until: instant,
  endedAt: instant.nullable(),
});

export const accountHealthView = z.object({
  account: z.object({ id: id('acc'), name: z.string() }),
  /** Null until it has been worked out for the first time. */
  at: instant.nullable(),
  ...verdict,
  since: instant.nullable(),
  /** How many people an hour a slow pace allows. */
  slowPeople: z.number().int(),
  members: z.array(z.object({ member: z.object({ id: id('mem'), name: z.string() }), ...verdict })),
  quotas: z.array(z.object({ name: z.string(), used: z.number().int(), most: z.number().int() })),
  /** Requests of the last day by what came of them, with the codes behind it. */
  calls: z.array(
    z.object({
      meaning: z.string(),
      calls: z.number().int(),
      codes: z.array(z.object({ code: z.string(), calls: z.number().int(), words: z.string() })),
    }),
  ),
  /** The last two weeks as WeCom counts them; empty until its statistics have been read. */
  days: z.array(z.object({ day, added: z.number().int(), lost: z.number().int() })),
  overrides: z.array(overrideView),
});

export const overrideBody = z.object({
  memberId: id('mem').nullable().default(null),
  pace,
  reason: name(200),
  until: instant,
});
