import { sql } from 'kysely';
import type { z } from 'zod';
import { refuseAttachments, refuseTooLong, refuseUnknownPlaces } from '#brand';
import type { MessageContent } from '#brand/contract';
import { audit } from '#platform/audit/audit.ts';
import type { Actor } from '#platform/auth/actor.ts';
import type { Clock } from '#platform/clock.ts';
import { NOT_FOUND, Problem, type ProblemKind } from '#platform/http/problem.ts';
import { appendEvents } from '#platform/log/events.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import type { Random } from '#platform/random.ts';
import { keepSegmentUses, liveSegment, type Rule, refuseUnusable } from '#segmentation';
import { answerContent, NO_TEXT } from './answers/content.ts';
import type { broadcastBody } from './contract.ts';
import { type SmsContent, smsContent } from './sms/content.ts';

type Body = z.output<typeof broadcastBody>;
/** What only a text needs may be left out. */
export type BroadcastInput = Omit<Body, 'sms' | 'notice' | 'onlyUnreached'> &
  Partial<Pick<Body, 'sms' | 'notice' | 'onlyUnreached'>>;

const NO_AUDIENCE: ProblemKind = {
  code: 'broadcast_no_audience',
  status: 422,
  title: { zh: '还没有选择人群', en: 'No audience chosen' },
  detail: { zh: '请选择一个分群，或写一条规则。', en: 'Choose a segment or write a rule.' },
};
const NO_ACCOUNT: ProblemKind = {
  code: 'broadcast_no_account',
  status: 422,
  title: { zh: '还没有选择企业微信', en: 'No WeCom account chosen' },
  detail: {
    zh: '企业微信群发需要选择用哪个企业微信账号发送。',
    en: 'Choose the WeCom account to send with.',
  },
};
const NOT_A_DRAFT: ProblemKind = {
  code: 'broadcast_not_a_draft',
  status: 409,
  title: { zh: '已经不能修改', en: 'No longer a draft' },
  detail: {
    zh: '这个群发任务已经开始，只能取消尚未发送的部分。',
    en: 'This broadcast has begun; only what is unsent can be cancelled.',
  },
};

