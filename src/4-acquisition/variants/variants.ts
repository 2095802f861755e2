import { sql } from 'kysely';
import type { z } from 'zod';
import { checkPosterById } from '#brand';
import { audit } from '#platform/audit/audit.ts';
import type { Actor } from '#platform/auth/actor.ts';
import { NOT_FOUND, Problem } from '#platform/http/problem.ts';
import type { Platform } from '#platform/platform.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import { readCode } from '../live-codes/code.ts';
import { wantWays } from '../live-codes/ways.ts';
import { MOST_VARIANTS, type variantBody, type variantChange } from './contract.ts';
import { linkOf, readVariant } from './read-variants.ts';
import { NO_MARK_LEFT, NO_POSTER } from './refusals.ts';

type Needs = Pick<Platform, 'clock' | 'home'>;
type Which = { codeId: number; id: number };

/**
 * Puts a poster on a code. Each member behind it gets one more way at the platform, whose state says by which variant
 * somebody came. Tried with its real link: what does not fit is said now.
 * @throws Problem variants_used_up, variant_poster_missing, and what the drawing refuses
 */
export async function createVariant(
  tx: Tx,
  platform: Needs,
  actor: Actor,
  { codeId, origin, ...body }: z.output<typeof variantBody> & { codeId: number; origin: string },
): Promise<number> {
  const { clock } = platform;
  const code = await lockCode(tx, codeId);
  const poster = await usablePoster(tx, body.posterId);
  const mark = await nextMark(tx, codeId);
  const link = linkOf(origin, { slug: code.slug, mark });
  await checkPosterById({ platform, db: tx }, body.posterId, { link, hook: body.hook });
  const { id } = await tx
    .insertInto('codeVariants')
    .values({ ...body, codeId, mark, createdBy: actor.name, createdAt: clock.now() })
    .returning('id')
    .executeTakeFirstOrThrow();
  await wantWays(tx, clock, [code]);
  await audit(tx, clock, actor, {
    action: 'code_variant.created',
    object: { kind: 'live_code', id: codeId },
    after: { name: code.name, poster, mark, hook: body.hook, putOut: body.putOut },
  });
  return id;
}

/** Says how many there are of it; nothing else of a variant changes. */
export async function changeVariant(
  tx: Tx,
  { clock }: Needs,
  actor: Actor,
  { codeId, id }: Which,
  { putOut }: z.output<typeof variantChange>,
): Promise<void> {
  const code = await lockCode(tx, codeId);
  const { mark, putOut: before } = await readVariant(tx, codeId, id);
  await tx.updateTable('codeVariants').set({ putOut }).where('id', '=', id).execute();
  await audit(tx, clock, actor, {
    action: 'code_variant.changed',
    object: { kind: 'live_code', id: codeId },
    before: { name: code.name, mark, putOut: before },
    after: { name: code.name, mark, putOut },
  });
}

/** Taken off: compared no longer, and no new member gets a way of it. What hangs somewhere leads on and is counted. */
export async function archiveVariant(
  tx: Tx,
  { clock }: Needs,
  actor: Actor,
  { codeId, id }: Which,
): Promise<void> {
  const code = await lockCode(tx, codeId);
  const { mark, archived } = await readVariant(tx, codeId, id);
  if (archived) throw new Problem(NOT_FOUND);
  await tx.updateTable('codeVariants').set({ archivedAt: clock.now() }).where('id', '=', id).execute();
  await audit(tx, clock, actor, {
    action: 'code_variant.archived',
    object: { kind: 'live_code', id: codeId },
    before: { name: code.name, mark },
  });
}

async function lockCode(tx: Tx, id: number) {
  await sql`select 1 from live_codes where id = ${id} for update`.execute(tx);
  const code = await readCode(tx, { id });
  if (!code || code.archivedAt) throw new Problem(NOT_FOUND);
  return code;
}

async function usablePoster(tx: Tx, id: number): Promise<string> {
  const poster = await tx
    .selectFrom('posters')
    .select(['name', 'archivedAt'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (!poster || poster.archivedAt) throw new Problem(NO_POSTER);
  return poster.name;
}

async function nextMark(tx: Tx, codeId: number): Promise<string> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::integer as n from code_variants where code_id = ${codeId}`.execute(tx);
  const n = rows[0]?.n ?? 0;
  if (n >= MOST_VARIANTS) throw new Problem(NO_MARK_LEFT, { most: MOST_VARIANTS });
  return String.fromCharCode('a'.charCodeAt(0) + n);
}
