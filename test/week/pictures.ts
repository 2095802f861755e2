import { sql } from 'kysely';
import type { Platform } from '#platform/platform.ts';

/** What is true of a corp, as sorted lines: one for each relation, tag of a relation's person, group and its people. */
export type Picture = { relations: string[]; tags: string[]; groups: string[]; inGroups: string[] };

/** As the platform tells whoever asks it: read here without the connector. */
export async function truth(
  url: string,
  corpid: string,
): Promise<{ picture: Picture; since: Map<string, number> }> {
  const { access_token } = await get(`${url}/cgi-bin/gettoken?corpid=${corpid}&corpsecret=secret`);
  const call = (path: string, body: object) =>
    get(`${url}/cgi-bin/externalcontact/${path}?access_token=${access_token}`, body);
  const { follow_user } = await get(
    `${url}/cgi-bin/externalcontact/get_follow_user_list?access_token=${access_token}`,
  );
  const relations: string[] = [];
  const tags = new Set<string>();
  const since = new Map<string, number>();
  for (const page of await pages(cursor =>
    call('batch/get_by_user', { userid_list: follow_user, cursor, limit: 100 }),
  ))
    for (const { external_contact, follow_info } of page.external_contact_list as Told[]) {
      relations.push(`${follow_info.userid} ${external_contact.external_userid} ${follow_info.remark}`);
      since.set(`${follow_info.userid} ${external_contact.external_userid}`, follow_info.createtime * 1_000);
      for (const tag of follow_info.tag_id) tags.add(`${external_contact.external_userid} ${tag}`);
    }
  const picture = { relations: relations.sort(), tags: [...tags].sort(), ...(await groupsTold(call)) };
  return { picture, since };
}

type Json = Record<string, unknown>;
type Told = {
  external_contact: { external_userid: string };
  follow_info: { userid: string; createtime: number; remark: string; tag_id: string[] };
};
type Call = (path: string, body: object) => Promise<Json>;

async function groupsTold(call: Call): Promise<Pick<Picture, 'groups' | 'inGroups'>> {
  const [groups, inGroups] = [[] as string[], [] as string[]];
  for (const page of await pages(cursor =>
    call('groupchat/list', { status_filter: 0, cursor, limit: 1_000 }),
  ))
    for (const { chat_id } of page.group_chat_list as { chat_id: string }[]) {
      const { group_chat } = (await call('groupchat/get', { chat_id, need_name: 0 })) as {
        group_chat: { name: string; owner: string; member_list: { userid: string }[] };
      };
      groups.push(`${chat_id} ${group_chat.name} ${group_chat.owner}`);
      for (const { userid } of group_chat.member_list) inGroups.push(`${chat_id} ${userid}`);
    }
  return { groups: groups.sort(), inGroups: inGroups.sort() };
}

async function pages(read: (cursor: string) => Promise<Json>): Promise<Json[]> {
  const found: Json[] = [];
  for (let cursor = ''; ; ) {
    const page = await read(cursor);
    found.push(page);
    cursor = String(page.next_cursor ?? '');
    if (cursor === '') return found;
  }
}

async function get(url: string, body?: object): Promise<Json> {
  const answer = await fetch(url, body ? { method: 'POST', body: JSON.stringify(body) } : {});
  const told = (await answer.json()) as Json;
  if (told.errcode !== 0) throw new Error(`${url}: ${JSON.stringify(told)}`);
  return told;
}

/**
 * As Siyu has it. `sure` the platform must tell too. It may go on telling whom a customer has deleted, `ended` by their
 * time, until the member lets go as well; and a tag that came with a relation which has ended, or has begun anew, stays with
 * the person, so that more is `carried` than is told.
 */
export async function known({
  db,
}: Platform): Promise<{ sure: Picture; ended: Map<string, number>; carried: Set<string> }> {
  const lines = async (query: ReturnType<typeof sql<{ line: string }>>) =>
    (await query.execute(db)).rows.map(row => row.line).sort();
  const relations = (line: ReturnType<typeof sql>) => sql<{ line: string }>`
    select a.external_id || ' ' || i.key || ${line} as line, f.ended_at as at from follows f join identities i on i.id = f.identity_id
    join member_accounts a on a.member_id = f.member_id and a.account_id = f.account_id`;
  const tags = sql<{ line: string }>`
    select i.key || ' ' || k.external_id as line from customer_tags t join tag_accounts k on k.tag_id = t.tag_id
    join identities i on i.customer_id = t.customer_id and i.kind = 'external_userid'`;
  return {
    sure: {
      relations: await lines(sql`${relations(sql`' ' || coalesce(f.remark, '')`)} where f.ended_at is null`),
      tags: await lines(sql`${tags}
        where exists (select 1 from follow_tags w join follows f on f.id = w.follow_id where f.identity_id = i.id
            and w.external_id = k.external_id and w.carried and w.since >= f.followed_at and f.ended_at is null)
          or not exists (select 1 from follows f where f.identity_id = i.id and (f.first_at is not null or f.ended_at is not null))`),
      groups: await lines(sql`
        select chat_id || ' ' || name || ' ' || owner_id as line from customer_groups where state <> 'dismissed'`),
      inGroups: await lines(sql`
        select g.chat_id || ' ' || m.key as line from group_members m join customer_groups g on g.id = m.group_id
        where m.left_at is null and g.state <> 'dismissed'`),
    },
    ended: new Map(
      (
        await sql<{ line: string; at: Date }>`
          select told.line, told.at from (${relations(sql`''`)} where f.ended_by = 'customer') told`.execute(
          db,
        )
      ).rows.map(({ line, at }) => [line, at.getTime()]),
    ),
    carried: new Set(await lines(tags)),
  };
}
