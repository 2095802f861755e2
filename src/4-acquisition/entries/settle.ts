import { sql } from 'kysely';
import { addTags, setRemark } from '#customers';
import type { Platform } from '#platform/platform.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import type { EntryKind } from './contract.ts';

type Entry = {
  id: number;
  kind: EntryKind;
  codeId: number | null;
  linkId: number | null;
  accountId: number | null;
  memberId: number | null;
  customerId: number;
  personId: number;
  at: Date;
  /** What it is called; null where somebody came by neither code nor link. */
  code: string | null;
  touchpoint: string;
  tagIds: number[];
  remark: string;
  name: string | null;
};

/** The key of the fact that tells by which touchpoint a person came last; rules ask for it by this name. */
export const CAME_BY = 'touchpoint';

/** What follows from entries that are new: the tags and remark of the code, the fact for rules, the line in the timeline. */
export async function settle(tx: Tx, platform: Platform, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  const entries = await readEntries(tx, ids);
  await tagAll(tx, platform, entries);
  for (const entry of entries) if (entry.remark !== '') await remark(tx, platform, entry);
  await noteCameBy(tx, platform, entries);
  await tell(tx, ids);
}

async function readEntries(tx: Tx, ids: readonly number[]): Promise<Entry[]> {
  const { rows } = await sql<Entry>`
    select e.id, e.kind, e.code_id, e.link_id, e.account_id, e.member_id, e.customer_id, c.person_id, e.at,
      coalesce(l.name, k.name) as code, t.name as touchpoint, coalesce(l.tag_ids, k.tag_ids, '{}') as tag_ids,
      case when e.kind = 'add' then coalesce(l.remark, '') else '' end as remark,
      (select p.name from customers p where p.person_id = c.person_id and p.name is not null order by p.id = c.person_id desc, p.id limit 1) as name
    from entries e join customers c on c.id = e.customer_id join touchpoints t on t.id = e.touchpoint_id
    left join live_codes l on l.id = e.code_id left join acquisition_links k on k.id = e.link_id
    where e.id = any(${ids}::bigint[]) order by e.id`.execute(tx);
  return rows;
}

/** One line for each; an order that has had its line, and was the first, not, and again, has no second. */
async function tell(tx: Tx, ids: readonly number[]): Promise<void> {
  await sql`
    insert into events (type, customer_id, account_id, at, actor, data)
    select 'entry.recorded', e.customer_id, e.account_id, e.at,
      case when e.kind = 'call' then e.noted_by when e.member_id is not null then 'member:' || e.member_id else 'system' end,
      jsonb_strip_nulls(jsonb_build_object('touchpoint', t.name, 'fresh', e.fresh, 'kind', e.kind, 'code', l.name, 'link', k.name,
        'orderId', case when e.kind = 'order' then e.source_id end))
    from entries e join touchpoints t on t.id = e.touchpoint_id
    left join live_codes l on l.id = e.code_id left join acquisition_links k on k.id = e.link_id
    where e.id = any(${ids}::bigint[]) and not (e.kind = 'order' and exists (
      select 1 from events x where x.customer_id = e.customer_id and x.type = 'entry.recorded' and (x.data ->> 'orderId')::bigint = e.source_id))
    order by e.id`.execute(tx);
}

/** What is done for somebody is done by what they came by. */
const actorOf = ({ codeId, linkId }: Entry) => (linkId === null ? `code:${codeId}` : `link:${linkId}`);

async function tagAll(tx: Tx, { clock }: Platform, entries: readonly Entry[]): Promise<void> {
  const tagging = entries.filter(entry => entry.tagIds.length > 0);
  for (const [by, came] of Map.groupBy(tagging, actorOf)) {
    const [{ code, tagIds, linkId }] = came as [Entry, ...Entry[]];
    const tagged = await usable(tx, tagIds);
    const customerIds = [...new Set(came.map(entry => entry.customerId))];
    const why = {
      source: 'rule',
      reason: `${linkId === null ? '渠道活码' : '获客链接'}「${code}」`,
    } as const;
    if (tagged.length > 0) await addTags(tx, clock, { name: by }, { customerIds, tagIds: tagged }, why);
  }
}

/** A tag that was put away since is given no more. */
export async function usable(tx: Tx, tagIds: readonly number[]): Promise<number[]> {
  const rows = await tx
    .selectFrom('tags')
    .select('id')
    .where('id', 'in', [...tagIds])
    .where('archivedAt', 'is', null)
    .execute();
  return rows.map(row => row.id);
}

async function remark(tx: Tx, platform: Platform, entry: Entry): Promise<void> {
  const { accountId, memberId, customerId, code, name } = entry;
  if (accountId === null || memberId === null) return;
  const words = entry.remark
    .replaceAll('{{name}}', name ?? '')
    .replaceAll('{{code}}', code ?? '')
    .trim();
  if (words !== '')
    await setRemark(tx, platform, {
      ...{ accountId, memberId, customerId, remark: words, actor: { name: actorOf(entry) } },
    });
}

/** Notes by which touchpoint people came last, where that is newer than what is known. */
export async function noteCameBy(
  tx: Tx,
  { clock }: Pick<Platform, 'clock'>,
  entries: readonly { personId: number; touchpoint: string; at: Date }[],
): Promise<void> {
  const latest = new Map(
    entries.toSorted((a, b) => a.at.getTime() - b.at.getTime()).map(entry => [entry.personId, entry]),
  );
  const rows = [...latest].map(([person, { touchpoint, at }]) => ({
    person,
    touchpoint,
    at: at.toISOString(),
  }));
  await sql`
    with told as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t (person bigint, touchpoint text, at timestamptz)
    ), noted as (
      insert into customer_facts (customer_id, key, str, at, updated_at)
      select person, ${CAME_BY}, touchpoint, at, ${clock.now()} from told
      on conflict (customer_id, key) do update set str = excluded.str, at = excluded.at, updated_at = excluded.updated_at
        where customer_facts.at is null or customer_facts.at <= excluded.at
      returning customer_id
    )
    insert into events (type, customer_id, at, actor, data)
    select 'facts.changed', customer_id, ${clock.now()}, 'system', ${JSON.stringify({ keys: [CAME_BY] })}::jsonb from noted`.execute(
    tx,
  );
}
