import { sql } from 'kysely';
import type { z } from 'zod';
import { openWecom, wecom } from '#channels';
import { isActiveCorp } from '#customers';
import { audit } from '#platform/audit/audit.ts';
import type { Actor } from '#platform/auth/actor.ts';
import type { Clock } from '#platform/clock.ts';
import { NOT_FOUND, Problem, type ProblemKind } from '#platform/http/problem.ts';
import type { Platform } from '#platform/platform.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import { boundOf, factsOn } from '#platform/settings/facts-on.ts';
import type { momentBody } from './contract.ts';
import { refuseContent } from './refusals.ts';

export type MomentInput = z.output<typeof momentBody>;

const NO_ACCOUNT: ProblemKind = {
  code: 'moment_no_account',
  status: 422,
  title: { zh: '还没有选择企业微信', en: 'No WeCom account chosen' },
  detail: { zh: '客户朋友圈由一个已连接的企业微信发布。', en: 'A moment goes through a connected WeCom.' },
};
const NOT_A_DRAFT: ProblemKind = {
  code: 'moment_not_a_draft',
  status: 409,
  title: { zh: '已经不能修改', en: 'No longer a draft' },
  detail: {
    zh: '这条朋友圈已经交给成员发表，只能停止还没有发表的部分。',
    en: 'The moment has been handed to the members; only what is unpublished can be stopped.',
  },
};
const BEING_ASKED: ProblemKind = {
  code: 'moment_being_created',
  status: 409,
  title: { zh: '正在创建，请稍后再停止', en: 'It is being created; stop it in a moment' },
  detail: {
    zh: '企业微信正在创建这条朋友圈，创建好之后就可以停止。',
    en: 'WeCom is creating the moment; once that is done it can be stopped.',
  },
};
const MONTH_FULL: ProblemKind = {
  code: 'moment_month_full',
  status: 409,
  title: { zh: '本月创建的朋友圈已到上限', en: 'No more moments this month' },
  detail: { zh: '企业微信每月最多创建 {max} 条。', en: 'WeCom takes {max} a month at most.' },
};
const PER_MONTH = 'wecom.moments.month';

export async function createMoment(
  tx: Tx,
  platform: Pick<Platform, 'clock' | 'home'>,
  actor: Actor,
  input: MomentInput,
): Promise<number> {
  await refuseInput(tx, platform, input);
  const now = platform.clock.now();
  const { id } = await tx
    .insertInto('moments')
    .values({ ...columnsOf(input), createdBy: actor.name, createdAt: now, updatedAt: now })
    .returning('id')
    .executeTakeFirstOrThrow();
  await audit(tx, platform.clock, actor, {
    action: 'moment.created',
    object: { kind: 'moment', id },
    after: { name: nameOf(input), kind: input.kind },
  });
  return id;
}

export async function changeMoment(
  tx: Tx,
  platform: Pick<Platform, 'clock' | 'home'>,
  actor: Actor,
  id: number,
  input: MomentInput,
): Promise<void> {
  await lockDraft(tx, id);
  await refuseInput(tx, platform, input);
  await tx
    .updateTable('moments')
    .set({ ...columnsOf(input), updatedAt: platform.clock.now() })
    .where('id', '=', id)
    .execute();
  await audit(tx, platform.clock, actor, {
    action: 'moment.changed',
    object: { kind: 'moment', id },
    after: { name: nameOf(input), kind: input.kind },
  });
}

/** Hands it to the members now, or at a time. From here on content and range stand. */
export async function scheduleMoment(
  tx: Tx,
  clock: Clock,
  actor: Actor,
  id: number,
  at: Date | null,
): Promise<'asking' | 'scheduled'> {
  const { text, accountId } = await lockDraft(tx, id);
  const now = clock.now();
  await refuseFullMonth(tx, accountId, now);
  const status = at !== null && at > now ? 'scheduled' : 'asking';
  const scheduledAt = status === 'scheduled' ? at : now;
  await tx
    .updateTable('moments')
    .set({ ...AFRESH, status, scheduledAt, updatedAt: now })
    .where('id', '=', id)
    .execute();
  await audit(tx, clock, actor, {
    action: 'moment.scheduled',
    object: { kind: 'moment', id },
    after: {
      name: nameOf({ text }),
      at: scheduledAt?.toISOString() ?? null,
    },
  });
  return status;
}

