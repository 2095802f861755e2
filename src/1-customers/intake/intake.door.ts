import { gunzip } from 'node:zlib';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { cors } from 'hono/cors';
import type { z } from 'zod';
import type { Language } from '#platform/contract.ts';
import { jsonIn } from '#platform/http/body.ts';
import type { Door } from '#platform/http/door.ts';
import { NOT_JSON, Problem } from '#platform/http/problem.ts';
import type { Platform } from '#platform/platform.ts';
import { BODIES, batchEnvelope, INTAKE_LIMITS, intakeAnswer, MESSAGE_TYPES } from './contract.ts';
import { type Dictionary, openDictionary } from './dictionary.ts';
import type { Fault } from './faults.ts';
import { type Taken, takeIn } from './intake.ts';
import { openKey, type WriteKey } from './keys.ts';
import { type Message, type Reading, readMessage } from './read-message.ts';
import { BATCH_TOO_LARGE, MESSAGE_REFUSED, NO_BATCH, NO_SUCH_KEY } from './refusals.ts';

type Answer = z.output<typeof intakeAnswer>;
type Body = Record<string, unknown>;
type Intake = { platform: Platform; dictionary: Dictionary };

const TOO_LARGE = () =>
  new Problem(BATCH_TOO_LARGE, { kilobytes: INTAKE_LIMITS.batchBytes / 1024, items: INTAKE_LIMITS.items });

const limit = bodyLimit({
  maxSize: INTAKE_LIMITS.batchBytes,
  onError: () => {
    throw TOO_LARGE();
  },
});

const SUMMARIES = {
  track: 'Something that somebody did',
  identify: 'Who somebody is, and what is known of them',
  page: 'A page that was looked at',
  screen: 'A screen of a mini program or an app that was looked at',
  group: 'A group that somebody belongs to',
  alias: 'A visitor and a user are the same (server keys only)',
  batch: `Up to ${INTAKE_LIMITS.items} messages at once; what is wrong with one is told in errors and stops no other`,
} as const;

/** Event intake in the shape of Segment's HTTP API, for its libraries and for whatever can send JSON. */
export const intakeDoor: Door = {
  prefix: '/v1',
  calls: ([...MESSAGE_TYPES, 'batch'] as const).map(call => ({
    method: 'post',
    path: `/${call}`,
    name: `intake${call[0]?.toUpperCase()}${call.slice(1)}`,
    summary: SUMMARIES[call],
    tag: '事件接入',
    body: BODIES[call],
    returns: intakeAnswer,
    status: 200,
  })),
  open(platform) {
    const intake = { platform, dictionary: openDictionary(platform.db, platform.log) };
    const app = new Hono();
    // Browsers send from the shop's own site: any may, because what it needs is the key and no cookie counts here.
    app.use(cors({ origin: '*', allowMethods: ['POST'], maxAge: 86_400 }));
    for (const type of MESSAGE_TYPES) app.post(`/${type}`, limit, context => takeOne(intake, type, context));
    app.post('/batch', limit, context => takeBatch(intake, context));
    return app;
  },
};

async function takeOne({ platform, dictionary }: Intake, type: string, context: Context): Promise<Response> {
  const { body, reading, key } = await begin(platform, context);
  const read = readMessage(type, body, 0, reading);
  const taken = isFault(read)
    ? { accepted: 0, duplicates: 0, faults: [read] }
    : await takeIn(platform, dictionary, { ...reading, key, messages: [read] });
  const [fault] = taken.faults;
  if (fault) throw new Problem(MESSAGE_REFUSED, { message: fault.message }, [{ ...fault, path: 'body' }]);
  return context.json(answerOf(taken));
}

async function takeBatch({ platform, dictionary }: Intake, context: Context): Promise<Response> {
  const { body, reading: begun, key } = await begin(platform, context);
  if (Array.isArray(body.batch) && body.batch.length > INTAKE_LIMITS.items) throw TOO_LARGE();
  const envelope = batchEnvelope.safeParse(body);
  if (!envelope.success) throw new Problem(NO_BATCH);
  const reading = { ...begun, sentAt: envelope.data.sentAt };
  const messages: Message[] = [];
  const faults: Fault[] = [];
  envelope.data.batch.forEach((item, index) => {
    const read = readMessage((item as Body | null)?.type, item, index, reading);
    if (isFault(read)) faults.push(read);
    else messages.push(read);
  });
  const taken = await takeIn(platform, dictionary, { ...reading, key, messages });
  return context.json(answerOf({ ...taken, faults: [...faults, ...taken.faults] }));
}

function isFault(read: Message | Fault): read is Fault {
  return 'code' in read;
}

function answerOf({ accepted, duplicates, faults }: Taken): Answer {
  const errors = faults.sort((one, other) => one.index - other.index);
  return { success: true, accepted, duplicates, errors };
}

/** The moment it came, whose key it is, and the body; a key in the header is looked at before the body is read. */
async function begin(platform: Platform, context: Context) {
  const receivedAt = platform.clock.now();
  const header = keyInHeader(context);
  const early = header === undefined ? undefined : await knownKey(platform, header);
  const body = jsonIn(await bytesOf(context));
  if (typeof body !== 'object' || body === null) throw new Problem(NOT_JSON);
  const key = early ?? (await knownKey(platform, (body as Body).writeKey));
  const language: Language = context.get('language' as never);
  const reading: Reading = {
    accountId: key.accountId,
    isTrusted: key.kind === 'server',
    language,
    receivedAt,
  };
  return { body: body as Body, reading, key };
}

async function knownKey(platform: Platform, key: unknown): Promise<WriteKey> {
  const found = typeof key === 'string' ? await openKey(platform.db, platform.clock, key) : undefined;
  if (!found) throw new Problem(NO_SUCH_KEY);
  return found;
}

/** The user of Basic authentication; the password is empty and does not count. */
function keyInHeader(context: Context): string | undefined {
  const [, encoded] = /^basic\s+(\S+)\s*$/i.exec(context.req.header('authorization') ?? '') ?? [];
  return encoded === undefined ? undefined : Buffer.from(encoded, 'base64').toString().split(':', 1)[0];
}

/** Some of Segment's and RudderStack's libraries pack what they send; unpacked it may be as large as unpacked. */
async function bytesOf(context: Context): Promise<ArrayBuffer | Uint8Array> {
  const sent = await context.req.arrayBuffer();
  if (context.req.header('content-encoding')?.toLowerCase() !== 'gzip') return sent;
  return await new Promise((resolve, reject) => {
    gunzip(sent, { maxOutputLength: INTAKE_LIMITS.batchBytes }, (error, bytes) => {
      if (!error) resolve(bytes);
      else reject(error instanceof RangeError ? TOO_LARGE() : new Problem(NOT_JSON));
    });
  });
}
