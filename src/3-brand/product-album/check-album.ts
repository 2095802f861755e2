import { sql } from 'kysely';
import { openWecom, wecom } from '#channels';
import type { Platform } from '#platform/platform.ts';
import { oneAtATime } from '#platform/postgres/one-at-a-time.ts';
import { ALBUM_WORK } from './tell-album.ts';

/** So many of others' products are kept to be shown; all of them are counted. */
const MOST_SHOWN = 200;

/** Every night: each album that Siyu has something in, or that somebody has had compared. */
export async function checkAlbums(platform: Platform): Promise<void> {
  const { rows } = await sql<{ id: number }>`
    select a.id from channel_accounts a where a.kind = 'wecom' and a.status = 'active'
      and (exists (select 1 from album_items i where i.account_id = a.id) or exists (select 1 from album_checks c where c.account_id = a.id))
    order by a.id`.execute(platform.db);
  for (const { id } of rows) await checkAlbum(platform, id);
}

/**
 * Compares an account's album with what Siyu has told WeCom, for no event tells of what is done in the console: what was
 * changed or deleted there is noted with each product, what is there beside it with the account. Changes nothing at WeCom.
 * Pictures are not compared: WeCom names them anew each time.
 */
export async function checkAlbum(platform: Platform, accountId: number): Promise<'done' | 'failed'> {
  return await oneAtATime(platform.pool, ALBUM_WORK, async () => {
    const listed = await openWecom(platform, accountId).then(wecom.listAlbum).catch(wecom.asFailure);
    if (!listed.ok) {
      await sql`
        insert into album_checks (account_id, failure) values (${accountId}, ${wecom.keptFailure(listed)}::jsonb)
        on conflict (account_id) do update set failure = excluded.failure`.execute(platform.db);
      return 'failed';
    }
    await write(platform, accountId, listed.data);
    return 'done';
  });
}

async function write({ db, clock }: Platform, accountId: number, listed: readonly wecom.AlbumItem[]) {
  const now = clock.now();
  const told = sql`jsonb_to_recordset(${JSON.stringify(listed)}::jsonb) as l ("itemId" text, sn text, description text, price bigint)`;
  await db.transaction().execute(async tx => {
    await sql`
      with listed as (select "itemId" as item_id, sn, description, price from ${told}), seen as (
        select i.id, case
          when l.item_id is null then '{"gone": true}'::jsonb
          when (l.sn, l.description, l.price) is distinct from (i.told ->> 'sn', i.told ->> 'description', (i.told ->> 'price')::bigint)
            -- What was just told, and the answer lost, is no change of somebody's.
            and (l.sn, l.description, l.price) is distinct from (i.wanted ->> 'sn', i.wanted ->> 'description', (i.wanted ->> 'price')::bigint)
            then jsonb_build_object('sn', l.sn, 'description', l.description, 'price', l.price) end as found
        from album_items i left join listed l on l.item_id = i.item_id
        where i.account_id = ${accountId} and i.item_id is not null and i.archived_at is null and i.told is not null
      )
      update album_items i set found = seen.found, found_at = case when seen.found is not null then ${now}::timestamptz end
      from seen where seen.id = i.id and i.found is distinct from seen.found`.execute(tx);
    await sql`
      insert into album_checks as c (account_id, checked_at, items, others, failure)
      select ${accountId}, ${now}, ${listed.length}, coalesce(jsonb_agg(to_jsonb(o) - 'at' order by o.at) filter (where o.at <= ${MOST_SHOWN}), '[]'), null
      from (
        select l.sn as "productSn", l.description, l.price, row_number() over () as at from ${told}
        where not exists (select 1 from album_items i where i.account_id = ${accountId} and i.item_id = l."itemId")
          and not exists (select 1 from album_items i where i.account_id = ${accountId} and i.asked_sn = l.sn)
      ) o
      on conflict (account_id) do update set checked_at = excluded.checked_at, items = excluded.items, others = excluded.others,
        failure = null`.execute(tx);
  });
}
