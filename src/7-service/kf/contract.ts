import { z } from 'zod';
import { id, instant, name, text } from '#platform/contract.ts';

const named = (prefix: string) => z.object({ id: id(prefix), name: z.string() });
const why = z.string().nullable();
const count = z.number().int();

/** Of a text at most 2,048 bytes are taken: 600 characters are never more. */
const words = text(600).trim();

export const KF_STATES = ['new', 'bot', 'pool', 'servicer', 'ended'] as const;
export const KF_VIEWS = ['waiting', 'mine', 'pool', 'servicer', 'ended', 'all'] as const;

export const kfServicer = z.object({
  userId: z.string(),
  member: named('mem').nullable(),
  onDuty: z.boolean(),
  stopType: z.enum(['stopped', 'away']).nullable(),
});

/** A place from which customers come, with its address and who came by it. */
export const kfScene = z.object({
  id: id('kfc'),
  name: z.string(),
  scene: z.string(),
  url: z.string(),
  touchpoint: named('tp').nullable(),
  welcome: z.string(),
  /** People who came in, and who of them nobody knew before. */
  entered: count,
  fresh: count,
});

export const kfAccountView = z.object({
  id: id('kfa'),
  account: named('acc'),
  name: z.string(),
  avatarUrl: z.string().nullable(),
  /** Without the right to it nothing can be read or said. */
  isManaged: z.boolean(),
  welcome: z.string(),
  readAt: instant.nullable(),
  /** Why it could not be read the last time. */
  why,
  servicers: z.array(kfServicer),
  scenes: z.array(kfScene),
});
export const kfAccountList = z.object({ data: z.array(kfAccountView) });

export const kfAccountPatch = z.object({ welcome: words });
export const kfServicersBody = z.object({ memberIds: z.array(id('mem')).min(1).max(100) });
/** What became of each; `why` is null where it was done. */
export const kfServicersResult = z.object({ data: z.array(z.object({ member: named('mem'), why })) });
export const kfSceneBody = z.object({
  name: name(40),
  /** Comes back with everybody who comes by it; made up where it is left out. */
  scene: z
    .string()
    .regex(/^[0-9a-zA-Z_-]{1,32}$/)
    .optional(),
  touchpointId: id('tp').nullable().default(null),
  welcome: words.default(''),
});
export const kfSceneChange = kfSceneBody.omit({ scene: true });

/** Until when, and with how many messages, the customer may be answered; `why` not: a code, said by the page. */
export const kfWindow = z.object({
  until: instant.nullable(),
  left: count,
  max: count,
  why: z.enum(['never', 'late', 'used_up', 'pool', 'servicer', 'ended', 'unmanaged']).nullable(),
});

export const kfSessionRow = z.object({
  id: id('kfs'),
  account: named('kfa'),
  customer: z.object({ id: id('cus'), name: z.string().nullable(), avatarUrl: z.string().nullable() }),
  state: z.enum(KF_STATES),
  assignee: named('mem').nullable(),
  /** Who of the platform's servicers has it: their name, or their userid. */
  servicer: z.string().nullable(),
  waitingSince: instant.nullable(),
  /** Waits longer than the company wants anybody to wait. */
  isOverdue: z.boolean(),
  last: z.object({ at: instant, from: z.string(), kind: z.string(), text: z.string() }),
});

export const kfSessionQuery = z.object({
  view: z.enum(KF_VIEWS).default('all'),
  account: id('kfa').optional(),
  q: text(60).optional(),
});
export const kfSessionList = z.object({
  /** At most the newest hundred; those who wait first come first among who waits. */
  data: z.array(kfSessionRow),
  total: count,
  counts: z.object({ waiting: count, overdue: count, mine: count, pool: count }),
  /** After how many minutes somebody waits too long. */
  patience: count,
});

export const kfMessageView = z.object({
  id: id('kfm'),
  at: instant,
  origin: z.enum(['customer', 'servicer', 'console', 'welcome', 'event']),
  by: z.string().nullable(),
  kind: z.string(),
  text: z.string(),
  /** Of an event what it is about. */
  event: z.string().nullable(),
  state: z.enum(['received', 'sending', 'sent', 'uncertain', 'refused', 'withheld', 'failed']),
  why,
  isRecalled: z.boolean(),
});
export const kfSessionView = kfSessionRow.extend({
  scene: z.string().nullable(),
  rejects: z.boolean(),
  window: kfWindow,
  servicers: z.array(kfServicer),
  /** The newest two hundred, oldest first. */
  messages: z.array(kfMessageView),
  hasEarlier: z.boolean(),
});

export const kfAnswerBody = z.object({ text: name(600) });
export const kfAssignBody = z.discriminatedUnion('to', [
  z.object({ to: z.literal('me') }),
  z.object({ to: z.literal('pool') }),
  z.object({ to: z.literal('servicer'), memberId: id('mem') }),
]);