/** Each corp has a limit of its own. */
async function refuseFullMonth(tx: Tx, accountId: number, now: Date): Promise<void> {
  const max = boundOf(await factsOn(tx, now, [PER_MONTH]), PER_MONTH, now);
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from moments where account_id = ${accountId} and member_id is null
      and called_at > ${now}::timestamptz - interval '30 days'`.execute(tx);
  if ((rows[0]?.n ?? 0) >= max) throw new Problem(MONTH_FULL, { max });
}

/**
 * Stops it: what is not handed out is not handed out, who has not published it no longer can. What is published stays,
 * and goes on being read. Told WeCom and cut short, it is told again: that changes nothing there.
 */
export async function stopMoment(platform: Platform, actor: Actor, id: number): Promise<void> {
  const { db, clock } = platform;
  const moment = await db
    .selectFrom('moments')
    .select(['id', 'status', 'accountId', 'memberId', 'momentId', 'calledAt'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (!moment || moment.memberId !== null) throw new Problem(NOT_FOUND);
  if (moment.status === 'open' && moment.momentId !== null)
    wecom.orThrow(await wecom.cancelMoment(await openWecom(platform, moment.accountId), moment.momentId));
  await db.transaction().execute(async tx => {
    const { rows } = await sql<{ text: string }>`
      update moments set status = 'cancelled', cancelled_at = ${clock.now()}, updated_at = ${clock.now()}
      where id = ${id} and (status in ('draft', 'scheduled', 'failed') or status = 'asking' and called_at is null
        or status = 'open' and moment_id is not distinct from ${moment.momentId})
      returning text`.execute(tx);
    const stopped = rows[0];
    if (!stopped) {
      if (moment.status === 'cancelled') return;
      throw new Problem(BEING_ASKED);
    }
    await audit(tx, clock, actor, {
      action: 'moment.stopped',
      object: { kind: 'moment', id },
      after: { name: nameOf(stopped) },
    });
  });
}

async function lockDraft(tx: Tx, id: number): Promise<{ text: string; accountId: number }> {
  const { rows } = await sql<{ status: string; text: string; accountId: number; memberId: number | null }>`
    select status, text, account_id, member_id from moments where id = ${id} for update`.execute(tx);
  const moment = rows[0];
  if (!moment || moment.memberId !== null) throw new Problem(NOT_FOUND);
  if (!['draft', 'scheduled', 'failed'].includes(moment.status)) throw new Problem(NOT_A_DRAFT);
  return moment;
}

async function refuseInput(
  tx: Tx,
  platform: Pick<Platform, 'home'>,
  { accountId, attachments }: MomentInput,
): Promise<void> {
  if (!(await isActiveCorp(tx, accountId))) throw new Problem(NO_ACCOUNT);
  await refuseContent(platform, tx, attachments);
}

/** One that failed and is taken up again: nothing of it was made. */
const AFRESH = { failure: null, calledAt: null, jobId: null, leftOut: null, leaseUntil: null, attempts: 0 };

function columnsOf({ accountId, kind, text, attachments, memberIds, teamIds, tagIds }: MomentInput) {
  return {
    ...{ accountId, kind, text, memberIds, teamIds, tagIds },
    attachments: JSON.stringify(attachments),
    ...AFRESH,
    status: 'draft' as const,
  };
}

/** How a moment without a name is called: by its first words. */
export function nameOf({ text }: { text: string }): string {
  const [line = ''] = text.split('\n');
  return [...line].length > 20 ? `${[...line].slice(0, 20).join('')}…` : line;
}
