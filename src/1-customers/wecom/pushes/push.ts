import { sql } from 'kysely';
import { openWecom, wecom } from '#channels';
import type { Platform } from '#platform/platform.ts';
import { syncTags } from '../tags.ts';
import { isLater } from './later.ts';
import { makeCorpTags } from './make-corp-tags.ts';
import { type Pair, recordPush, type Said } from './record.ts';

/** So many relations are told of at once; the client itself keeps to WeCom's limits. */
const AT_ONCE = 8;
/** Whoever takes a relation has it for so long; after a crash somebody else tells WeCom again, which does no harm. */
const LEASE = "interval '2 minutes'";

/** Tells WeCom what waits to be told, account by account. @returns how many relations were settled. */
export async function workOffPushes(platform: Platform): Promise<number> {
  const accounts = await platform.db
    .selectFrom('channelAccounts')
    .select('id')
    .where('kind', '=', 'wecom')
    .where('status', '=', 'active')
    .where('secrets', 'is not', null)
    .execute();
  let settled = 0;
  for (const { id } of accounts) {
    await makeCorpTags(platform, id);
    settled += await pushAccount(platform, id);
  }
  return settled;
}

/** Stops where nothing of a whole handful got through: it is the account or the network, and waits for the next run. */
async function pushAccount(platform: Platform, accountId: number): Promise<number> {
  let settled = 0;
  for (;;) {
    const pairs = await take(platform, accountId);
    if (pairs.length === 0) return settled;
    const client = await openWecom(platform, accountId);
    const ends = await Promise.all(pairs.map(pair => pushPair(platform, client, pair)));
    settled += ends.filter(end => end !== 'later').length;
    if (ends.every(end => end === 'later')) return settled;
  }
}

/** Takes relations that are due, each for this process alone. */
async function take({ db, clock }: Platform, accountId: number): Promise<Pair[]> {
  const now = clock.now();
  const { rows } = await sql<Pair>`
    with taken as (
      update follow_pushes set attempts = attempts + 1, try_at = ${now}::timestamptz + ${sql.raw(LEASE)}
      where follow_id in (
        select follow_id from follow_pushes where account_id = ${accountId} and given_up_at is null and try_at <= ${now}
        order by try_at, follow_id limit ${AT_ONCE} for update skip locked)
      returning follow_id, account_id, remark, rev, attempts
    )
    select t.*, f.customer_id, f.followed_at as since, f.ended_at is not null as ended, i.key as external_user_id,
      (select m.external_id from member_accounts m where m.account_id = t.account_id and m.member_id = f.member_id
        order by m.active desc, m.external_id limit 1) as user_id,
      (select count(*) from follow_tags b where b.follow_id = t.follow_id and b.carried and b.since = f.followed_at) as held,
      (select coalesce(jsonb_agg(jsonb_build_object('externalId', w.external_id, 'tagId', k.tag_id, 'carried', w.carried)), '[]')
        from tag_pushes w join tag_accounts k on k.account_id = w.account_id and k.external_id = w.external_id
        where w.follow_id = t.follow_id) as tags
    from taken t join follows f on f.id = t.follow_id join identities i on i.id = f.identity_id`.execute(db);
  return rows;
}

async function pushPair(platform: Platform, client: wecom.WecomClient, pair: Pair) {
  if (pair.ended || pair.userId === null) return await recordPush(platform, pair, 'gone');
  const names = { userId: pair.userId, externalUserId: pair.externalUserId };
  const said: Said = { tags: false, remark: false };
  let failure: wecom.Failure | undefined;
  if (pair.tags.length > 0) {
    const outcome = isTooMany(pair)
      ? TOO_MANY
      : await wecom.markTags(client, names, {
          add: pair.tags.filter(tag => tag.carried).map(tag => tag.externalId),
          remove: pair.tags.filter(tag => !tag.carried).map(tag => tag.externalId),
        });
    if (outcome.ok) said.tags = true;
    else failure = outcome;
  }
  // Tags that WeCom refuses for good keep no remark back.
  if (pair.remark !== null && !(failure && (failure.kind === 'gone' || isLater(failure)))) {
    const outcome = await wecom.remarkCustomer(client, names, { remark: pair.remark });
    if (outcome.ok) said.remark = true;
    else failure = outcome;
  }
  if (!failure) return await recordPush(platform, pair, said);
  if (failure.kind === 'gone') return await recordPush(platform, pair, 'gone');
  const isStale = failure.code === NO_SUCH_TAG && pair.attempts === 1;
  if (isStale) await syncTags(platform, client, pair.accountId);
  return await recordPush(platform, pair, said, { failure, again: isStale || isLater(failure) });
}

/** Page 92118. WeCom itself would only say that a parameter is wrong. */
const MOST_TAGS = 3_000;

const TOO_MANY: wecom.Failure = {
  ok: false,
  kind: 'fix_data',
  code: 'invalid_request',
  message: {
    zh: '一位成员给一位客户最多打 3,000 个企业标签，已经满了，请先去掉一些。',
    en: 'A member can have at most 3,000 corp tags on one customer; take some off first.',
  },
};

function isTooMany({ held, tags }: Pair): boolean {
  const more = tags.filter(tag => tag.carried).length;
  return more > 0 && Number(held) + more - (tags.length - more) > MOST_TAGS;
}

/** A corp tag that is no more: the list of tags is read anew, and what is left is told. */
const NO_SUCH_TAG = 40068;