export async function createBroadcast(
  tx: Tx,
  clock: Clock,
  random: Random,
  actor: Actor,
  input: BroadcastInput,
): Promise<number> {
  const rule = await ruleOf(tx, input);
  const content = await contentOf(tx, clock, input);
  const now = clock.now();
  const { id } = await tx
    .insertInto('broadcasts')
    .values({
      ...columnsOf(input, rule, content),
      seed: input.seed ?? Math.floor(random.next() * 2 ** 31),
      createdBy: actor.name,
      createdAt: now,
      updatedAt: now,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await keepUses(tx, clock, id, input, rule);
  await audit(tx, clock, actor, {
    action: 'broadcast.created',
    object: { kind: 'broadcast', id },
    after: { name: input.name },
  });
  return id;
}

export async function changeBroadcast(
  tx: Tx,
  clock: Clock,
  actor: Actor,
  id: number,
  input: BroadcastInput,
): Promise<void> {
  await lockDraft(tx, id);
  const rule = await ruleOf(tx, input);
  const content = await contentOf(tx, clock, input);
  await tx
    .updateTable('broadcasts')
    .set({ ...columnsOf(input, rule, content), updatedAt: clock.now() })
    .where('id', '=', id)
    .execute();
  await keepUses(tx, clock, id, input, rule);
  await audit(tx, clock, actor, {
    action: 'broadcast.changed',
    object: { kind: 'broadcast', id },
    after: { name: input.name },
  });
}

/** A segment says which broadcasts were written for it, before anybody puts it away. */
async function keepUses(
  tx: Tx,
  clock: Clock,
  id: number,
  { name, segmentId }: BroadcastInput,
  rule: Rule,
): Promise<void> {
  await keepSegmentUses(tx, { kind: 'broadcast', id, name, segmentId, rule, at: clock.now() });
}

/** Starts a broadcast now, or puts it on the clock. From here on its audience and text stand. */
export async function startBroadcast(
  tx: Tx,
  clock: Clock,
  actor: Actor,
  id: number,
  at: Date | null,
): Promise<'planning' | 'scheduled'> {
  await lockDraft(tx, id);
  const now = clock.now();
  const later = at !== null && at > now;
  const status = later ? 'scheduled' : 'planning';
  await tx
    .updateTable('broadcasts')
    .set({ status, scheduledAt: at, slot: later ? at : now, updatedAt: now })
    .where('id', '=', id)
    .execute();
  await audit(tx, clock, actor, {
    action: 'broadcast.started',
    object: { kind: 'broadcast', id },
    after: { at: at?.toISOString() ?? null },
  });
  await appendEvents(tx, [
    { type: 'broadcast.started', at: now, actor: actor.name, data: { broadcastId: id } },
  ]);
  return status;
}

export async function readBroadcast(db: Db | Tx, id: number) {
  const row = await db.selectFrom('broadcasts').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) throw new Problem(NOT_FOUND);
  return { ...row, rule: row.rule as unknown as Rule, message: row.message as unknown as MessageContent };
}
export type Broadcast = Awaited<ReturnType<typeof readBroadcast>>;

async function lockDraft(tx: Tx, id: number): Promise<void> {
  const { rows } = await sql<{
    status: string;
  }>`select status from broadcasts where id = ${id} for update`.execute(tx);
  if (!rows[0]) throw new Problem(NOT_FOUND);
  if (!['draft', 'scheduled'].includes(rows[0].status)) throw new Problem(NOT_A_DRAFT);
}

/** The rule is copied: what the segment says later does not change a broadcast that was written for it. */
export async function ruleOf(tx: Db | Tx, input: BroadcastInput): Promise<Rule> {
  const rule = await audienceOf(tx, input);
  return input.onlyUnreached ? { all: [rule, { not: { reachable: 'wecom' } }] } : rule;
}

async function audienceOf(tx: Db | Tx, input: BroadcastInput): Promise<Rule> {
  if (input.segmentId !== null) return (await liveSegment(tx, input.segmentId)).rule;
  if (input.rule === null) throw new Problem(NO_AUDIENCE);
  await refuseUnusable(tx, input.rule);
  return input.rule;
}

/** What is said and through which account; the template's account, where it is a text. */
export type Content = Omit<SmsContent, 'accountId' | 'smsTemplateId' | 'smsParameters'> & {
  accountId: number | null;
  smsTemplateId: number | null;
  smsParameters: Record<string, string> | null;
};

export async function contentOf(tx: Db | Tx, clock: Clock, input: BroadcastInput): Promise<Content> {
  if (input.channel === 'sms') return await smsContent(tx, clock, input);
  if (input.channel === 'official_account') return await answerContent(tx, clock, input);
  const { message, accountId } = input;
  if (input.channel === 'wecom' && accountId === null) throw new Problem(NO_ACCOUNT);
  if (!message) throw new Problem(NO_TEXT);
  if (input.channel === 'wecom') refuseTooLong(message);
  refuseUnknownPlaces(message);
  await refuseAttachments(tx, message);
  const own = input.channel === 'wecom' ? accountId : null;
  return { message, accountId: own, smsTemplateId: null, smsParameters: null };
}

function columnsOf(input: BroadcastInput, rule: Rule, content: Content) {
  return {
    name: input.name,
    channel: input.channel,
    accountId: content.accountId,
    segmentId: input.segmentId,
    rule: JSON.stringify(rule),
    message: JSON.stringify(content.message),
    smsTemplateId: content.smsTemplateId,
    smsParameters: content.smsParameters && JSON.stringify(content.smsParameters),
    onlyUnreached: input.onlyUnreached ?? false,
    purpose: input.purpose,
    topic: input.topic,
    holdoutPercent: input.holdoutPercent,
    attributionDays: input.attributionDays,
  };
}
