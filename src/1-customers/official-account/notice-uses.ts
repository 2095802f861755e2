import { sql } from 'kysely';
import type { Clock } from '#platform/clock.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import { settleNoticeFacts } from './notice-facts.ts';

export type NoticeClaim = { contactId: number; customerId: number; recipient: string };

/**
 * Takes an acceptance for each of these contacts; the claim that let them through is of the same transaction. A contact
 * has one at most, however often it is asked.
 * @returns contacts that have one. Who took theirs back in the same moment is not among them.
 */
export async function takeNotices(
  tx: Tx,
  clock: Clock,
  { accountId, code }: { accountId: number; code: string },
  claims: readonly NoticeClaim[],
): Promise<Set<number>> {
  if (claims.length === 0) return new Set();
  const now = clock.now();
  const rows = claims.map(({ contactId, customerId, recipient }) => ({
    ...{ contact_id: contactId, customer_id: customerId, openid: recipient },
  }));
  const { rows: taken } = await sql<{ contactId: number }>`
    with claim as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as c (contact_id bigint, customer_id bigint, openid text)
    ), counted as (
      update notice_grants g set remaining = g.remaining - 1, changed_at = ${now} from claim c
      where g.account_id = ${accountId} and g.openid = c.openid and g.code = ${code} and g.remaining > 0
        and not exists (select 1 from notice_uses u where u.contact_id = c.contact_id and u.state <> 'given_back')
      returning c.contact_id, c.customer_id, c.openid
    ), put as (
      insert into notice_uses (contact_id, account_id, openid, code, customer_id, state, held_at)
      select contact_id, ${accountId}, openid, ${code}, customer_id, 'held', ${now} from counted
      on conflict (contact_id) do update set account_id = excluded.account_id, openid = excluded.openid, code = excluded.code, state = 'held',
        held_at = excluded.held_at, called_at = null, external_id = null, told_at = null
      returning contact_id
    )
    select contact_id from put
    union select contact_id from notice_uses where contact_id in (select contact_id from claim) and state <> 'given_back'`.execute(
    tx,
  );
  await settleNoticeFacts(
    tx,
    clock,
    claims.map(one => one.customerId),
  );
  return new Set(taken.map(row => row.contactId));
}

/**
 * Before the platform is asked, and committed by then: who dies meanwhile leaves it so, and it is not used again.
 * @returns false where somebody has asked already, or it is not there to be used.
 */
export async function noticeCalled(db: Db | Tx, clock: Clock, contactId: number): Promise<boolean> {
  const { rows } = await sql`
    update notice_uses set state = 'called', called_at = ${clock.now()} where contact_id = ${contactId} and state = 'held'
    returning contact_id`.execute(db);
  return rows.length > 0;
}

/** Whether the platform has not been asked yet: then the same may be sent. */
export async function isNoticeHeld(db: Db | Tx, contactId: number): Promise<boolean> {
  const { rows } = await sql`
    select 1 from notice_uses where contact_id = ${contactId} and state = 'held'`.execute(db);
  return rows.length > 0;
}

/** The platform certainly did not take it, and may be asked again later. */
export async function noticeNotTaken(db: Db | Tx, contactId: number): Promise<void> {
  await sql`
    update notice_uses set state = 'held', called_at = null where contact_id = ${contactId} and state = 'called'`.execute(
    db,
  );
}

/** The platform took it, under its own id; its receipt says what became of it. */
export async function noticeTaken(db: Db | Tx, contactId: number, externalId?: string): Promise<void> {
  await sql`
    update notice_uses set external_id = coalesce(external_id, ${externalId ?? null})
    where contact_id = ${contactId} and state = 'called'`.execute(db);
}

/** The platform’s word: there is none left of theirs, whatever was counted. */
export async function noticeRefused(tx: Tx, clock: Clock, contactId: number): Promise<void> {
  const { rows } = await sql<{ customerId: number }>`
    update notice_grants g set remaining = 0, changed_at = ${clock.now()} from notice_uses u
    where u.contact_id = ${contactId} and g.account_id = u.account_id and g.openid = u.openid and g.code = u.code
    returning u.customer_id`.execute(tx);
  await settleNoticeFacts(
    tx,
    clock,
    rows.map(row => row.customerId),
  );
}

/** What did not go out gives its acceptance back, once. */
export async function giveBackNotices(tx: Tx, clock: Clock, contactIds: readonly number[]): Promise<void> {
  const { rows } = await sql<{ customerId: number }>`
    with back as (
      update notice_uses set state = 'given_back' where contact_id = any(${contactIds}::bigint[]) and state in ('held', 'called')
      returning account_id, openid, code
    ), counts as (
      select account_id, openid, code, count(*)::integer as n from back group by account_id, openid, code
    )
    update notice_grants g set remaining = remaining + n, changed_at = ${clock.now()} from counts c
    where g.account_id = c.account_id and g.openid = c.openid and g.code = c.code returning g.customer_id`.execute(
    tx,
  );
  await settleNoticeFacts(
    tx,
    clock,
    rows.map(row => row.customerId),
  );
}

/** How long before its receipt a notice may have gone out whose answer was lost. */
const LOST = '1 hour';

/** Whether a receipt is of a notice that hangs on a contact; it is written down then, once. */
export async function noticeReceipt(
  tx: Tx,
  clock: Clock,
  told: { accountId: number; openId: string; code: string; externalId: string; at: Date; isSent: boolean },
): Promise<boolean> {
  const { accountId, openId, code, externalId, at, isSent } = told;
  const { rows } = await sql`
    update notice_uses set state = ${isSent ? 'sent' : 'failed'}, external_id = ${externalId}, told_at = ${clock.now()}
    where contact_id = (
      select contact_id from notice_uses where account_id = ${accountId} and openid = ${openId} and code = ${code}
        and (external_id = ${externalId} or external_id is null and state = 'called'
          and called_at between ${at}::timestamptz - ${LOST}::interval and ${at}::timestamptz + interval '1 minute')
      order by (external_id = ${externalId}) desc nulls last, contact_id limit 1 for update)
    returning contact_id`.execute(tx);
  return rows.length > 0;
}
