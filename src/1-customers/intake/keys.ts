import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { z } from 'zod';
import { audit } from '#platform/audit/audit.ts';
import type { Actor } from '#platform/auth/actor.ts';
import { type Clock, MINUTE } from '#platform/clock.ts';
import { NOT_FOUND, Problem } from '#platform/http/problem.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import { sourceById, sourceByName } from '../accounts/sources.ts';
import type { keyKind, writeKeyBody, writeKeyView } from './contract.ts';

export type KeyKind = z.output<typeof keyKind>;
/** Who sends: what is written down for it is its source's, and done by the key. */
export type WriteKey = { id: number; kind: KeyKind; accountId: number; actor: string };

/** 160 bits, and by its beginning one sees what it is and what it may. */
const SHAPE = /^siyu_(?:server|browser)_[A-Za-z0-9_-]{27}$/;
const SHOWN = 6;
/** A key is marked as used at most this often. */
const USE_NOTED = MINUTE;

function hashOf(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}

/** The key that is shown once, and never again: only its hash is kept. */
export async function createKey(
  tx: Tx,
  clock: Clock,
  actor: Pick<Actor, 'name'>,
  { name, kind, source }: z.output<typeof writeKeyBody>,
): Promise<{ id: number; key: string }> {
  const accountId = 'id' in source ? await sourceById(tx, source.id) : await sourceByName(tx, source.name);
  const key = `siyu_${kind}_${randomBytes(20).toString('base64url')}`;
  const shown = key.slice(0, `siyu_${kind}_`.length + SHOWN);
  const { id } = await tx
    .insertInto('writeKeys')
    .values({
      name,
      kind,
      accountId,
      keyHash: hashOf(key),
      shown,
      createdBy: actor.name,
      createdAt: clock.now(),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await audit(tx, clock, actor, {
    action: 'write_key.created',
    object: { kind: 'write_key', id },
    after: { name, kind, shown },
  });
  return { id, key };
}

/** From this moment on the key opens nothing. */
export async function revokeKey(tx: Tx, clock: Clock, actor: Pick<Actor, 'name'>, id: number): Promise<void> {
  const revoked = await tx
    .updateTable('writeKeys')
    .set({ revokedAt: clock.now(), revokedBy: actor.name })
    .where('id', '=', id)
    .where('revokedAt', 'is', null)
    .returning(['name', 'kind', 'shown'])
    .executeTakeFirst();
  if (!revoked) throw new Problem(NOT_FOUND);
  await audit(tx, clock, actor, {
    action: 'write_key.revoked',
    object: { kind: 'write_key', id },
    before: revoked,
  });
}

/** The newest first, revoked ones last. */
export async function listKeys(db: Db): Promise<z.output<typeof writeKeyView>[]> {
  const rows = await db
    .selectFrom('writeKeys as k')
    .innerJoin('channelAccounts as a', 'a.id', 'k.accountId')
    .leftJoin('members as m', join => join.on('k.createdBy', '=', sql<string>`'member:' || m.id`))
    .select(['k.id', 'k.name', 'k.shown', 'k.createdAt', 'k.lastUsedAt', 'k.revokedAt'])
    .select(sql<KeyKind>`k.kind`.as('kind'))
    .select(['a.id as accountId', 'a.name as accountName', 'm.name as createdByName'])
    .orderBy(sql`k.revoked_at is not null`)
    .orderBy('k.id', 'desc')
    .execute();
  return rows.map(({ accountId, accountName, ...row }) => ({
    ...row,
    account: { id: accountId, name: accountName },
  }));
}

/** Whose key it is, asked anew with every request so that a revoked one ends at once. */
export async function openKey(db: Db, clock: Clock, key: string): Promise<WriteKey | undefined> {
  if (!SHAPE.test(key)) return undefined;
  const found = await db
    .selectFrom('writeKeys as k')
    .innerJoin('channelAccounts as a', 'a.id', 'k.accountId')
    .select(['k.id', 'k.accountId', 'k.lastUsedAt'])
    .select(sql<KeyKind>`k.kind`.as('kind'))
    .where('k.keyHash', '=', hashOf(key))
    .where('k.revokedAt', 'is', null)
    .where('a.status', '=', 'active')
    .executeTakeFirst();
  if (!found) return undefined;
  await noteUse(db, clock, found);
  return { id: found.id, kind: found.kind, accountId: found.accountId, actor: `key:${found.id}` };
}

async function noteUse(db: Db, clock: Clock, key: { id: number; lastUsedAt: Date | null }): Promise<void> {
  const now = clock.now();
  const before = new Date(now.getTime() - USE_NOTED);
  if (key.lastUsedAt && key.lastUsedAt > before) return;
  await sql`
    update write_keys set last_used_at = ${now}
    where id = ${key.id} and (last_used_at is null or last_used_at <= ${before})`.execute(db);
}
