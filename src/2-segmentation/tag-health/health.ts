import { sql } from 'kysely';
import type { z } from 'zod';
import { describeCustomers, inScope } from '#customers';
import { audit } from '#platform/audit/audit.ts';
import type { Actor, Scope } from '#platform/auth/actor.ts';
import { type Clock, DAY } from '#platform/clock.ts';
import { NOT_FOUND, Problem } from '#platform/http/problem.ts';
import type { Platform } from '#platform/platform.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import type { carrierList, carriersQuery, tagHealthView, tagPair } from './contract.ts';
import { FINDINGS, type FindingKind, TAG_HEALTH } from './formula.contract.ts';

type View = z.output<typeof tagHealthView>;
type FoundTag = View['conflicts'][number]['a'];
type Row = {
  kind: FindingKind;
  tagIds: number[];
  people: number;
  data: {
    of?: number;
    fewer?: number;
    group?: string | null;
    why?: 'same' | 'sound' | 'part';
    since?: string;
    usedAt?: string | null;
  };
};

const date = (at: string | null | undefined) => (at ? new Date(at) : null);

/** What the last check found, of tags that are still there. */
export async function readHealth(db: Db | Tx): Promise<View> {
  const [{ rows: found }, tags, checks, { rows: corps }, { rows: pairs }, { rows: merges }] =
    await Promise.all([
      sql<Row>`select kind, tag_ids, people, data from tag_findings order by people desc, tag_ids`.execute(
        db,
      ),
      liveTags(db),
      db.selectFrom('tagChecks').select(['at']).orderBy('id', 'desc').limit(1).execute(),
      sql<View['corps'][number]>`
      select a.name, count(*)::int as tags from tag_accounts k join channel_accounts a on a.id = k.account_id
      join tags t on t.id = k.tag_id and t.archived_at is null where a.status = 'active' group by a.id order by 2 desc`.execute(
        db,
      ),
      sql<{
        tagA: number;
        tagB: number;
      }>`select tag_a, tag_b from tag_conflicts order by created_at desc`.execute(db),
      sql<View['merges'][number]>`
      select g.id, fg.name || '/' || f.name as "from", ig.name || '/' || i.name as "into", g.people, g.at, coalesce(m.name, g.actor) as "by"
      from tag_merges g join tags f on f.id = g.from_tag join tag_groups fg on fg.id = f.group_id
      join tags i on i.id = g.into_tag join tag_groups ig on ig.id = i.group_id left join members m on g.actor = 'member:' || m.id
      where g.undone_at is null and i.archived_at is null and f.archived_at is not null order by g.id desc limit 10`.execute(
        db,
      ),
    ]);
  const known = (ids: readonly number[]) => ids.flatMap(id => tags.get(id) ?? []);
  const findings = found
    .map(({ kind, tagIds, people, data }) => ({
      ...{
        kind,
        people,
        tags: known(tagIds),
        of: data.of ?? null,
        group: data.group ?? null,
        why: data.why ?? null,
      },
      ...{
        fewer: data.fewer ?? null,
        since: date(data.since),
        usedAt: date(data.usedAt),
        whole: tagIds.length,
      },
    }))
    .filter(({ tags: shown, whole, kind }) =>
      kind === 'contradictory' ? shown.length > 1 : shown.length === whole,
    )
    .sort((one, other) => FINDINGS.indexOf(one.kind) - FINDINGS.indexOf(other.kind));
  const conflicts = pairs.flatMap(({ tagA, tagB }) => {
    const [a, b] = [tags.get(tagA), tags.get(tagB)];
    return a && b ? [{ a, b }] : [];
  });
  return { at: checks[0]?.at ?? null, tags: tags.size, findings, corps, conflicts, merges };
}

async function liveTags(db: Db | Tx): Promise<Map<number, FoundTag>> {
  const { rows } = await sql<FoundTag>`
    select t.id, t.name, g.name as "group", t.valid_days from tags t join tag_groups g on g.id = t.group_id
    where t.archived_at is null`.execute(db);
  return new Map(rows.map(tag => [tag.id, tag]));
}

type Query = z.output<typeof carriersQuery>;

