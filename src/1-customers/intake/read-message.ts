import { hash, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Language, say, type Words } from '#platform/contract.ts';
import { INTAKE_LIMITS, MESSAGES, type MessageType } from './contract.ts';
import { type Fault, type FaultCode, faultOf } from './faults.ts';
import { type Traits, traitsIn } from './traits.ts';

/** A message as it is taken: who, what, when, and its data as JSON text. */
export type Message = {
  index: number;
  type: MessageType;
  event: string;
  /** What it is recognised by when it is sent again: a hash of source and messageId. */
  hash: string;
  at: Date;
  userId?: string | undefined;
  anonymousId?: string | undefined;
  data: Record<string, unknown>;
  json: string;
  traits?: Traits | undefined;
};

export type Reading = {
  accountId: number;
  isTrusted: boolean;
  language: Language;
  receivedAt: Date;
  /** When the client says it sent the batch. */
  sentAt?: Date | null | undefined;
};

/** What the calls that have no name of their own are called in the log. */
const EVENT_OF: Record<Exclude<MessageType, 'track'>, string> = {
  identify: 'identified',
  page: 'page_viewed',
  screen: 'screen_viewed',
  group: 'group_joined',
  alias: 'aliased',
};
const EARLIEST = Date.UTC(2000, 0, 1);
/** What PostgreSQL cannot hold in jsonb, as JSON.stringify writes it: NUL and half surrogate pairs. */
const UNSTORABLE = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/;
const WORDS = { zh: z.locales.zhCN().localeError, en: z.locales.en().localeError };

/** One message of any kind, or why it cannot be taken. */
export function readMessage(type: unknown, given: unknown, index: number, reading: Reading): Message | Fault {
  const fault = (code: FaultCode) => faultOf(index, code, reading.language);
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return fault('not_an_object');
  if (!isType(type)) return fault('unknown_type');
  const text = JSON.stringify(given);
  if (Buffer.byteLength(text) > INTAKE_LIMITS.itemBytes) return fault('item_too_large');
  if (UNSTORABLE.test(text)) return fault('invalid_characters');
  const parsed = MESSAGES[type].safeParse(given, { error: WORDS[reading.language] });
  if (!parsed.success) return { index, ...told(parsed.error.issues[0], reading.language) };
  const message = { ...parsed.data, type } as Parsed;
  const refused = refusalOf(message, reading);
  if (refused) return fault(refused);
  const at = momentOf(message, reading);
  return at ? take(message, at, index, reading) : fault('time_out_of_range');
}

type Body<Type extends MessageType> = Type extends MessageType
  ? { type: Type } & z.output<(typeof MESSAGES)[Type]>
  : never;
type Parsed = Body<MessageType>;

function isType(type: unknown): type is MessageType {
  return typeof type === 'string' && Object.hasOwn(MESSAGES, type);
}

function refusalOf(message: Parsed, { isTrusted }: Reading): FaultCode | undefined {
  if (!isTrusted && message.type === 'alias') return 'server_key_only';
  if (!isTrusted && !message.anonymousId) return 'needs_anonymous_id';
  if (!message.userId && !message.anonymousId) return 'no_identity';
  return undefined;
}

/**
 * When it happened, put right by how far the client's clock is off: timestamp − (sentAt − receivedAt), as Segment's
 * specification has it. Nothing happens later than it is received.
 */
function momentOf(message: Parsed, { receivedAt, sentAt: batchSentAt }: Reading): Date | undefined {
  const told = message.originalTimestamp ?? message.timestamp;
  const sentAt = message.sentAt ?? batchSentAt;
  const skew = told && sentAt ? sentAt.getTime() - receivedAt.getTime() : 0;
  const at = Math.min((told ?? receivedAt).getTime() - skew, receivedAt.getTime());
  return at >= EARLIEST ? new Date(at) : undefined;
}

function take(message: Parsed, at: Date, index: number, reading: Reading): Message | Fault {
  const { accountId, isTrusted } = reading;
  const traits = message.type === 'identify' ? traitsIn(message.traits ?? {}, isTrusted) : undefined;
  if (typeof traits === 'string') return faultOf(index, traits, reading.language);
  const data = dataOf(message, traits);
  return {
    index,
    type: message.type,
    event: message.type === 'track' ? message.event : EVENT_OF[message.type],
    hash: hash('sha256', `${accountId} ${message.messageId ?? randomUUID()}`).slice(0, 32),
    at,
    // Who somebody is, is not for a visitor to say: what a browser tells stays with the visitor it comes from.
    userId: isTrusted ? (message.userId ?? undefined) : undefined,
    anonymousId: (message.type === 'alias' ? message.previousId : message.anonymousId) ?? undefined,
    data,
    json: JSON.stringify(data),
    traits,
  };
}

/** What is kept of it in the log. Traits belong to the person, so the log has their names only. */
function dataOf(message: Parsed, traits: Traits | undefined): Record<string, unknown> {
  switch (message.type) {
    case 'track':
      return message.properties ?? {};
    case 'identify':
      return traits && traits.names.length > 0 ? { traits: traits.names } : {};
    case 'page':
    case 'screen': {
      const { name, category, properties } = message;
      return { ...(name && { name }), ...(category && { category }), ...properties };
    }
    case 'group':
      return { ...message.traits, groupId: message.groupId };
    case 'alias':
      return { previousId: message.previousId };
  }
}

/** The first fault, with the field it is in. */
function told(issue: z.core.$ZodIssue | undefined, language: Language): { code: string; message: string } {
  const words = issue?.code === 'custom' ? (issue.params?.words as Words | undefined) : undefined;
  const where = issue?.path.join('.') ?? '';
  const message = words ? say(words, language) : (issue?.message ?? '');
  return {
    code: words ? message && (issue?.message ?? 'custom') : (issue?.code ?? 'custom'),
    message: `${where}: ${message}`,
  };
}
