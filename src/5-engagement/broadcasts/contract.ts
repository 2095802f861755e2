import { z } from 'zod';
import { attachment, message } from '#brand/contract';
import { fen, id, instant, name, text } from '#platform/contract.ts';
import { ruleSchema } from '#segmentation/contract';

export const broadcastStatus = z.enum(['draft', 'scheduled', 'planning', 'sending', 'sent', 'cancelled']);

/** An approved template, and for each of its variables a text that may hold places (`{{name|朋友}}`). */
const smsChoice = z.object({
  templateId: id('smt'),
  parameters: z.record(text(20), text(200)).default({}),
});

/** A template of subscribe notices (订阅通知), what fills its fields, which may hold places, and where a tap leads. */
const noticeChoice = z.object({
  templateId: id('ntt'),
  values: z.record(name(40), text(200)),
  url: z.union([z.literal(''), z.url({ protocol: /^https?$/ }).max(2_048)]).default(''),
});

export const broadcastChannel = z.enum(['wecom', 'hand', 'sms', 'official_account']);

export const broadcastBody = z.object({
  name: name(60),
  channel: broadcastChannel,
  accountId: id('acc').nullable().default(null),
  segmentId: id('seg').nullable().default(null),
  rule: ruleSchema.nullable().default(null),
  /** Of a broadcast by SMS the text follows from the template. */
  message: message.optional(),
  sms: smsChoice.nullable().default(null),
  /** By an official account: a subscribe notice instead of an answer; its text follows from the template. */
  notice: noticeChoice.nullable().default(null),
  /** Only those whom WeCom cannot reach today: SMS as the paid fallback. */
  onlyUnreached: z.boolean().default(false),
  purpose: z.enum(['marketing', 'service']).default('marketing'),
  topic: text(40).nullable().default(null),
  holdoutPercent: z.number().int().min(0).max(50).default(0),
  attributionDays: z.number().int().min(1).max(60).default(7),
  /** Which draw of the hold-out, fixed when it is created: the one a preview has shown. Absent: chance decides. */
  seed: z
    .number()
    .int()
    .min(0)
    .max(2 ** 31 - 1)
    .optional(),
});

/** A broadcast to try out: at what time, and as which draft, whose draw then is its own. */
export const previewBody = broadcastBody.extend({
  at: instant.nullable().default(null),
  draftId: id('bro').nullable().default(null),
});

/** Stages of the human funnel, each a number with people behind it. */
export const funnel = z.object({
  audience: z.number().int(),
  heldOut: z.number().int(),
  withheld: z.number().int(),
  planned: z.number().int(),
  taskCreated: z.number().int(),
  confirmed: z.number().int(),
  delivered: z.number().int(),
  failed: z.number().int(),
  answered: z.number().int(),
  ordered: z.number().int(),
  paid: fen,
});

export const broadcastRow = z.object({
  id: id('bro'),
  name: z.string(),
  channel: broadcastChannel,
  accountName: z.string().nullable(),
  segmentId: id('seg').nullable(),
  segmentName: z.string().nullable(),
  status: broadcastStatus,
  scheduledAt: instant.nullable(),
  slot: instant.nullable(),
  createdAt: instant,
  finishedAt: instant.nullable(),
  failure: z.string().nullable(),
  funnel,
});
export const broadcastList = z.object({ data: z.array(broadcastRow), total: z.number().int() });

export const broadcastView = broadcastRow.extend({
  accountId: id('acc').nullable(),
  rule: ruleSchema,
  message,
  sms: smsChoice.extend({ templateName: z.string() }).nullable(),
  notice: noticeChoice.extend({ templateTitle: z.string() }).nullable(),
  onlyUnreached: z.boolean(),
  /** What the texts come to: of those that went out, and of those the vendor has told to be billed. */
  cost: z.object({ parts: z.number().int(), fen }).nullable(),
  purpose: z.enum(['marketing', 'service']),
  topic: z.string().nullable(),
  holdoutPercent: z.number().int(),
  attributionDays: z.number().int(),
  ruleWords: z.string(),
  reasons: z.array(z.object({ reason: z.string(), words: z.string(), people: z.number().int() })),
});

/** A member's part of a broadcast: one task, or many when the text has variables. */
export const memberTasks = z.object({
  member: z.object({ id: id('mem'), name: z.string() }),
  tasks: z.number().int(),
  people: z.number().int(),
  delivered: z.number().int(),
  /** How many stand at the platform and wait for the member, and which of them longest. */
  waiting: z.number().int(),
  waitsLongest: id('tsk').nullable(),
  building: z.number().int(),
  cancelled: z.number().int(),
  failures: z.array(z.string()),
  reminders: z.number().int(),
  /** When the last task was confirmed; null while one waits. */
  confirmedAt: instant.nullable(),
});

export const personState = z.enum([
  'audience',
  'held_out',
  'withheld',
  'planned',
  'task_created',
  'delivered',
  'failed',
  'cancelled',
]);
export const broadcastPerson = z.object({
  customerId: id('cus'),
  name: z.string(),
  tier: z.string(),
  state: personState,
  reason: z.string().nullable(),
  words: z.string().nullable(),
  member: z.object({ id: id('mem'), name: z.string() }).nullable(),
  deliveredAt: instant.nullable(),
  answeredAt: instant.nullable(),
  orderedAt: instant.nullable(),
  paid: fen,
});
/** Which people stand behind a number of the funnel, or of the comparison: the buyers of either group. */
export const peopleOf = z.enum([
  'audience',
  'heldOut',
  'withheld',
  'planned',
  'taskCreated',
  'confirmed',
  'delivered',
  'failed',
  'answered',
  'ordered',
  'buyers',
  'heldOutBuyers',
]);

export const previewView = z.object({
  audience: z.number().int(),
  /** Of how many of them everything else is estimated, where they are very many; null when each was asked about. */
  estimatedFrom: z.number().int().nullable(),
  send: z.number().int(),
  heldOut: z.number().int(),
  withheld: z.array(z.object({ reason: z.string(), words: z.string(), people: z.number().int() })),
  /** What the send costs the members: how many have how many tasks to confirm. */
  members: z.array(
    z.object({ id: id('mem'), name: z.string(), people: z.number().int(), tasks: z.number().int() }),
  ),
  minutes: z.number(),
  /** What the texts would cost, for a broadcast by SMS. */
  cost: z.object({ parts: z.number().int(), fen }).nullable(),
  /** Messages as these people would get them. */
  sample: z.array(
    z.object({
      customerId: id('cus'),
      name: z.string(),
      member: z.string().nullable(),
      text: z.string(),
      attachments: z.array(attachment),
    }),
  ),
  people: z.array(
    z.object({
      customerId: id('cus'),
      name: z.string(),
      outcome: z.enum(['send', 'held_out', 'withheld']),
      words: z.string().nullable(),
    }),
  ),
});

const comparedRate = z.object({ difference: z.number(), low: z.number(), high: z.number(), p: z.number() });
export const comparisonView = z.object({
  sent: z.object({ people: z.number().int(), buyers: z.number().int(), paid: fen }),
  heldOut: z.object({ people: z.number().int(), buyers: z.number().int(), paid: fen }),
  buyers: comparedRate.nullable(),
  paid: comparedRate.nullable(),
  splitBroken: z.boolean(),
  /** What the figures allow to be said, in a sentence; too few people is said as such. */
  verdict: z.string(),
});
