import { sql } from 'kysely';
import { addTags } from '#customers';
import { appendEvents, type Position } from '#platform/log/events.ts';
import type { Platform } from '#platform/platform.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import { noteCameBy, usable } from './settle.ts';

type Came = {
  codeId: number;
  code: string;
  touchpoint: string;
  tagIds: number[];
  accountId: number;
  customerId: number;
  personId: number;
  at: Date;
  followed: boolean;
  fresh: boolean;
};

/**
 * Who followed an official account by a code of ours, or scanned it as a follower, for the funnel of followers: once
 * however often it is told. Who follows has an entry of their own, and what goes with it; who scans as a follower gets the
 * code's tags, the fact for rules and a line in the timeline here.
 */
export async function noteOfficialEntries(
  tx: Tx,
  platform: Platform,
  from: Position,
  to: Position,
): Promise<void> {
  const { rows } = await sql<Came>`
    with told as (
      select customer_id, account_id, at, type = 'official_account.followed' as followed, data ->> 'scene' as scene from events
      where (xid, seq) > (${from.xid}, ${from.seq}) and (xid, seq) <= (${to.xid}, ${to.seq})
        and type in ('official_account.followed', 'official_account.scanned') and data ->> 'scene' <> ''
    ), came as (
      insert into official_entries (touchpoint_id, code_id, account_id, customer_id, at, followed, fresh)
      select distinct on (l.id, told.customer_id, told.at) l.touchpoint_id, l.id, told.account_id, told.customer_id, told.at, told.followed,
        told.followed
        and not exists (select 1 from followers f join customers p on p.id = f.customer_id
          where p.person_id = c.person_id and f.subscribed_at < told.at)
        and not exists (select 1 from follows f join customers p on p.id = f.customer_id
          where p.person_id = c.person_id and coalesce(f.first_at, f.followed_at) < told.at)
        and not exists (select 1 from orders o join customers p on p.id = o.customer_id
          where p.person_id = c.person_id and o.payment = 'paid' and o.ordered_at < told.at)
      from told join customers c on c.id = told.customer_id and c.status = 'active'
      join code_ways w on w.state = told.scene and w.kind = 'official' and w.key = told.account_id::text
      join live_codes l on l.id = w.code_id
      order by l.id, told.customer_id, told.at, told.followed desc
      on conflict (code_id, customer_id, at) do nothing
      returning touchpoint_id, code_id, account_id, customer_id, at, followed, fresh
    )
    select came.*, c.person_id, l.name as code, l.tag_ids, t.name as touchpoint from came
    join customers c on c.id = came.customer_id join live_codes l on l.id = came.code_id join touchpoints t on t.id = came.touchpoint_id
    order by came.at`.execute(tx);
  const scanned = rows.filter(row => !row.followed);
  if (scanned.length > 0) await settle(tx, platform, scanned);
}

async function settle(tx: Tx, platform: Platform, rows: readonly Came[]): Promise<void> {
  for (const [codeId, came] of Map.groupBy(rows, row => row.codeId)) {
    const [{ code, tagIds }] = came as [Came, ...Came[]];
    const tagged = tagIds.length > 0 ? await usable(tx, tagIds) : [];
    if (tagged.length === 0) continue;
    const customerIds = [...new Set(came.map(row => row.customerId))];
    const why = { source: 'rule', reason: `渠道活码「${code}」` } as const;
    await addTags(tx, platform.clock, { name: `code:${codeId}` }, { customerIds, tagIds: tagged }, why);
  }
  await noteCameBy(tx, platform, rows);
  await appendEvents(
    tx,
    rows.map(({ customerId, accountId, at, code, touchpoint, fresh }) => ({
      ...{ type: 'entry.recorded', customerId, accountId, at, actor: `account:${accountId}` },
      data: { code, touchpoint, fresh },
    })),
  );
}