/** The people behind a finding, with the tags it is about. */
export async function listCarriers(
  platform: Pick<Platform, 'db' | 'clickhouse' | 'clock'>,
  scope: Scope,
  query: Query,
): Promise<z.output<typeof carrierList>> {
  const { db, clock } = platform;
  const { persons, total } =
    query.kind === 'contradictory'
      ? await torn(platform, scope, query)
      : await dated(db, scope, clock.now(), query);
  const [described, { rows }] = await Promise.all([
    describeCustomers(db, persons),
    sql<{ personId: number; tags: View['findings'] }>`
      select person_id, jsonb_agg(tag order by tag ->> 'at' desc) as tags from (
        select distinct on (c.person_id, t.id) c.person_id, jsonb_build_object('id', t.id, 'name', t.name, 'source', ct.source,
          'actor', coalesce(m.name, ct.actor), 'at', coalesce(ct.confirmed_at, ct.added_at), 'expiresAt', ct.expires_at) as tag
        from customer_tags ct join customers c on c.id = ct.customer_id join tags t on t.id = ct.tag_id
        left join members m on ct.actor = 'member:' || m.id
        where c.person_id = any(${persons}::bigint[]) and t.id = any(${query.tags}::bigint[])
        order by c.person_id, t.id, coalesce(ct.confirmed_at, ct.added_at) desc
      ) carried group by person_id`.execute(db),
  ]);
  const names = new Map(described.map(one => [one.id, one.name]));
  type Carried = z.output<typeof carrierList>['data'][number]['tags'][number];
  const carried = new Map(
    rows.map(row => [
      row.personId,
      row.tags as unknown as (Omit<Carried, 'at' | 'expiresAt'> & { at: string; expiresAt: string | null })[],
    ]),
  );
  const data = persons.map(customerId => ({
    customerId,
    name: names.get(customerId) ?? '',
    tags: (carried.get(customerId) ?? []).map(tag => ({
      ...tag,
      at: new Date(tag.at),
      expiresAt: date(tag.expiresAt),
    })),
  }));
  return { data, total };
}

/** Who carries two of the tags. */
async function torn(
  { clickhouse }: Pick<Platform, 'clickhouse'>,
  scope: Scope,
  { tags, page, pageSize }: Query,
) {
  const visible = scope.kind === 'all' ? '1' : 'hasAny(members, {scope:Array(UInt32)})';
  const rows = await clickhouse.rows<{ person_id: number; total: number }>(
    `select person_id, count() over () as total from customers final
     where length(arrayIntersect(tags, {tags:Array(UInt32)})) > 1 and ${visible}
     order by person_id limit {limit:UInt32} offset {offset:UInt32}`,
    {
      ...{ tags, limit: pageSize, offset: (page - 1) * pageSize },
      ...(scope.kind === 'members' && { scope: scope.memberIds }),
    },
  );
  return { persons: rows.map(row => Number(row.person_id)), total: Number(rows[0]?.total ?? 0) };
}

/** Who was given the tag long ago, or loses it soon. */
async function dated(db: Db, scope: Scope, now: Date, { kind, tags, page, pageSize }: Query) {
  const old = new Date(now.getTime() - TAG_HEALTH.staleDays * DAY);
  const soon = new Date(now.getTime() + TAG_HEALTH.expiringDays * DAY);
  const when =
    kind === 'stale'
      ? sql`coalesce(ct.confirmed_at, ct.added_at) < ${old}::timestamptz and ct.expires_at is null`
      : sql`ct.expires_at <= ${soon}::timestamptz`;
  const { rows } = await sql<{ personId: number; total: number }>`
    select person_id, count(*) over ()::int as total from (
      select distinct c.person_id from customer_tags ct join customers c on c.id = ct.customer_id and c.status = 'active'
      where ct.tag_id = any(${tags}::bigint[]) and ${when} and ${inScope(scope, sql`c.person_id`)}
    ) carrying order by person_id limit ${pageSize} offset ${(page - 1) * pageSize}`.execute(db);
  return { persons: rows.map(row => row.personId), total: rows[0]?.total ?? 0 };
}

/** Says that nobody can carry both of two tags. */
export async function sayConflict(
  tx: Tx,
  clock: Clock,
  actor: Pick<Actor, 'name'>,
  { a, b }: z.output<typeof tagPair>,
): Promise<void> {
  const known = await liveTags(tx);
  if (a === b || !known.has(a) || !known.has(b)) throw new Problem(NOT_FOUND);
  const [tagA, tagB] = [Math.min(a, b), Math.max(a, b)];
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('tagConflicts')
    .values({ tagA, tagB, createdBy: actor.name, createdAt: clock.now() })
    .onConflict(conflict => conflict.doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows === 0n) return;
  await audit(tx, clock, actor, {
    action: 'tag_conflict.said',
    object: { kind: 'tag', id: tagA },
    after: { name: known.get(tagA)?.name, with: known.get(tagB)?.name },
  });
}

export async function liftConflict(
  tx: Tx,
  clock: Clock,
  actor: Pick<Actor, 'name'>,
  { a, b }: z.output<typeof tagPair>,
): Promise<void> {
  const [tagA, tagB] = [Math.min(a, b), Math.max(a, b)];
  const { numDeletedRows } = await tx
    .deleteFrom('tagConflicts')
    .where('tagA', '=', tagA)
    .where('tagB', '=', tagB)
    .executeTakeFirst();
  if (numDeletedRows === 0n) throw new Problem(NOT_FOUND);
  await audit(tx, clock, actor, { action: 'tag_conflict.lifted', object: { kind: 'tag', id: tagA } });
}
