import { sql } from 'kysely';
import type { wecom } from '#channels';
import type { Platform } from '#platform/platform.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import { remember } from '../told-tags.ts';
import { laterAt, MOST_ATTEMPTS } from './later.ts';

/** A relation with what WeCom is to be told of it. */
export type Pair = {
  followId: number;
  accountId: number;
  customerId: number;
  /** Null where the member is no longer known to the corp. */
  userId: string | null;
  externalUserId: string;
  since: Date;
  ended: boolean;
  remark: string | null;
  tags: { externalId: string; tagId: number; carried: boolean }[];
  /** So many tags WeCom has on it. */
  held: number;
  rev: number;
  attempts: number;
};

/** What of it WeCom has taken. */
export type Said = { tags: boolean; remark: boolean };
type Failed = { failure: wecom.Failure; again: boolean };

/**
 * Writes down what came of telling WeCom. `gone`: member and customer are not connected any more, so there is nobody to
 * tell. What was asked for meanwhile stays in the queue, and is due at once.
 */
export async function recordPush(
  { db, clock, log }: Platform,
  pair: Pair,
  said: Said | 'gone',
  failed?: Failed,
): Promise<'done' | 'later' | 'given_up' | 'gone'> {
  const now = clock.now();
  return await db.transaction().execute(async tx => {
    if (said === 'gone') {
      log.info({ follow: pair.followId }, 'nothing to tell WeCom: the relation has ended');
      await tx.deleteFrom('followPushes').where('followId', '=', pair.followId).execute();
      return 'gone';
    }
    if (said.tags) await rememberTags(tx, pair, now);
    if (said.remark && pair.remark !== null) await noteRemark(tx, pair, now);
    if (!failed) return await settle(tx, pair, now);
    await dropSaid(tx, pair, said);
    return await putOff(tx, pair, now, failed);
  });
}

async function rememberTags(tx: Tx, pair: Pair, at: Date): Promise<void> {
  const { followId, customerId, since } = pair;
  const links = await tx
    .selectFrom('tagAccounts')
    .select(['externalId', 'tagId'])
    .where('accountId', '=', pair.accountId)
    .where('externalId', 'in', ['', ...pair.tags.map(tag => tag.externalId)])
    .forShare()
    .execute();
  const tagOf = new Map(links.map(link => [link.externalId, link.tagId]));
  const said = pair.tags.flatMap(({ externalId, carried }) => {
    const tagId = tagOf.get(externalId);
    return tagId === undefined ? [] : [{ followId, customerId, externalId, tagId, carried, since }];
  });
  await remember(tx, pair.accountId, said, at);
}

async function noteRemark(tx: Tx, { followId, accountId, remark }: Pair, now: Date): Promise<void> {
  await sql`
    with noted as (
      update follows set remark = ${remark} where id = ${followId} and remark is distinct from ${remark} returning customer_id
    )
    insert into events (type, customer_id, account_id, at, actor, data)
    select 'follow.changed', customer_id, ${accountId}, ${now}, 'system', '{"by": "remark"}'::jsonb from noted`.execute(
    tx,
  );
}

async function settle(tx: Tx, { followId, rev }: Pair, now: Date): Promise<'done'> {
  const { numDeletedRows } = await tx
    .deleteFrom('followPushes')
    .where('followId', '=', followId)
    .where('rev', '=', rev)
    .executeTakeFirst();
  if (numDeletedRows === 0n)
    await tx
      .updateTable('followPushes')
      .set({ tryAt: now, attempts: 0 })
      .where('followId', '=', followId)
      .execute();
  return 'done';
}

/** The half that WeCom has taken is not told again, unless it was changed meanwhile. */
async function dropSaid(tx: Tx, { followId, rev }: Pair, said: Said): Promise<void> {
  if (said.tags)
    await sql`
      delete from tag_pushes where follow_id in (select follow_id from follow_pushes where follow_id = ${followId} and rev = ${rev})`.execute(
      tx,
    );
  if (said.remark)
    await sql`update follow_pushes set remark = null where follow_id = ${followId} and rev = ${rev}`.execute(
      tx,
    );
}

async function putOff(
  tx: Tx,
  pair: Pair,
  now: Date,
  { failure, again }: Failed,
): Promise<'later' | 'given_up'> {
  const given = !again || pair.attempts >= MOST_ATTEMPTS;
  const { code, message } = failure;
  await sql`
    update follow_pushes set
      try_at = case when rev = ${pair.rev} then ${laterAt(now, pair.attempts, failure.retryAt)} else ${now}::timestamptz end,
      attempts = case when rev = ${pair.rev} then attempts else 0 end,
      failure = ${JSON.stringify({ code, ...message })}::jsonb,
      given_up_at = case when rev = ${pair.rev} and ${given} then ${now}::timestamptz end
    where follow_id = ${pair.followId}`.execute(tx);
  return given ? 'given_up' : 'later';
}
