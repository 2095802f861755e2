import { sql } from 'kysely';
import { openWecom, wecom } from '#channels';
import type { Platform } from '#platform/platform.ts';
import { syncTags } from '../tags.ts';
import { isLater, laterAt, MOST_ATTEMPTS } from './later.ts';
import { settlePushes } from './settle.sql.ts';

type Order = { tagId: number; name: string; group: string; attempts: number };

/**
 * Makes the corp tags that were asked for. A call that makes something must not be made twice, so the corp's tags are
 * read first, each time: what an answer that was lost had made is found there by its name.
 */
export async function makeCorpTags(platform: Platform, accountId: number): Promise<void> {
  const taken = await takeOrders(platform, accountId);
  if (taken.length === 0) return;
  const client = await openWecom(platform, accountId);
  await syncTags(platform, client, accountId);
  const missing = await unlinked(platform, accountId, taken);
  for (const [group, orders] of Map.groupBy(missing, order => order.group)) {
    const tags = orders.map(({ name }) => ({ name }));
    const made = await wecom.addCorpTags(client, { group: { name: group }, tags });
    if (made.ok) await link(platform, accountId, orders, made.data.tags);
    else await refused(platform, accountId, orders, made);
  }
  if (missing.length > 0) await syncTags(platform, client, accountId);
  await finish(platform, accountId);
}

async function takeOrders({ db, clock }: Platform, accountId: number): Promise<Order[]> {
  const now = clock.now();
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

async function unlinked({ db }: Platform, accountId: number, orders: readonly Order[]): Promise<Order[]> {
  const links = await db
    .selectFrom('tagAccounts')
    .select('tagId')
    .where('accountId', '=', accountId)
    .where('tagId', 'in', [0, ...orders.map(order => order.tagId)])
    .execute();
  const linked = new Set(links.map(row => row.tagId));
  return orders.filter(order => !linked.has(order.tagId));
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
async function finish(platform: Platform, accountId: number): Promise<void> {
  await platform.db.transaction().execute(async tx => {
    const { rows } = await sql<{ customerId: number }>`
      with done as (
        delete from corp_tag_orders o using tag_accounts k
        where o.account_id = ${accountId} and k.account_id = o.account_id and k.tag_id = o.tag_id returning o.tag_id
      )
      select distinct customer_id from customer_tags where tag_id in (select tag_id from done)`.execute(tx);
    await settlePushes(
      tx,
      platform,
      rows.map(row => row.customerId),
    );
  });
}
