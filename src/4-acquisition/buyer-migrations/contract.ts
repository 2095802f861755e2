import { z } from 'zod';
import { fen, id, instant, name, pageQuery } from '#platform/contract.ts';

const count = z.number().int();
const percent = z.number().int().min(0).max(100);

const whole = (min: number, max: number) => z.number().int().min(min).max(max);

/** How fast it goes, and when it stops: percents are of those who were judged. */
const pace = z.object({
  waveSize: whole(1, 10_000),
  waveDays: whole(1, 30),
  memberDay: whole(1, 200),
  /** What the member writes with the request; WeCom takes 50 characters. */
  greeting: name(50),
  answerDays: whole(1, 14),
  /** It stops below so many percent accepted, above so many refused, once so many were judged. */
  minAccepted: percent,
  maxRefused: percent,
  judgedFrom: whole(5, 1_000),
});

export const migrationBody = pace.extend({
  name: name(40),
  accountId: id('acc'),
  /** Whom it is for: buyers who are not friends yet; who is already is left out. */
  segmentId: id('seg'),
  /** Members who ask; buyers are shared out evenly among them. */
  memberIds: z.array(id('mem')).min(1).max(50),
  waveSize: pace.shape.waveSize.default(100),
  waveDays: pace.shape.waveDays.default(3),
  memberDay: pace.shape.memberDay.default(15),
  answerDays: pace.shape.answerDays.default(3),
  minAccepted: percent.default(10),
  maxRefused: percent.default(10),
  judgedFrom: pace.shape.judgedFrom.default(30),
});

export const migrationStatus = z.enum(['draft', 'running', 'paused', 'stopped', 'ended']);

export const MIGRATION_STATES = [
  'queued',
  'no_phone',
  'joined',
  'withheld',
  'waiting',
  'asked',
  'accepted',
  'refused',
  'no_answer',
  'wrong_number',
] as const;
export const migrationState = z.enum(MIGRATION_STATES);

/** How many people stand where; `accepted` over `judged` is the share that the lines look at. */
export const migrationFigures = z.object({
  people: count,
  queued: count,
  noPhone: count,
  /** Friends already, or became so before anybody asked. */
  joined: count,
  withheld: count,
  waiting: count,
  asked: count,
  accepted: count,
  refused: count,
  noAnswer: count,
  wrongNumber: count,
  /** Accepted, refused, or silent for too long. */
  judged: count,
  /** Of the accepted: who are still there, who bought since, for how much. */
  staying: count,
  ordered: count,
  revenue: fen,
});

const named = (prefix: string) => z.object({ id: id(prefix), name: z.string() });

export const stoppedView = z.object({
  line: z.enum(['accepted', 'refused']),
  judged: count,
  /** Whole percent, of the day it stopped. */
  share: count,
  limit: count,
  at: instant,
});

export const migrationRow = z.object({
  id: id('mig'),
  name: z.string(),
  status: migrationStatus,
  segment: named('seg'),
  account: named('acc'),
  waves: count,
  nextWaveAt: instant.nullable(),
  stopped: stoppedView.nullable(),
  createdAt: instant,
  startedAt: instant.nullable(),
  figures: migrationFigures,
});

export const waveView = z.object({ number: count, openedAt: instant, figures: migrationFigures });

export const migrationView = migrationRow.extend({
  ...pace.shape,
  members: z.array(named('mem')),
  waveList: z.array(waveView),
  /** Why some are not asked, in words. */
  reasons: z.array(z.object({ reason: z.string(), words: z.string(), people: count })),
});

export const migrationPreview = z.object({
  audience: count,
  noPhone: count,
  joined: count,
  toAsk: count,
  waves: count,
  /** From the first request to the last, if every wave is opened and the members keep their number. */
  days: count,
  /** What the gate says to the first wave. */
  firstWave: z.object({ size: count, asked: count, days: count }),
  withheld: z.array(z.object({ reason: z.string(), words: z.string(), people: count })),
  /** Waves begin faster than the members can ask. */
  isTooFast: z.boolean(),
});

export const migrationPerson = z.object({
  customer: named('cus'),
  wave: count.nullable(),
  member: named('mem').nullable(),
  state: migrationState,
  /** Of those withheld. */
  words: z.string().nullable(),
  askedAt: instant.nullable(),
  settledAt: instant.nullable(),
});
export const migrationPeopleQuery = pageQuery.extend({
  state: migrationState.optional(),
  wave: z.coerce.number().int().min(1).optional(),
  cursor: z
    .string()
    .regex(/^\d{1,15}$/)
    .optional(),
});

export const outcomeBody = z.object({ outcome: z.enum(['asked', 'refused', 'wrong_number']) });

/** A buyer whom I am to ask, or have asked. */
export const migrationTask = z.object({
  migrationId: id('mig'),
  migration: z.string(),
  customerId: id('cus'),
  name: z.string(),
  phone: z.string(),
  state: z.enum(['waiting', 'asked']),
  greeting: z.string(),
  /** What they bought last, so that one knows whom one speaks to. */
  lastOrder: z.object({ at: instant, what: z.string() }).nullable(),
  askedAt: instant.nullable(),
});
export const migrationTaskList = z.object({
  data: z.array(migrationTask),
  /** How many more requests today: what was asked today counts against what the plans and the house allow. */
  left: count,
  askedToday: count,
});
