import { sql } from 'kysely';
import { addTags, setRemark } from '#customers';
import { appendEvents, type Position } from '#platform/log/events.ts';
import type { Reader } from '#platform/log/readers.ts';
import type { Platform } from '#platform/platform.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import { noteAccepted } from '../buyer-migrations/accepted.ts';
import { noteFates } from './fates.ts';
import { noteOfficialEntries } from './official-entries.ts';
import { noteCameBy, usable } from './settle.ts';

type Entry = {
  id: number;
  codeId: number | null;
  linkId: number | null;
  touchpointId: number;
  accountId: number;
  memberId: number;
  customerId: number;
  personId: number;
  at: Date;
  fresh: boolean;
  code: string;
  touchpoint: string;
  tagIds: number[];
  remark: string;
  name: string | null;
};

/**
 * Follows the log: whoever adds a member by one of our codes has come in there. Written once however often it is told;
 * with it the code's tags and remark, a fact for rules, and a line in the person's timeline.
 */
export function entriesReader(platform: Platform): Reader {
  return {
    name: 'acquisition.entries',
    batch: 20_000,
    advance: async (from, to) => {
      await platform.db.transaction().execute(async tx => {
        const entries = await writeEntries(tx, from, to);
        if (entries.length > 0) await settle(tx, platform, entries);
        await noteOfficialEntries(tx, platform, from, to);
        await noteFates(tx, from, to);
        await noteAccepted(tx, platform.clock, from, to);
      });
    },
  };
}

/** Deleted and added again is another entry, and nobody new. */
async function writeEntries(tx: Tx, from: Position, to: Position): Promise<Entry[]> {
  const { rows } = await sql<Entry>`
    with told as (
      select distinct customer_id from events
      where (xid, seq) > (${from.xid}, ${from.seq}) and (xid, seq) <= (${to.xid}, ${to.seq})
        and type in ('follow.started', 'follow.changed') and data ->> 'state' <> ''
    ), came as (
      insert into entries (touchpoint_id, code_id, link_id, account_id, member_id, customer_id, at, person_id, variant_id, fresh)
      select s.touchpoint_id, s.code_id, s.link_id, f.account_id, f.member_id, f.customer_id, f.followed_at, c.person_id, s.variant_id,
        f.first_at is null
        and not exists (select 1 from follows o join customers p on p.id = o.customer_id
          where p.person_id = c.person_id and o.id <> f.id and coalesce(o.first_at, o.followed_at) < f.followed_at)
        and not exists (select 1 from orders o join customers p on p.id = o.customer_id
          where p.person_id = c.person_id and o.payment = 'paid' and o.ordered_at < f.followed_at)
      from told join follows f on f.customer_id = told.customer_id and f.ended_at is null
      join customers c on c.id = f.customer_id and c.status = 'active'
      join lateral (
        select l.account_id, l.touchpoint_id, l.id as code_id, null::bigint as link_id, w.variant_id
        from code_ways w join live_codes l on l.id = w.code_id where w.state = f.state
        union all select account_id, touchpoint_id, null, id, null from acquisition_links where state = f.state
      ) s on s.account_id = f.account_id
      on conflict (account_id, member_id, customer_id, at) do nothing
      returning id, touchpoint_id, code_id, link_id, account_id, member_id, customer_id, at, fresh
    )
    select came.*, c.person_id, coalesce(l.name, k.name) as code, t.name as touchpoint,
      coalesce(l.tag_ids, k.tag_ids) as tag_ids, coalesce(l.remark, '') as remark,
      (select p.name from customers p where p.person_id = c.person_id and p.name is not null order by p.id = c.person_id desc, p.id limit 1) as name
    from came join customers c on c.id = came.customer_id join touchpoints t on t.id = came.touchpoint_id
    left join live_codes l on l.id = came.code_id left join acquisition_links k on k.id = came.link_id
    order by came.id`.execute(tx);
  return rows;
}

async function settle(tx: Tx, platform: Platform, entries: readonly Entry[]): Promise<void> {
  await tagAll(tx, platform, entries);
  for (const entry of entries) if (entry.remark !== '') await remark(tx, platform, entry);
  await noteCameBy(tx, platform, entries);
  await appendEvents(
    tx,
    entries.map(entry => ({
      type: 'entry.recorded',
      customerId: entry.customerId,
      accountId: entry.accountId,
      at: entry.at,
      actor: `member:${entry.memberId}`,
      data: {
        [entry.linkId === null ? 'code' : 'link']: entry.code,
        ...{ touchpoint: entry.touchpoint, fresh: entry.fresh },
      },
    })),
  );
}

/** What is done for somebody is done by what they came by. */
const actorOf = ({ codeId, linkId }: Entry) => (linkId === null ? `code:${codeId}` : `link:${linkId}`);

async function tagAll(tx: Tx, { clock }: Platform, entries: readonly Entry[]): Promise<void> {
  for (const [by, came] of Map.groupBy(entries, actorOf)) {
    const [{ code, tagIds, linkId }] = came as [Entry, ...Entry[]];
    if (tagIds.length === 0) continue;
    const tagged = await usable(tx, tagIds);
    const customerIds = [...new Set(came.map(entry => entry.customerId))];
    const why = {
      source: 'rule',
      reason: `${linkId === null ? '渠道活码' : '获客链接'}「${code}」`,
    } as const;
    if (tagged.length > 0) await addTags(tx, clock, { name: by }, { customerIds, tagIds: tagged }, why);
  }
}

async function remark(tx: Tx, platform: Platform, entry: Entry): Promise<void> {
  const { accountId, memberId, customerId, code, name } = entry;
  const words = entry.remark
    .replaceAll('{{name}}', name ?? '')
    .replaceAll('{{code}}', code)
    .trim();
  if (words !== '')
    await setRemark(tx, platform, {
      ...{ accountId, memberId, customerId, remark: words, actor: { name: actorOf(entry) } },
    });
}
