import { sql } from 'kysely';
import type { z } from 'zod';
import { wecom } from '#channels';
import { shanghaiDate } from '#platform/clock.ts';
import { type Language, say, type Words } from '#platform/contract.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import { boundOf, factsOn } from '#platform/settings/facts-on.ts';
import { entryFiguresOf, NO_FIGURES } from '../touchpoints/figures.sql.ts';
import { sinceDay } from '../touchpoints/touchpoints.ts';
import type { acquisitionLinkQuery, acquisitionLinkRow, acquisitionQuota } from './contract.ts';

type Row = z.output<typeof acquisitionLinkRow>;
type Kept = Omit<Row, 'figures' | 'address' | 'why'> & {
  url: string | null;
  mark: string;
  failure: Words | null;
};

/** Links with what the platform counts of them and how those fared who came by them, the most used first. */
export async function listLinks(
  db: Db | Tx,
  now: Date,
  language: Language,
  asked: z.output<typeof acquisitionLinkQuery>,
): Promise<Row[]> {
  const { q = '', archived, days } = asked;
  const touchpoint = asked.touchpoint ?? null;
  const from = sinceDay(now, days);
  const { rows } = await sql<Kept>`
    select l.id, l.name, l.asks_nobody, l.departments, l.priority, l.url, l.state as mark, l.customers, l.chatted, l.synced_at, l.failure,
      jsonb_build_object('id', t.id, 'name', t.name) as touchpoint, jsonb_build_object('id', a.id, 'name', a.name) as account,
      coalesce((select jsonb_agg(jsonb_build_object('id', m.id, 'name', m.name) order by m.name, m.id) from members m
        where m.id = any(l.member_ids)), '[]') as members,
      coalesce((select jsonb_agg(jsonb_build_object('id', m.id, 'name', m.name) order by m.name, m.id) from members m
        where m.id = any(l.priority_ids)), '[]') as priority_members,
      coalesce((select jsonb_agg(jsonb_build_object('id', g.id, 'name', g.name) order by g.name) from tags g
        where g.id = any(l.tag_ids)), '[]') as tags,
      case when l.archived_at is not null then 'archived' when l.gone_at is not null then 'gone'
        when l.failure is not null then 'failed' when l.link_id is null then 'making' else 'ready' end as state,
      coalesce(d.clicks, 0)::integer as clicks, coalesce(d.added, 0)::integer as added
    from acquisition_links l join touchpoints t on t.id = l.touchpoint_id join channel_accounts a on a.id = l.account_id
    left join lateral (select sum(clicks) as clicks, sum(added) as added from acquisition_link_days
      where link_id = l.id and day >= ${shanghaiDate(from)}::date) d on true
    where (l.archived_at is not null) = ${archived === 'yes'} and (${touchpoint}::bigint is null or l.touchpoint_id = ${touchpoint})
      and (${q} = '' or strpos(lower(l.name || ' ' || t.name), lower(${q})) > 0)
    order by d.clicks desc nulls last, l.id desc`.execute(db);
  const figures = await entryFiguresOf(db, { by: 'link', ids: rows.map(row => row.id), from, now });
  return rows.map(({ url, mark, failure, ...row }) => ({
    ...row,
    address: url && wecom.linkWithState(url, mark),
    why: failure && say(failure, language),
    figures: figures.get(row.id) ?? NO_FIGURES,
  }));
}

/** A quota below this is an alarm. */
const LOW = 'wecom.acquisition.quota.low';
type Quota = z.output<typeof acquisitionQuota>;

/** What accounts with links may still add by them. */
export async function listQuotas(db: Db | Tx, now: Date, language: Language): Promise<Quota[]> {
  const low = boundOf(await factsOn(db, now, [LOW]), LOW, now);
  const { rows } = await sql<Omit<Quota, 'why' | 'low'> & { failure: Words | null }>`
    select jsonb_build_object('id', a.id, 'name', a.name) as account, q.total, q.balance, q.parts, q.read_at, q.failure
    from acquisition_quotas q join channel_accounts a on a.id = q.account_id and a.status = 'active'
    where exists (select 1 from acquisition_links l where l.account_id = a.id and l.archived_at is null)
    order by a.id`.execute(db);
  return rows.map(({ failure, parts, ...row }) => ({
    ...{ ...row, low },
    parts: parts.map(({ balance, expiresAt }) => ({ balance, expiresAt: expiresAt && new Date(expiresAt) })),
    why: failure && say(failure, language),
  }));
}
