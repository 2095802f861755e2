import { sql } from 'kysely';
import { wecom } from '#channels';
import type { Platform } from '#platform/platform.ts';

/**
 * Reads the corp's tags (企业标签) and links each to the tag of the same group and name, made when there is none. A tag
 * renamed in the corp is renamed here; one deleted there loses its link, and stays as a tag of Siyu.
 */
export async function syncTags(
  platform: Platform,
  client: wecom.WecomClient,
  accountId: number,
): Promise<number> {
  const groups = wecom.orThrow(await wecom.listCorpTags(client));
  const rows = groups.flatMap(group =>
    group.tags.map(tag => ({
      external_id: tag.id,
      name: tag.name,
      group_name: group.name,
      sort: group.order,
    })),
  );
  const told = sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t (external_id text, name text, group_name text, sort integer)`;
  await platform.db.transaction().execute(async tx => {
    await sql`
      insert into tag_groups (name, sort) select distinct on (group_name) group_name, sort from ${told} order by group_name
      on conflict (name) do nothing`.execute(tx);
    await sql`
      update tags set name = t.name from ${told} join tag_accounts a on a.account_id = ${accountId} and a.external_id = t.external_id
      where tags.id = a.tag_id and tags.name <> t.name
        and not exists (select 1 from tags same where same.group_id = tags.group_id and same.name = t.name)`.execute(
      tx,
    );
    await sql`
      insert into tags (group_id, name) select distinct g.id, t.name from ${told} join tag_groups g on g.name = t.group_name
      on conflict (group_id, name) do update set archived_at = null`.execute(tx);
    await sql`
      insert into tag_accounts (account_id, external_id, tag_id)
      select ${accountId}, t.external_id, tags.id from ${told} join tag_groups g on g.name = t.group_name
      join tags on tags.group_id = g.id and tags.name = t.name
      on conflict (account_id, external_id) do update set tag_id = excluded.tag_id`.execute(tx);
    await sql`
      delete from tag_accounts where account_id = ${accountId} and external_id <> all(${rows.map(row => row.external_id)}::text[])`.execute(
      tx,
    );
  });
  return rows.length;
}
