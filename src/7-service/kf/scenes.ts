import type { z } from 'zod';
import { openWecom, wecom } from '#channels';
import { audit } from '#platform/audit/audit.ts';
import type { Actor } from '#platform/auth/actor.ts';
import type { Clock } from '#platform/clock.ts';
import { NOT_FOUND, Problem } from '#platform/http/problem.ts';
import type { Platform } from '#platform/platform.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import type { Random } from '#platform/random.ts';
import { findKfAccount } from './accounts.ts';
import type { kfSceneBody, kfSceneChange } from './contract.ts';
import { KF_REFUSED, SCENE_TAKEN } from './refusals.ts';

const LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789';
const LENGTH = 10;

/** A place from which customers come: the platform gives its address at once. */
export async function createScene(
  tx: Tx,
  platform: Platform,
  random: Random,
  actor: Actor,
  kfAccountId: number,
  given: z.output<typeof kfSceneBody>,
): Promise<number> {
  const { clock } = platform;
  const account = await findKfAccount(tx, kfAccountId);
  const scene = given.scene ?? madeUp(random);
  await refuse(tx, kfAccountId, given, { scene });
  const client = await openWecom(platform, account.accountId);
  const told = await wecom.addKfContactWay(client, account.openKfid, scene);
  if (!told.ok) throw new Problem(KF_REFUSED, { why: told.message[actor.language] });
  const now = clock.now();
  const { name, touchpointId, welcome } = given;
  const { id } = await tx
    .insertInto('kfScenes')
    .values({
      ...{ kfAccountId, name, scene, url: told.data, touchpointId, welcome },
      ...{ createdBy: actor.name, createdAt: now, updatedAt: now },
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const after = { name, scene, touchpointId, welcome };
  await audit(tx, clock, actor, { action: 'kf_scene.created', object: { kind: 'kf_scene', id }, after });
  return id;
}

export async function changeScene(
  tx: Tx,
  clock: Clock,
  actor: Actor,
  id: number,
  change: z.output<typeof kfSceneChange>,
): Promise<void> {
  const before = await inUse(tx, id);
  await refuse(tx, before.kfAccountId, change, { but: id });
  await tx
    .updateTable('kfScenes')
    .set({ ...change, updatedAt: clock.now() })
    .where('id', '=', id)
    .execute();
  const { name, touchpointId, welcome } = before;
  await audit(tx, clock, actor, {
    ...{ action: 'kf_scene.changed', object: { kind: 'kf_scene', id } },
    ...{ before: { name, touchpointId, welcome }, after: change },
  });
}

/** Its address goes on leading to the account, because the platform knows no end of one; who comes by it is not counted. */
export async function archiveScene(tx: Tx, clock: Clock, actor: Actor, id: number): Promise<void> {
  const { name } = await inUse(tx, id);
  await tx.updateTable('kfScenes').set({ archivedAt: clock.now() }).where('id', '=', id).execute();
  await audit(tx, clock, actor, {
    ...{ action: 'kf_scene.archived', object: { kind: 'kf_scene', id }, before: { name } },
  });
}

async function inUse(tx: Tx, id: number) {
  const found = await tx
    .selectFrom('kfScenes')
    .selectAll()
    .where('id', '=', id)
    .where('archivedAt', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  if (!found) throw new Problem(NOT_FOUND);
  return found;
}

async function refuse(
  tx: Tx,
  kfAccountId: number,
  { name, touchpointId }: { name: string; touchpointId: number | null },
  { scene, but = 0 }: { scene?: string; but?: number },
): Promise<void> {
  const taken = await tx
    .selectFrom('kfScenes')
    .select('id')
    .where('kfAccountId', '=', kfAccountId)
    .where('id', '<>', but)
    .where(is =>
      is.or([
        is.and([is('name', '=', name), is('archivedAt', 'is', null)]),
        ...(scene === undefined ? [] : [is('scene', '=', scene)]),
      ]),
    )
    .executeTakeFirst();
  if (taken) throw new Problem(SCENE_TAKEN);
  if (touchpointId === null) return;
  const touchpoint = await tx
    .selectFrom('touchpoints')
    .select('id')
    .where('id', '=', touchpointId)
    .where('archivedAt', 'is', null)
    .executeTakeFirst();
  if (!touchpoint) throw new Problem(NOT_FOUND);
}

function madeUp(random: Random): string {
  return Array.from({ length: LENGTH }, () => LETTERS[Math.floor(random.next() * LETTERS.length)]).join('');
}
