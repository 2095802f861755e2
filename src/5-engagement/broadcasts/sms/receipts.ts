import { sql } from 'kysely';
import { readSmsRules } from '#brand';
import { settleContacts } from '#customers';
import { HOUR } from '#platform/clock.ts';
import type { Platform } from '#platform/platform.ts';
import type { Tx } from '#platform/postgres/connect.ts';

const CHUNK = 2_000;
type Taken = { contactId: number; delivered: boolean };

/**
 * Reads what vendors told of texts into the broadcasts they belong to. A receipt finds its person by number and by our
 * own id, or by the vendor's. Of a call whose end nobody knows neither is there at Tencent Cloud: a receipt for that
 * number from then on, with an id that is nobody else's, is taken for its own.
 * @returns number of receipts that were somebody's.
 */
export async function takeReceipts(platform: Platform): Promise<number> {
  let taken = 0;
  for (;;) {
    const portion = await platform.db.transaction().execute(tx => takePortion(tx, platform));
    taken += portion;
    if (portion < CHUNK) break;
  }
  await giveUp(platform);
  return taken;
}

async function takePortion(tx: Tx, { clock }: Platform): Promise<number> {
  const now = clock.now();
  const { rows } = await sql<Taken>`
    with matched as (
      select distinct on (p.broadcast_id, p.customer_id) p.broadcast_id, p.customer_id, p.contact_id, t.id as task_id, t.account_id,
        r.id as receipt_id, r.external_id, r.delivered, r.code, r.parts, r.at
      from sms_receipts r
      join broadcast_people p on p.recipient = r.phone_key and p.state = 'task_created'
      join send_tasks t on t.id = p.task_id and t.account_id = r.account_id and t.state in ('created', 'unknown')
      where r.taken_at is null and (r.reference = 't' || t.id
        or r.reference is null and p.external_id = r.external_id
        or r.reference is null and p.external_id is null and t.state = 'unknown' and r.at >= t.called_at - interval '5 minutes'
          and not exists (select 1 from broadcast_people o where o.external_id = r.external_id and o.recipient = r.phone_key))
      order by p.broadcast_id, p.customer_id, r.at
      limit ${CHUNK}
    ), noted as (
      update sms_receipts r set taken_at = ${now} from matched m where r.id = m.receipt_id
    ), changed as (
      update broadcast_people p set state = case when m.delivered then 'delivered' else 'failed' end,
        reason = case when m.delivered then null else 'sms_undelivered' end,
        reason_facts = case when m.delivered then null else jsonb_build_object('why', m.code) end,
        delivered_at = case when m.delivered then m.at end, external_id = m.external_id, billed_parts = m.parts
      from matched m where p.broadcast_id = m.broadcast_id and p.customer_id = m.customer_id and p.state = 'task_created'
      returning p.customer_id, p.contact_id, p.broadcast_id, m.account_id, m.delivered, m.at, p.task_id
    ), settled as (
      update send_tasks t set synced_at = ${now} where t.id in (select task_id from changed)
    ), told as (
      insert into events (type, customer_id, account_id, at, actor, data)
      select case when delivered then 'message.delivered' else 'message.failed' end, customer_id, account_id, at, 'system',
        jsonb_build_object('broadcastId', broadcast_id, 'channel', 'sms', 'state', case when delivered then 'delivered' else 'failed' end,
          'name', (select name from broadcasts where id = broadcast_id))
      from changed
    )
    select contact_id, delivered from changed`.execute(tx);
  const ids = (delivered: boolean) =>
    rows.filter(row => row.delivered === delivered).map(row => row.contactId);
  await settleContacts(tx, clock, ids(true), 'sent');
  await settleContacts(tx, clock, ids(false), 'failed');
  return rows.length;
}

/**
 * After days without a receipt: what was accepted stays as it is, without an end; what nobody knows of is closed as
 * such. Either counts as a contact, because it may well have been one.
 */
async function giveUp({ db, clock }: Platform): Promise<void> {
  const { unknownHours } = await readSmsRules(db, clock.now());
  const before = new Date(clock.now().getTime() - unknownHours * HOUR);
  await db.transaction().execute(async tx => {
    const { rows } = await sql<{ id: number }>`
      update send_tasks set settled_at = ${clock.now()}
      where member_id is null and settled_at is null and called_at < ${before} and state in ('created', 'unknown') returning id`.execute(
      tx,
    );
    const ids = rows.map(row => row.id);
    const { rows: waiting } = await sql<{ contactId: number }>`
      update broadcast_people set state = case when reason = 'sms_uncertain' then 'failed' else state end
      where task_id = any(${ids}::bigint[]) and state = 'task_created' returning contact_id`.execute(tx);
    await settleContacts(
      tx,
      clock,
      waiting.map(row => row.contactId),
      'sent',
    );
  });
}
