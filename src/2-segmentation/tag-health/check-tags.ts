import { sql } from 'kysely';
import { DAY } from '#platform/clock.ts';
import type { Platform } from '#platform/platform.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import { alikeNames, type Named } from './alike.ts';
import { type FindingKind, TAG_HEALTH } from './formula.contract.ts';
import { tagUses } from './uses.ts';

type Tag = Named & { createdAt: Date; people: number; stale: number; expiring: number };
type Found = { kind: FindingKind; tag_ids: number[]; people: number; data: Record<string, unknown> };

/** Looks through all tags and writes down what it finds. @returns how many findings. */
export async function checkTags(platform: Platform): Promise<{ findings: number }> {
  const { db, clock } = platform;
  const now = clock.now();
  const tags = await readTags(db, now);
  const found = [
    ...(await idle(db, tags, now)),
    ...stale(tags),
    ...(await contradictory(platform)),
    ...(await alike(platform, tags)),
  ];
  await db.transaction().execute(async tx => {
    await sql`select pg_advisory_xact_lock(7480022)`.execute(tx);
    await sql`delete from tag_findings`.execute(tx);
    await sql`
      insert into tag_findings (kind, tag_ids, people, data)
      select kind, array(select jsonb_array_elements_text(tag_ids)::bigint), people, data
      from jsonb_to_recordset(${JSON.stringify(found)}::jsonb) as f (kind text, tag_ids jsonb, people integer, data jsonb)`.execute(
      tx,
    );
    await sql`insert into tag_checks (at, tags) values (${now}, ${tags.length})`.execute(tx);
  });
  return { findings: found.length };
}

async function readTags(db: Db | Tx, now: Date): Promise<Tag[]> {
  const old = new Date(now.getTime() - TAG_HEALTH.staleDays * DAY);
  const soon = new Date(now.getTime() + TAG_HEALTH.expiringDays * DAY);
  const { rows } = await sql<Tag>`
    select t.id, t.group_id, t.name, t.created_at, coalesce(n.people, 0)::int as people, coalesce(n.stale, 0)::int as stale,
      coalesce(n.expiring, 0)::int as expiring
    from tags t left join (
      select tag_id, count(distinct c.person_id) as people,
        count(distinct c.person_id) filter (where coalesce(confirmed_at, added_at) < ${old}::timestamptz and expires_at is null) as stale,
        count(distinct c.person_id) filter (where expires_at <= ${soon}::timestamptz) as expiring
      from customer_tags ct join customers c on c.id = ct.customer_id and c.status = 'active' group by tag_id
    ) n on n.tag_id = t.id
    where t.archived_at is null order by t.id`.execute(db);
  return rows;
}

/** Nobody carries it, or nothing asks for it. */
async function idle(db: Db, tags: readonly Tag[], now: Date): Promise<Found[]> {
  const uses = await tagUses(db);
  const before = (days: number) => new Date(now.getTime() - days * DAY);
  return tags.flatMap((tag): Found[] => {
    const use = uses.get(tag.id);
    if (use && use.names.length > 0) return [];
    const data = { since: tag.createdAt.toISOString(), usedAt: use?.usedAt?.toISOString() ?? null };
    const one = { tag_ids: [tag.id], people: tag.people, data };
    if (tag.people === 0)
      return tag.createdAt < before(TAG_HEALTH.newDays) ? [{ kind: 'nobody', ...one }] : [];
    const last = use?.usedAt && use.usedAt > tag.createdAt ? use.usedAt : tag.createdAt;
    return last < before(TAG_HEALTH.unusedDays) ? [{ kind: 'unused', ...one }] : [];
  });
}

function stale(tags: readonly Tag[]): Found[] {
  return tags.flatMap(({ id, people, stale: old, expiring }): Found[] => [
    ...(old > 0 && old >= TAG_HEALTH.staleShare * people
      ? [{ kind: 'stale' as const, tag_ids: [id], people: old, data: { of: people } }]
      : []),
    ...(expiring > 0
      ? [{ kind: 'expiring' as const, tag_ids: [id], people: expiring, data: { of: people } }]
      : []),
  ]);
}

/** Groups of which one carries one tag only, and pairs of which a member said so. */
async function contradictory({ db, clickhouse }: Platform): Promise<Found[]> {
  const { rows: sets } = await sql<{ tagIds: number[]; group: string | null }>`
    select array_agg(t.id order by t.id) as tag_ids, g.name as "group" from tag_groups g join tags t on t.group_id = g.id
    where g.exclusive and t.archived_at is null group by g.id having count(*) > 1
    union all
    select array[tag_a, tag_b], null from tag_conflicts k join tags a on a.id = tag_a join tags b on b.id = tag_b
    where a.archived_at is null and b.archived_at is null`.execute(db);
  if (sets.length === 0) return [];
  const counts = sets.map(
    (_, i) => `countIf(length(arrayIntersect(tags, {s${i}:Array(UInt32)})) > 1) as c${i}`,
  );
  const values = Object.fromEntries(sets.map(({ tagIds }, i) => [`s${i}`, tagIds]));
  const [row] = await clickhouse.rows<Record<string, number>>(
    `select ${counts.join(', ')} from customers final`,
    values,
  );
  return sets.flatMap(({ tagIds, group }, i): Found[] => {
    const people = Number(row?.[`c${i}`] ?? 0);
    return people > 0 ? [{ kind: 'contradictory', tag_ids: tagIds, people, data: { group } }] : [];
  });
}

/** Tags that are one by their names, and where names do not suffice, by their people too. */
async function alike({ clickhouse }: Platform, tags: readonly Tag[]): Promise<Found[]> {
  const pairs = alikeNames(tags);
  if (pairs.length === 0) return [];
  const people = new Map(tags.map(tag => [tag.id, tag.people]));
  const counts = pairs.map(({ a, b }, i) => `countIf(has(tags, ${a}) and has(tags, ${b})) as c${i}`);
  const [row] = await clickhouse.rows<Record<string, number>>(
    `select ${counts.join(', ')} from customers final`,
  );
  return pairs.flatMap(({ a, b, why, needsPeople }, i): Found[] => {
    const both = Number(row?.[`c${i}`] ?? 0);
    const fewer = Math.min(people.get(a) ?? 0, people.get(b) ?? 0);
    const isSame = fewer >= TAG_HEALTH.fewest && both >= TAG_HEALTH.alikeShare * fewer;
    if (needsPeople && !isSame) return [];
    return [{ kind: 'alike', tag_ids: [a, b], people: both, data: { why, fewer } }];
  });
}
