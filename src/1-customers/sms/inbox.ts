import { sql } from 'kysely';
import { readSmsAccount, type SmsAccount, sms } from '#channels';
import { SYSTEM } from '#platform/auth/actor.ts';
import { DAY } from '#platform/clock.ts';
import { appendEvents } from '#platform/log/events.ts';
import type { Platform } from '#platform/platform.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import { recordConsent, suppress } from '../contact/wishes.ts';
import { phoneKey, toE164 } from '../identities/phones.ts';

type InboxRow = {
  id: number;
  accountId: number;
  kind: 'receipts' | 'replies';
  dedupeKey: string;
  body: Buffer;
};

const MAX_ATTEMPTS = 8;

/**
 * Works off what vendors have pushed, oldest first. What it says becomes rows and the body goes, in one transaction;
 * what keeps failing is set aside with its error and does not hold up the rest.
 */
export async function workOffSms(platform: Platform): Promise<number> {
  for (let done = 0; ; done++) {
    const row = await nextRow(platform);
    if (!row) return done;
    try {
      await workOff(platform, row);
    } catch (error) {
      const failure = error instanceof Error ? error.message.slice(0, 300) : 'unknown';
      platform.log.warn({ smsInbox: row.id, err: error }, 'push of an SMS vendor not worked off');
      await platform.db.updateTable('smsInbox').set({ failure }).where('id', '=', row.id).execute();
    }
  }
}

async function nextRow({ db }: Platform): Promise<InboxRow | undefined> {
  const { rows } = await sql<InboxRow>`
    update sms_inbox set attempts = attempts + 1
    where id = (select id from sms_inbox where done_at is null and body is not null and attempts < ${MAX_ATTEMPTS}
      order by attempts, id limit 1 for update skip locked)
    returning id, account_id, kind, dedupe_key, body`.execute(db);
  return rows[0];
}

async function workOff(platform: Platform, row: InboxRow): Promise<void> {
  const { db, vault, clock } = platform;
  const account = await readSmsAccount(platform, row.accountId);
  if (!account) throw new Error('the SMS account is gone');
  const body: unknown = JSON.parse(vault.open(row.body, `sms_inbox/${row.dedupeKey}`));
  await db.transaction().execute(async tx => {
    if (row.kind === 'receipts') await takeReceipts(tx, platform, row.accountId, account, body);
    else
      for (const reply of account.client.readReplies(body) ?? [])
        await takeReply(tx, platform, row.accountId, reply);
    await tx
      .updateTable('smsInbox')
      .set({ doneAt: clock.now(), body: null, failure: null })
      .where('id', '=', row.id)
      .execute();
  });
}

/** A receipt told twice is one. Whoever sent the message finds it here. */
async function takeReceipts(
  tx: Tx,
  { vault, clock }: Platform,
  accountId: number,
  { client }: SmsAccount,
  body: unknown,
): Promise<void> {
  const now = clock.now();
  const rows = (client.readReceipts(body) ?? []).flatMap(({ number, id, at, code, ...told }) => {
    const e164 = toE164(number);
    if (!e164) return [];
    const key = { account_id: accountId, external_id: id, phone_key: phoneKey(vault, e164) };
    return [{ ...key, ...told, code: code.slice(0, 60), at: (at ?? now).toISOString() }];
  });
  await sql`
    insert into sms_receipts (account_id, external_id, reference, phone_key, delivered, code, parts, at, received_at)
    select account_id, external_id, reference, phone_key, delivered, code, parts, at, ${now}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (account_id bigint, external_id text, reference text,
      phone_key text, delivered boolean, code text, parts integer, at timestamptz)
    on conflict do nothing`.execute(tx);
}

/**
 * What a customer answered. One who wants no more is put on the do-not-contact list for marketing on every channel, with
 * their words as evidence; the number itself is remembered for whoever is found under it later.
 */
async function takeReply(tx: Tx, platform: Platform, accountId: number, reply: sms.Reply): Promise<void> {
  const { vault, clock } = platform;
  const e164 = toE164(reply.number);
  if (!e164) return;
  const now = clock.now();
  const at = reply.at && reply.at < now ? reply.at : now;
  const text = reply.text.slice(0, 500);
  const [phone, stop] = [phoneKey(vault, e164), sms.isStop(text)];
  const owner = await tx
    .selectFrom('identities')
    .select('customerId')
    .where('kind', '=', 'phone')
    .where('accountId', '=', 0)
    .where('key', '=', phone)
    .executeTakeFirst();
  const customerId = owner?.customerId ?? null;
  const row = { accountId, phoneKey: phone, customerId, text, stop, at, receivedAt: now };
  const fresh = await tx
    .insertInto('smsReplies')
    .values({ ...row, externalId: reply.id || at.toISOString() })
    .onConflict(conflict => conflict.columns(['accountId', 'phoneKey', 'externalId']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!fresh) return;
  if (stop) await stopNumber(tx, platform, { accountId, phone, customerId, text, at });
  else if (customerId !== null)
    await appendEvents(tx, [
      { type: 'message.replied', customerId, accountId, at, actor: 'system', data: { channel: 'sms' } },
    ]);
}

type Stop = { accountId: number; phone: string; customerId: number | null; text: string; at: Date };

async function stopNumber(
  tx: Tx,
  { clock }: Platform,
  { accountId, phone, customerId, text, at }: Stop,
): Promise<void> {
  await sql`
    insert into sms_stops (phone_key, account_id, at) values (${phone}, ${accountId}, ${at})
    on conflict (phone_key) do update set at = greatest(sms_stops.at, excluded.at)`.execute(tx);
  if (customerId === null) return;
  const said = `短信回复“${text.slice(0, 40)}”`;
  const word = {
    purpose: 'marketing',
    channel: 'all',
    given: false,
    evidence: said,
    source: 'sms',
    at,
  } as const;
  await recordConsent(tx, clock, SYSTEM, customerId, word);
  await suppress(tx, clock, SYSTEM, customerId, { channel: 'all', purpose: 'marketing', reason: said });
}

/** Bodies' hashes and receipts nobody asked for need not be kept for ever. */
export async function tidySms({ db, clock }: Platform): Promise<void> {
  const before = (days: number) => new Date(clock.now().getTime() - days * DAY);
  await db.deleteFrom('smsInbox').where('doneAt', '<', before(30)).execute();
  await db.deleteFrom('smsReceipts').where('receivedAt', '<', before(90)).execute();
}
