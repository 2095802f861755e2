import { sql } from 'kysely';
import { Problem, type ProblemKind } from '#platform/http/problem.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';

const TAG_IN_USE: ProblemKind = {
  code: 'tag_in_use',
  status: 409,
  title: { zh: '标签正在使用', en: 'Tag in use' },
  detail: {
    zh: '分群 {names} 的规则里有这个标签。先改分群的规则，再来处理标签。',
    en: 'The rules of {names} ask for this tag. Change these segments first.',
  },
};

export type TagUse = { tagId: number; names: string[]; usedAt: Date | null };

/** Which segments ask for each tag, and when something was last made with one of them; those in the archive count for the latter. */
export async function tagUses(db: Db | Tx): Promise<Map<number, TagUse>> {
  const { rows } = await sql<TagUse>`
    select tag_id, coalesce(array_agg(name order by name) filter (where archived_at is null), '{}') as names, max(used_at) as used_at
    from (
      select distinct s.id, s.name, s.archived_at, jsonb_array_elements_text(leaf -> 'ids')::bigint as tag_id,
        (select max(u.used_at) from segment_uses u where u.segment_id = s.id) as used_at
      from segments s, jsonb_path_query(s.rule, 'lax $.** ? (exists(@.tags))') leaf
    ) named group by tag_id`.execute(db);
  return new Map(rows.map(row => [row.tagId, row]));
}

/** What a live segment asks for must not go from under it. */
export async function refuseUsed(tx: Tx, tagId: number): Promise<void> {
  const names = (await tagUses(tx)).get(tagId)?.names ?? [];
  if (names.length > 0) throw new Problem(TAG_IN_USE, { names: names.map(name => `「${name}」`).join('、') });
}
