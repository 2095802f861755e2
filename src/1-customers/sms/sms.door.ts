import { timingSafeEqual } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import { readSmsAccount } from '#channels';
import { id } from '#platform/contract.ts';
import type { Door } from '#platform/http/door.ts';
import { NOT_FOUND, Problem, type ProblemKind, TOO_LARGE } from '#platform/http/problem.ts';
import type { Platform } from '#platform/platform.ts';
import { SMS_INBOX } from './sms.jobs.ts';

const NOT_READ: ProblemKind = {
  code: 'not_a_push',
  status: 422,
  title: { zh: '不是这个服务商的推送', en: 'No push of this vendor' },
  detail: { zh: '内容与服务商文档里的格式不符。', en: 'The body is not as the vendor documents it.' },
};

const limit = bodyLimit({
  maxSize: 1024 * 1024,
  onError: () => {
    throw new Problem(TOO_LARGE, { limit: '1 MB' });
  },
});

const kinds = z.enum(['receipts', 'replies']);

/**
 * What vendors push: receipts, and what customers answered. Neither vendor signs, so the address is the secret. The
 * body is stored, sealed, before it is answered; the same body again changes nothing.
 */
export const smsDoor: Door = {
  prefix: '/hooks/sms',
  calls: [
    {
      method: 'post',
      path: '/{id}/{token}/{kind}',
      name: 'receiveSmsPush',
      summary: 'Aliyun or Tencent Cloud pushes receipts (receipts) or what customers answered (replies)',
      tag: '短信',
      body: z.union([z.looseObject({}), z.array(z.looseObject({}))]),
      returns: z.looseObject({}),
      status: 200,
    },
  ],
  security: [],
  open(platform) {
    const app = new Hono();
    app.post('/:id/:token/:kind', limit, context => receive(platform, context));
    return app;
  },
};

async function receive(platform: Platform, context: Context): Promise<Response> {
  const { db, clock, vault, jobs } = platform;
  const accountId = id('sms').safeDecode(context.req.param('id') ?? '');
  const kind = kinds.safeParse(context.req.param('kind'));
  const account = accountId.success ? await readSmsAccount(platform, accountId.data) : undefined;
  if (!account || !kind.success || !isSame(account.token, context.req.param('token') ?? ''))
    throw new Problem(NOT_FOUND);
  const body = await context.req.text();
  const { client } = account;
  const read = kind.data === 'receipts' ? client.readReceipts : client.readReplies;
  if (!read(parsed(body))) throw new Problem(NOT_READ);
  const row = { accountId: accountId.data as number, kind: kind.data };
  const dedupeKey = vault.blindIndex(body, `sms_inbox/${row.accountId}/${row.kind}`);
  const stored = await db
    .insertInto('smsInbox')
    .values({ ...row, dedupeKey, body: vault.seal(body, `sms_inbox/${dedupeKey}`), receivedAt: clock.now() })
    .onConflict(conflict => conflict.columns(['accountId', 'kind', 'dedupeKey']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (stored) await jobs.enqueue(db, SMS_INBOX, {}, { onlyOne: 'sms inbox' });
  return context.json(client.answer);
}

function isSame(expected: string, given: string): boolean {
  const [one, other] = [Buffer.from(expected), Buffer.from(given)];
  return one.length === other.length && timingSafeEqual(one, other);
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
