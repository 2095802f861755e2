import { sql } from 'kysely';
import type { z } from 'zod';
import { audit } from '#platform/audit/audit.ts';
import type { Actor } from '#platform/auth/actor.ts';
import { NOT_FOUND, Problem } from '#platform/http/problem.ts';
import type { Platform } from '#platform/platform.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import type { posterBody, posterChange } from './contract.ts';
import { checkDesign } from './poster-drawing.ts';
import { type Poster, readPoster } from './read-poster.ts';
import { CHANGED_MEANWHILE } from './refusals.ts';

type Body = z.output<typeof posterBody>;
type Needs = Pick<Platform, 'clock' | 'home'>;

/** Tried before it is kept: what does not fit is said when it is saved, not when it is printed. */
export async function createPoster(tx: Tx, platform: Needs, actor: Actor, body: Body): Promise<number> {
  const { name, ...design } = body;
  await checkDesign({ platform, db: tx }, design);
  const now = platform.clock.now();
  const { id } = await tx
    .insertInto('posters')
    .values({
      ...{ name, hook: design.hook, design: JSON.stringify(design) },
      ...{ createdBy: actor.name, createdAt: now, updatedAt: now },
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await audit(tx, platform.clock, actor, {
    action: 'poster.created',
    object: { kind: 'poster', id },
    after: { name, hook: design.hook },
  });
  return id;
}

/** @throws Problem poster_changed_meanwhile when somebody else saved since `version` was read. */
export async function changePoster(
  tx: Tx,
  platform: Needs,
  actor: Actor,
  id: number,
  { version, name, ...design }: z.output<typeof posterChange>,
): Promise<number> {
  const before = await lockPoster(tx, id);
  if (before.version !== version) throw new Problem(CHANGED_MEANWHILE, { name: before.name });
  await checkDesign({ platform, db: tx }, design);
  const kept = { name, hook: design.hook, design: JSON.stringify(design) };
  await tx
    .updateTable('posters')
    .set({ ...kept, version: version + 1, updatedAt: platform.clock.now() })
    .where('id', '=', id)
    .execute();
  await audit(tx, platform.clock, actor, {
    action: 'poster.changed',
    object: { kind: 'poster', id },
    before: { name: before.name, design: before.design },
    after: { name, design },
  });
  return version + 1;
}

/** Put away, not deleted: codes that show it go on showing it, nobody chooses it anew. */
export async function archivePoster(tx: Tx, platform: Needs, actor: Actor, id: number): Promise<void> {
  const { name } = await lockPoster(tx, id);
  await tx.updateTable('posters').set({ archivedAt: platform.clock.now() }).where('id', '=', id).execute();
  await audit(tx, platform.clock, actor, {
    action: 'poster.archived',
    object: { kind: 'poster', id },
    before: { name },
  });
}

async function lockPoster(tx: Tx, id: number): Promise<Poster> {
  await sql`select 1 from posters where id = ${id} for update`.execute(tx);
  const poster = await readPoster(tx, id);
  if (!poster || poster.archived) throw new Problem(NOT_FOUND);
  return poster;
}
