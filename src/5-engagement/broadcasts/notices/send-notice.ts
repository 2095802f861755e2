import { sql } from 'kysely';
import { officialAccount, type wecom } from '#channels';
import {
  isNoticeHeld,
  noticeCalled,
  noticeNotTaken,
  noticeRefused,
  noticeTaken,
  settleContacts,
} from '#customers';
import { say } from '#platform/contract.ts';
import type { Platform } from '#platform/platform.ts';
import {
  closeUnknown,
  deliver,
  hold,
  type Person,
  personOf,
  personToSendTo,
  refuse,
} from '../answers/send-answer.ts';
import { type DispatchTask, fail, release } from '../task-states.ts';
import { faultOfNotice, type Notice } from './content.ts';

const MAX_ATTEMPTS = 5;

/**
 * Sends one person their notice. That its acceptance is being used is committed before the platform is asked; after a crash
 * the call is closed as unknown and the acceptance stays used: no second notice goes out on it.
 */
export async function sendNotice(platform: Platform, task: DispatchTask, notice: Notice): Promise<void> {
  const { db, clock } = platform;
  const person = await personToSendTo(platform, task);
  if (!person) return;
  if (faultOfNotice(notice)) return await refuse(platform, task, 'notice_unfit');
  const client = await officialAccount.openOfficialAccount(platform, task.accountId);
  // Another process that was taken for dead may have asked meanwhile: only one of the two does.
  if (!(await noticeCalled(db, clock, person.contactId))) return await closeUnknown(platform, task);
  const sent = await officialAccount.sendNotice(client, {
    ...{ openId: person.recipient, code: notice.code, values: notice.values },
    url: notice.url || undefined,
  });
  if (!sent.ok) return await refused(platform, task, person, sent);
  await noticeTaken(db, person.contactId, sent.data.id);
  await deliver(platform, task, person, null);
}

/** Of a process that is gone: what it had not asked for yet is taken up, what it had is closed as unknown. */
export async function resumeNotice(platform: Platform, task: DispatchTask): Promise<void> {
  const person = await personOf(platform.db, task.id);
  const isHeld = person !== undefined && (await isNoticeHeld(platform.db, person.contactId));
  await (isHeld ? release(platform, task, platform.clock.now()) : closeUnknown(platform, task));
}

async function refused(
  platform: Platform,
  task: DispatchTask,
  { contactId }: Person,
  { kind, code, message, retryAt }: wecom.Failure,
): Promise<void> {
  const { db, clock } = platform;
  if (kind === 'uncertain') return await closeUnknown(platform, task);
  if (code === officialAccount.NO_GRANT) {
    await refuse(platform, task, 'notice_no_grant');
    return await db.transaction().execute(tx => noticeRefused(tx, clock, contactId));
  }
  if (kind === 'gone') return await refuse(platform, task, 'official_gone');
  await noticeNotTaken(db, contactId);
  if (kind === 'config' || kind === 'refresh_token')
    return await hold(platform, task, undefined, String(code));
  const passes = kind === 'retry' || kind === 'slow_down';
  if (passes && task.attempts < MAX_ATTEMPTS)
    return await release(platform, task, retryAt ?? new Date(clock.now().getTime() + task.attempts * 15_000));
  await fail(platform, task, `${code}: ${say(message, 'zh')}`);
}

/**
 * The platform tells of notices afterwards: one whose answer was lost went out after all, one that was taken may not have
 * arrived. What it says twice changes nothing.
 */
export async function takeNoticeReceipts({ db, clock }: Platform): Promise<void> {
  await db.transaction().execute(async tx => {
    const { rows } = await sql<{ contactId: number; sent: boolean }>`
      with told as (
        select p.broadcast_id, p.customer_id, p.contact_id, u.account_id, u.state = 'sent' as sent, u.told_at
        from notice_uses u join broadcast_people p on p.contact_id = u.contact_id
        where u.told_at > ${clock.now()}::timestamptz - interval '7 days'
          and (u.state = 'sent' and p.state = 'failed' and p.reason = 'official_uncertain' or u.state = 'failed' and p.state = 'delivered'
            or u.state = 'failed' and p.state = 'failed' and p.reason = 'official_uncertain')
      ), changed as (
        update broadcast_people p set state = case when told.sent then 'delivered' else 'failed' end,
          reason = case when told.sent then null else 'notice_undelivered' end,
          delivered_at = case when told.sent then told.told_at end
        from told where p.broadcast_id = told.broadcast_id and p.customer_id = told.customer_id
        returning p.broadcast_id, p.customer_id, p.contact_id, told.account_id, told.sent, told.told_at
      ), events as (
        insert into events (type, customer_id, account_id, at, actor, data)
        select case when sent then 'message.delivered' else 'message.failed' end, customer_id, account_id, told_at, 'system',
          jsonb_build_object('broadcastId', broadcast_id, 'channel', 'official_account', 'state', case when sent then 'delivered' else 'failed' end,
            'name', (select name from broadcasts where id = broadcast_id))
        from changed
      )
      select contact_id, sent from changed`.execute(tx);
    const of = (sent: boolean) => rows.filter(row => row.sent === sent).map(row => row.contactId);
    await settleContacts(tx, clock, of(true), 'sent');
    await settleContacts(tx, clock, of(false), 'failed');
  });
}
