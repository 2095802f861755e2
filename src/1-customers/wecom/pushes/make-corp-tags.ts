import { sql } from 'kysely';
import { openWecom, wecom } from '#channels';
import type { Platform } from '#platform/platform.ts';
import { syncTags } from '../tags.ts';
import { isLater, laterAt, MOST_ATTEMPTS } from './later.ts';
import { settlePushes } from './settle.sql.ts';

type Order = { tagId: number; name: string; group: string; attempts: number };

/**
 * Makes the corp tags that were asked for, and renames those it made before. A call that makes something must not be made twice, so the corp's tags are
 * read first, each time: what an answer that was lost had made is found there by its name.
 */
export async function makeCorpTags(platform: Platform, accountId: number): Promise<void> {
  const taken = await takeOrders(platform, accountId);
  if (taken.length === 0) return;
  const client = await openWecom(platform, accountId);
  await syncTags(platform, client, accountId);
  const links = await linksOf(platform, accountId, taken);
  const notRenamed = await renameOwn(platform, client, accountId, taken, links);
  const missing = taken.filter(order => !links.some(link => link.tagId === order.tagId));
  for (const [group, orders] of Map.groupBy(missing, order => order.group)) {
    const tags = orders.map(({ name }) => ({ name }));
    const made = await wecom.addCorpTags(client, { group: { name: group }, tags });
    if (made.ok) await link(platform, accountId, orders, made.data.tags);
    else await refused(platform, accountId, orders, made);
  }
  if (missing.length > 0) await syncTags(platform, client, accountId);
  const put = taken.map(order => order.tagId).filter(tagId => !notRenamed.has(tagId));
  await finish(platform, accountId, put);
}

async function takeOrders({ db, clock }: Platform, accountId: number): Promise<Order[]> {
  const now = clock.now();
  // A tag that was put away since, or became another, is wanted in the corp no more.
  await sql`
    delete from corp_tag_orders o using tags t where o.account_id = ${accountId} and t.id = o.tag_id and t.archived_at is not null`.execute(
    db,
  );
  const { rows } = await sql<Order>`
    with taken as (
      update corp_tag_orders set attempts = attempts + 1, try_at = ${now}::timestamptz + interval '2 minutes'
      where (account_id, tag_id) in (
        select account_id, tag_id from corp_tag_orders where account_id = ${accountId} and given_up_at is null and try_at <= ${now}
        order by tag_id limit 200 for update skip locked)
      returning tag_id, attempts
    )
    select o.tag_id, o.attempts, t.name, g.name as "group" from taken o join tags t on t.id = o.tag_id join tag_groups g on g.id = t.group_id`.execute(
    db,
  );
  return rows;
}

type Link = { tagId: number; externalId: string; own: boolean };

async function linksOf({ db }: Platform, accountId: number, orders: readonly Order[]): Promise<Link[]> {
  return await db
    .selectFrom('tagAccounts')
    .select(['tagId', 'externalId', 'own'])
    .where('accountId', '=', accountId)
    .where('tagId', 'in', [0, ...orders.map(order => order.tagId)])
    .execute();
}

/** What this app has made it may rename; the same name again does no harm. */
async function renameOwn(
  platform: Platform,
  client: wecom.WecomClient,
  accountId: number,
  orders: readonly Order[],
  links: readonly Link[],
): Promise<ReadonlySet<number>> {
  const notTaken = new Set<number>();
  for (const order of orders)
    for (const link of links.filter(one => one.own && one.tagId === order.tagId)) {
      const outcome = await wecom.editCorpTag(client, link.externalId, { name: order.name });
      if (outcome.ok) continue;
      notTaken.add(order.tagId);
      await refused(platform, accountId, [order], outcome);
    }
  return notTaken;
}

/** Made by this app, so it may change and delete them later. */
async function link(
  { db }: Platform,
  accountId: number,
  orders: readonly Order[],
  made: readonly { id: string; name: string }[],
): Promise<void> {
  const idOf = new Map(made.map(tag => [tag.name, tag.id]));
  const rows = orders.flatMap(({ tagId, name }) => {
    const externalId = idOf.get(name);
    return externalId === undefined ? [] : [{ accountId, externalId, tagId, own: true }];
  });
  if (rows.length === 0) return;
  await db
    .insertInto('tagAccounts')
    .values(rows)
    .onConflict(conflict => conflict.columns(['accountId', 'externalId']).doUpdateSet({ own: true }))
    .execute();
}

async function refused(
  { db, clock }: Platform,
  accountId: number,
  orders: readonly Order[],
  failure: wecom.Failure,
): Promise<void> {
  const now = clock.now();
  const { code, message, retryAt } = failure;
  // A tag of the name is there: the reading that follows links it.
  if (failure.kind === 'done') return;
  for (const { tagId, attempts } of orders)
    await db
      .updateTable('corpTagOrders')
      .set({
        failure: JSON.stringify({ code, ...message }),
        tryAt: laterAt(now, attempts, retryAt),
        givenUpAt: isLater(failure) && attempts < MOST_ATTEMPTS ? null : now,
      })
      .where('accountId', '=', accountId)
      .where('tagId', '=', tagId)
      .execute();
}

/** Orders whose tag is linked by now are done, and WeCom is to show the tag on everybody who carries it. */
async function finish(platform: Platform, accountId: number, tagIds: readonly number[]): Promise<void> {
  await platform.db.transaction().execute(async tx => {
    const { rows } = await sql<{ customerId: number }>`
      with done as (
        delete from corp_tag_orders o using tag_accounts k
        where o.account_id = ${accountId} and k.account_id = o.account_id and k.tag_id = o.tag_id
          and o.tag_id = any(${tagIds}::bigint[]) returning o.tag_id
      )
      select distinct customer_id from customer_tags where tag_id in (select tag_id from done)`.execute(tx);
    await settlePushes(
      tx,
      platform,
      rows.map(row => row.customerId),
    );
  });
}
