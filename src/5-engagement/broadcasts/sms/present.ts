import { sql } from 'kysely';
import type { z } from 'zod';
import { costOf } from '#brand';
import { officialAccount, sms } from '#channels';
import { type Language, say } from '#platform/contract.ts';
import type { Platform } from '#platform/platform.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import type { Broadcast } from '../broadcasts.ts';
import type { broadcastView } from '../contract.ts';
import { priceOf } from './content.ts';

type View = Pick<z.output<typeof broadcastView>, 'sms' | 'onlyUnreached' | 'cost'>;

/** What only a broadcast by SMS has: its template with what fills it, and what the texts cost so far. */
export async function presentSms(platform: Platform, db: Db | Tx, broadcast: Broadcast): Promise<View> {
  const { onlyUnreached, smsTemplateId, accountId } = broadcast;
  if (smsTemplateId === null) return { sms: null, onlyUnreached, cost: null };
  const template = await db
    .selectFrom('smsTemplates')
    .select('name')
    .where('id', '=', smsTemplateId)
    .executeTakeFirstOrThrow();
  const parameters = (broadcast.smsParameters ?? {}) as Record<string, string>;
  const price = (await priceOf(platform, accountId)) ?? 0;
  const parts = await partsSent(db, broadcast.id);
  return {
    onlyUnreached,
    sms: { templateId: smsTemplateId, templateName: template.name, parameters },
    cost: { parts, fen: costOf(parts, price) },
  };
}

/** The vendor's own count where it told one, else ours. What was refused is not billed; what did not arrive is. */
async function partsSent(db: Db | Tx, broadcastId: number): Promise<number> {
  const { rows } = await sql<{ parts: number }>`
    select coalesce(sum(coalesce(p.billed_parts, t.parts)), 0)::bigint as parts
    from broadcast_people p join send_tasks t on t.id = p.task_id
    where p.broadcast_id = ${broadcastId}
      and (p.state in ('task_created', 'delivered') or p.state = 'failed' and p.reason in ('sms_undelivered', 'sms_uncertain'))`.execute(
    db,
  );
  return rows[0]?.parts ?? 0;
}

/** Why a broadcast waits: `sms` with the vendor and its code, or `official` with the platform's, in the reader's words. */
export function sayFailure(failure: string, language: Language): string {
  const [, official] = /^official (.+)$/.exec(failure) ?? [];
  if (official) return say(officialAccount.sayRefusal(official), language);
  const [, vendor, code = ''] = /^sms (aliyun|tencent) (.+)$/.exec(failure) ?? [];
  if (vendor !== 'aliyun' && vendor !== 'tencent') return failure;
  return say(sms.faultOf(vendor, code).message, language);
}
