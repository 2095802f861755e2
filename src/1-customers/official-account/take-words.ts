import { sql } from 'kysely';
import type { officialAccount } from '#channels';
import type { Clock } from '#platform/clock.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import { settleNoticeFacts } from './notice-facts.ts';
import { noticeReceipt } from './notice-uses.ts';
import { settleNotice } from './settle.ts';

type Told = officialAccount.NoticeWord;
type Counted = { code: string; word: Told['word']; externalId: string; customerId: number };

/** How long before its receipt a notice may have gone out whose answer was lost. */
const LOST = '1 hour';

/**
 * Takes in what a follower said of notices, and what became of those that were sent: accepted allows one more, taken back
 * leaves none, one that somebody else has sent uses one. What we sent ourselves was counted when it was sent. A word told
 * twice counts once.
 */
export async function takeWords(
  tx: Tx,
  clock: Clock,
  accountId: number,
  { openId, at, words = [] }: Pick<officialAccount.FollowerEvent, 'openId' | 'at' | 'words'>,
): Promise<void> {
  if (words.length === 0) return;
  const { rows } = await sql<Counted>`
    insert into notice_words (account_id, openid, customer_id, code, word, external_id, at)
    select f.account_id, f.openid, f.customer_id, w.code, w.word, w.id, ${at}
    from jsonb_to_recordset(${JSON.stringify(words)}::jsonb) as w (code text, word text, id text)
    join followers f on f.account_id = ${accountId} and f.openid = ${openId}
    on conflict (account_id, openid, code, word, external_id, at) do nothing
    returning code, word, external_id, customer_id`.execute(tx);
  for (const row of rows) {
    const why = words.find(one => one.code === row.code && one.id === row.externalId)?.why ?? '';
    const isOurs = await receipt(tx, clock, accountId, openId, row, at, why);
    const by = changeOf(row.word, isOurs);
    if (by !== undefined && !(by === 1 && (await wasTakenBack(tx, accountId, openId, row.code, at))))
      await count(tx, accountId, openId, row, by, at);
  }
  await settleNoticeFacts(
    tx,
    clock,
    rows.map(row => row.customerId),
  );
}

/** A notice uses an acceptance whoever sent it; of ours it was counted when it was sent. */
function changeOf(word: Told['word'], isOurs: boolean): number | 'none' | undefined {
  if (word === 'accepted') return 1;
  if (word === 'cancelled') return 'none';
  return word === 'sent' && !isOurs ? -1 : undefined;
}

/** Whether it is the receipt of a notice of ours: by its id, or, where the answer was lost, by person, template and time. */
async function receipt(
  tx: Tx,
  clock: Clock,
  accountId: number,
  openId: string,
  { code, word, externalId }: Counted,
  at: Date,
  why: string,
): Promise<boolean> {
  if (word !== 'sent' && word !== 'failed') return false;
  const { rows } = await sql<{ id: number }>`
    select m.id from official_messages m join notice_templates t on t.id = m.template_id
    where m.account_id = ${accountId} and m.openid = ${openId} and t.code = ${code} and m.kind = 'notice'
      and (m.external_id = ${externalId} or m.external_id is null and m.state in ('calling', 'unknown')
        and m.called_at between ${at}::timestamptz - ${LOST}::interval and ${at}::timestamptz + interval '1 minute')
    order by (m.external_id = ${externalId}) desc nulls last, m.id limit 1 for update of m`.execute(tx);
  const [message] = rows;
  if (!message)
    return await noticeReceipt(tx, clock, {
      ...{ accountId, openId, code, externalId, at },
      isSent: word === 'sent',
    });
  await settleNotice(tx, clock, message.id, { isSent: word === 'sent', externalId, why });
  return true;
}

/** Words may come late: what was taken back after it was accepted is no acceptance. */
async function wasTakenBack(
  tx: Tx,
  accountId: number,
  openId: string,
  code: string,
  at: Date,
): Promise<boolean> {
  const { rows } = await sql<{ is: boolean }>`
    select exists (select 1 from notice_words where account_id = ${accountId} and openid = ${openId} and code = ${code}
      and word = 'cancelled' and at >= ${at}) as is`.execute(tx);
  return rows[0]?.is ?? false;
}

/** The counter never falls below nothing. */
async function count(
  tx: Tx,
  accountId: number,
  openId: string,
  { code, customerId }: Counted,
  by: number | 'none',
  at: Date,
): Promise<void> {
  if (by === 'none')
    // What was accepted after it was taken back stays.
    return void (await sql`
      update notice_grants g set remaining = least(remaining, (select count(*) from notice_words w where w.account_id = g.account_id
          and w.openid = g.openid and w.code = g.code and w.word = 'accepted' and w.at > ${at})::integer), changed_at = ${at}
      where account_id = ${accountId} and openid = ${openId} and code = ${code}`.execute(tx));
  await sql`
    insert into notice_grants (account_id, openid, code, customer_id, remaining, changed_at)
    values (${accountId}, ${openId}, ${code}, ${customerId}, ${Math.max(0, by)}, ${at})
    on conflict (account_id, openid, code) do update set customer_id = excluded.customer_id,
      remaining = greatest(0, notice_grants.remaining + ${by}), changed_at = greatest(notice_grants.changed_at, ${at})`.execute(
    tx,
  );
}
