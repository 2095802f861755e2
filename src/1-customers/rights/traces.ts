import { type RawBuilder, sql } from 'kysely';
import { redactAudit } from '#platform/audit/audit.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import type { Known } from './known.ts';
import { naming } from './sought.ts';

/**
 * Where a person may be named although no key leads there: messages of platforms, work done, names of files, cells an
 * import quoted. These are small tables; they are read whole and looked through for what the person was known by.
 *
 * What still waits to be worked off is left: a name in it may be somebody else's, and who works it off asks for erased keys.
 */
export async function removeTraces(tx: Tx, known: Known): Promise<number> {
  const named = naming(known);
  const isNamed = (text: string) => named(sql.raw(`(${text})`));
  const statements = [
    sql`delete from channel_inbox where done_at is not null and (${isNamed('body::text')} or ${isNamed("coalesce(failure, '')")})`,
    removeWaiting(known),
    sql`delete from hook_deliveries where state <> 'waiting' and (${isNamed('dedupe_key')} or ${isNamed('faults::text')})`,
    sql`update shop_pulls set faults = '[]', failure = null where ${isNamed("faults::text || ' ' || coalesce(failure, '')")}`,
    sql`update imports set file_name = '—' where ${isNamed('file_name')}`,
    sql`update imports set failure = null where ${isNamed("coalesce(failure, '')")}`,
    sql`update files set name = '—' where ${isNamed('name')}`,
    sql`update send_tasks set failure = 'erased' where ${isNamed("coalesce(failure, '')")}`,
    sql`delete from saved_views where ${isNamed('query::text')} or ${isNamed('name')}`,
  ];
  let found = 0;
  for (const statement of statements) found += Number((await statement.execute(tx)).numAffectedRows ?? 0);
  found += await redactAudit(tx, { naming: named });
  // Sealed like deliveries; what keeps failing is not worth the risk.
  await sql`update sms_inbox set body = null where body is not null and attempts >= 8`.execute(tx);
  // Sealed, and nobody can look through them: what did not get in must be sent again.
  await sql`update hook_deliveries set body = null where body is not null and state in ('failed', 'partial')`.execute(
    tx,
  );
  return found + (await removeFromQueue(tx, isNamed));
}

/** Callbacks about the person's own WeCom id or openid: worked off, they would only be dropped (workOffInbox). */
function removeWaiting({ keys }: Known): RawBuilder<unknown> {
  const ids = keys.filter(key => key.kind === 'external_userid' || key.kind === 'openid');
  return sql`delete from channel_inbox i using unnest(${ids.map(id => id.accountId)}::bigint[], ${ids.map(id => id.key)}::text[]) as k (account_id, key)
    where i.done_at is null and i.account_id = k.account_id and coalesce(case i.body ->> 'event' when 'change_external_contact' then i.body ->> 'externalUserId'
      when 'follower' then i.body ->> 'openId' end, '') = k.key`;
}

/** Finished work with its error message; what still waits carries ids only. */
async function removeFromQueue(tx: Tx, isNamed: (text: string) => RawBuilder<boolean>): Promise<number> {
  const { rows } = await sql<{ there: boolean }>`select to_regclass('jobs.job') is not null as there`.execute(
    tx,
  );
  if (!rows[0]?.there) return 0;
  const { numAffectedRows } = await sql`
    delete from jobs.job where state in ('completed', 'failed', 'cancelled')
      and (${isNamed("coalesce(data::text, '')")} or ${isNamed("coalesce(output::text, '')")})`.execute(tx);
  return Number(numAffectedRows ?? 0);
}
