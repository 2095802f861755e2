import { z } from 'zod';
import { id, instant, name, refusal, text } from '#platform/contract.ts';

/** Segment's limits for its HTTP API, with fewer items in a batch. */
export const INTAKE_LIMITS = { itemBytes: 32 * 1024, batchBytes: 500 * 1024, items: 2_000 } as const;

const RESERVED = refusal('reserved_name', {
  zh: '“名词.动词”形式的事件名（如 order.paid）由 Siyu 自己记录，请换一个名字',
  en: 'Names of the form noun.verb (such as order.paid) are written by Siyu itself; choose another name',
});
/** What Siyu writes is `noun.verb`; nobody may write the like from outside, whatever nouns there will be one day. */
export const isReserved = (event: string) => /^\w+\./.test(event);

const sourceId = z
  .union([text(200), z.number().int()])
  .transform(value => String(value).trim())
  .pipe(z.string().min(1));
/** Any object; it is stored as it came, so nothing is copied or looked into here. */
const anyObject = z
  .custom<Record<string, unknown>>(
    value => typeof value === 'object' && value !== null && !Array.isArray(value),
  )
  .meta({ description: 'A JSON object' });

const TRAITS =
  'What is known of the person, as Segment names it: phone, unionid, name (or firstName and lastName), gender, birthday ' +
  '(yyyy-MM-dd), lunarBirthday ({"month":8,"day":15}, with "leap":true for a leap month and "year" where it is known, or ' +
  'the words 农历八月十五), province, city, address, avatar; anything else by its own name. A phone that cannot be dialled ' +
  'and a lunar day that is none refuse the message.';

const common = {
  messageId: text(200).min(1).optional(),
  userId: sourceId.nullish(),
  anonymousId: sourceId.nullish(),
  timestamp: instant.optional(),
  originalTimestamp: instant.optional(),
  sentAt: instant.nullish(),
};

export const MESSAGES = {
  track: z.object({
    ...common,
    event: name(100).refine(event => !isReserved(event), RESERVED),
    properties: anyObject.nullish(),
  }),
  identify: z.object({ ...common, traits: anyObject.nullish().meta({ description: TRAITS }) }),
  page: z.object({
    ...common,
    name: text(200).nullish(),
    category: text(200).nullish(),
    properties: anyObject.nullish(),
  }),
  screen: z.object({
    ...common,
    name: text(200).nullish(),
    category: text(200).nullish(),
    properties: anyObject.nullish(),
  }),
  group: z.object({ ...common, groupId: sourceId, traits: anyObject.nullish() }),
  alias: z.object({ ...common, userId: sourceId, previousId: sourceId }),
} as const;
export type MessageType = keyof typeof MESSAGES;
export const MESSAGE_TYPES = Object.keys(MESSAGES) as MessageType[];

const writeKey = { writeKey: z.string().max(200).optional() };
const oneOfBatch = z.union(MESSAGE_TYPES.map(type => MESSAGES[type].extend({ type: z.literal(type) })));

/** What stands in the API's document for each address. */
export const BODIES = {
  track: MESSAGES.track.extend(writeKey),
  identify: MESSAGES.identify.extend(writeKey),
  page: MESSAGES.page.extend(writeKey),
  screen: MESSAGES.screen.extend(writeKey),
  group: MESSAGES.group.extend(writeKey),
  alias: MESSAGES.alias.extend(writeKey),
  batch: z.object({
    ...writeKey,
    batch: z.array(oneOfBatch).max(INTAKE_LIMITS.items),
    sentAt: instant.nullish(),
  }),
} as const;

/** Only what holds the batch together: each message is read for itself, so that one bad one spoils no other. */
export const batchEnvelope = z.object({
  batch: z.array(z.unknown()).max(INTAKE_LIMITS.items),
  sentAt: instant.nullish(),
});

export const intakeAnswer = z.object({
  success: z.literal(true),
  accepted: z.number().int(),
  /** Had been taken before; nothing was written again. */
  duplicates: z.number().int(),
  errors: z.array(z.object({ index: z.number().int(), code: z.string(), message: z.string() })),
});

export const keyKind = z.enum(['server', 'browser']);
export const writeKeyView = z.object({
  id: id('key'),
  name: z.string(),
  kind: keyKind,
  /** Its first characters, enough to tell keys apart. */
  shown: z.string(),
  account: z.object({ id: id('acc'), name: z.string() }),
  createdByName: z.string().nullable(),
  createdAt: instant,
  lastUsedAt: instant.nullable(),
  revokedAt: instant.nullable(),
});
/** The source of the events: one that is there, or a new one by name. */
export const writeKeyBody = z.object({
  name: name(60),
  kind: keyKind,
  source: z.union([z.object({ id: id('acc') }), z.object({ name: name(60) })]),
});
export const newWriteKey = z.object({ id: id('key'), key: z.string() });

export const propertyType = z.enum(['text', 'number', 'flag', 'list', 'object']);
export const eventDefinitionView = z.object({
  id: id('evt'),
  key: z.string(),
  name: z.string().nullable(),
  meaning: z.string().nullable(),
  properties: z.array(z.object({ name: z.string(), types: z.array(propertyType) })),
  firstSeenAt: instant,
  lastSeenAt: instant.nullable(),
  seen: z.number().int(),
  people: z.number().int(),
});
export const eventDefinitionPatch = z
  .object({ name: name(60).nullable(), meaning: name(500).nullable() })
  .partial();
