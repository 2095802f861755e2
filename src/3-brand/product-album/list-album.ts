import { sql } from 'kysely';
import type { z } from 'zod';
import type { Clock } from '#platform/clock.ts';
import { type Language, say, type Words } from '#platform/contract.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import type { albumAccount, albumItemRow, albumQuery, albumView } from './contract.ts';
import { albumLimits } from './refusals.ts';

type Row = z.output<typeof albumItemRow>;
type Kept = Omit<Row, 'why'> & { failure: Words | null };

/** Products of the albums: those that somebody has to look at first, then the last changed. */
export async function listAlbumItems(
  db: Db | Tx,
  language: Language,
  { q = '', account, state }: z.output<typeof albumQuery>,
): Promise<Row[]> {
  const { rows } = await sql<Kept>`
    select * from (
      select i.id, i.product_sn, i.description, i.price, i.follows_price, i.file_ids as files, i.failure, i.updated_at, i.found_at,
        i.account_id, jsonb_build_object('id', a.id, 'name', a.name) as account,
        case when p.id is not null then
          jsonb_build_object('id', p.id, 'name', p.name, 'shop', s.name, 'price', p.price) end as product,
        case when i.found ? 'sn' then jsonb_build_object('productSn', i.found ->> 'sn',
          'description', i.found ->> 'description', 'price', (i.found ->> 'price')::bigint) end as found,
        case when i.found ? 'gone' then 'gone' when i.found is not null then 'changed' when i.failure is not null then 'failed'
          when i.archived_at is not null then 'removing' when i.told is distinct from i.wanted then 'telling' else 'ready' end as state
      from album_items i join channel_accounts a on a.id = i.account_id
      left join products p on p.id = i.product_id left join channel_accounts s on s.id = p.account_id
      where a.status <> 'removed' and (i.archived_at is null or i.told is distinct from i.wanted)
    ) listed
    where (${account ?? null}::bigint is null or account_id = ${account ?? null})
      and (${state ?? null}::text[] is null or state = any(${state ?? null}::text[]))
      and (${q} = '' or strpos(lower(description), lower(${q})) > 0 or strpos(lower(product_sn), lower(${q})) = 1)
    order by array_position(array['gone', 'changed', 'failed'], state), updated_at desc, id desc`.execute(db);
  return rows.map(({ failure, ...row }) => ({ ...row, why: failure && say(failure, language) }));
}

type Account = z.output<typeof albumAccount>;

/** How each connected WeCom's album stands, and what WeCom takes. */
export async function readAlbum(
  db: Db | Tx,
  clock: Clock,
  language: Language,
): Promise<z.output<typeof albumView>> {
  const { rows } = await sql<Omit<Account, 'why'> & { failure: Words | null }>`
    select jsonb_build_object('id', a.id, 'name', a.name) as account, c.checked_at, c.failure, coalesce(c.items, 0) as items,
      coalesce(c.others, '[]') as others,
      (select count(*)::integer from album_items i where i.account_id = a.id and i.archived_at is null and i.found ? 'sn') as changed,
      (select count(*)::integer from album_items i where i.account_id = a.id and i.archived_at is null and i.found ? 'gone') as gone
    from channel_accounts a left join album_checks c on c.account_id = a.id
    where a.kind = 'wecom' and a.status = 'active' order by a.id`.execute(db);
  const accounts = rows.map(({ failure, ...row }) => ({ ...row, why: failure && say(failure, language) }));
  return { accounts, limits: await albumLimits(db, clock.now()) };
}
