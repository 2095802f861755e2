import { sql } from 'kysely';
import { wecom } from '#channels';
import type { Platform } from '#platform/platform.ts';
import type { Tx } from '#platform/postgres/connect.ts';

/**
 * Reads the corp's tags (企业标签) and links each to the tag of the same group and name, made when there is none. A tag
 * renamed in the corp is renamed here; one deleted there loses its link, and stays as a tag of Siyu. What was put away here
 * stays away, and a corp tag that was merged into another keeps standing for that one.
 */
export async function syncTags(
  platform: Platform,
  client: wecom.WecomClient,
  accountId: number,
): Promise<TagsRead> {
  const groups = wecom.orThrow(await wecom.listCorpTags(client));
  return await platform.db.transaction().execute(tx => takeInTags(tx, accountId, groups));
}

/** How many corp tags there are, and what was not known of them. */
export type TagsRead = { tags: number; tagsNew: number; tagsRenamed: number; tagsGone: number };

type CorpGroup = { name: string; order: number; tags: readonly { id: string; name: string }[] };

export async function takeInTags(tx: Tx, accountId: number, groups: readonly CorpGroup[]): Promise<TagsRead> {
  const rows = groups.flatMap(group =>
    group.tags.map(tag => ({
      external_id: tag.id,
      name: tag.name,
      group_name: group.name,
      sort: group.order,
    })),
  );
  const told = sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t (external_id text, name text, group_name text, sort integer)`;
  await sql`
    insert into tag_groups (name, sort) select distinct on (group_name) group_name, sort from ${told} order by group_name
    on conflict (name) do nothing`.execute(tx);
  const renamed = await sql`
    update tags set name = t.name from ${told} join tag_accounts a on a.account_id = ${accountId} and a.external_id = t.external_id
    where tags.id = a.tag_id and tags.name <> t.name
      -- what was renamed here and is not told yet keeps its new name
      and not exists (select 1 from corp_tag_orders o where o.account_id = ${accountId} and o.tag_id = tags.id)
      and not exists (select 1 from tags same where same.group_id = tags.group_id and same.name = t.name)
      and not exists (select 1 from tag_accounts more where more.tag_id = a.tag_id and more.external_id <> a.external_id)`.execute(
    tx,
  );
  await sql`
    insert into tags (group_id, name) select distinct g.id, t.name from ${told} join tag_groups g on g.name = t.group_name
    where not exists (
      select 1 from tag_accounts a join tags known on known.id = a.tag_id
      where a.account_id = ${accountId} and a.external_id = t.external_id and (known.archived_at is not null or known.group_id = g.id
        or exists (select 1 from tag_accounts more where more.tag_id = a.tag_id and more.external_id <> a.external_id)))
    on conflict (group_id, name) do update set archived_at = null`.execute(tx);
  const { rows: linked } = await sql<{ isNew: boolean }>`
    insert into tag_accounts (account_id, external_id, tag_id)
    select ${accountId}, t.external_id, tags.id from ${told} join tag_groups g on g.name = t.group_name
    join tags on tags.group_id = g.id and tags.name = t.name and tags.archived_at is null
    on conflict (account_id, external_id) do update set tag_id = excluded.tag_id returning xmax = 0 as is_new`.execute(
    tx,
  );
  const gone = await sql`
    delete from tag_accounts where account_id = ${accountId} and external_id <> all(${rows.map(row => row.external_id)}::text[])`.execute(
    tx,
  );
  return {
    tags: rows.length,
    tagsNew: linked.filter(link => link.isNew).length,
    tagsRenamed: Number(renamed.numAffectedRows ?? 0),
    tagsGone: Number(gone.numAffectedRows ?? 0),
  };
}
