import { sql } from 'kysely';
import type { z } from 'zod';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import type { Rule } from '../rules/contract.ts';
import { segmentsIn } from '../rules/usable.ts';
import type { segmentUsesView } from './contract.ts';
import { liveSegment } from './segments.ts';

/** Something that a later stage made for a segment, or with a rule that names some. */
export type SegmentUse = {
  kind: 'broadcast';
  id: number;
  name: string;
  segmentId: number | null;
  rule: Rule;
  at: Date;
};

/** Writes down which segments something uses, in place of what was written before. Later stages call this. */
export async function keepSegmentUses(tx: Tx, use: SegmentUse): Promise<void> {
  const { kind, id, name, at } = use;
  const used = new Set([...segmentsIn(use.rule), ...(use.segmentId === null ? [] : [use.segmentId])]);
  await sql`delete from segment_uses where kind = ${kind} and use_id = ${id}`.execute(tx);
  await sql`
    insert into segment_uses (segment_id, kind, use_id, name, used_at)
    select unnest(${[...used]}::bigint[]), ${kind}, ${id}, ${name}, ${at}`.execute(tx);
}

/** The segments that name one, and what later stages made with it, the newest first. */
export async function usesOf(db: Db, segmentId: number): Promise<z.output<typeof segmentUsesView>> {
  await liveSegment(db, segmentId);
  const segments = await db
    .selectFrom('segments')
    .select(['id', 'name', 'rule'])
    .where('archivedAt', 'is', null)
    .orderBy('name')
    .execute();
  const uses = await db
    .selectFrom('segmentUses')
    .select(['useId as id', 'name', 'usedAt as at'])
    .where('segmentId', '=', segmentId)
    .where('kind', '=', 'broadcast')
    .orderBy('usedAt', 'desc')
    .limit(100)
    .execute();
  return {
    segments: segments
      .filter(({ rule }) => segmentsIn(rule as unknown as Rule).includes(segmentId))
      .map(({ id, name }) => ({ id, name })),
    broadcasts: uses,
  };
}
