import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { z } from 'zod';
import { audit } from '#platform/audit/audit.ts';
import type { Actor } from '#platform/auth/actor.ts';
import { HOUR } from '#platform/clock.ts';
import { type Language, say } from '#platform/contract.ts';
import { NOT_FOUND, Problem } from '#platform/http/problem.ts';
import type { Platform } from '#platform/platform.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import { sourceById, sourceByName } from '../accounts/sources.ts';
import { HOOK_LIMITS, type hookBody, type hookPatch, type hookSecret, type hookView } from './contract.ts';
import { SIGNATURE_FAULTS } from './refusals.ts';
import type { SignatureFault } from './signature.ts';

type Tools = Pick<Platform, 'vault' | 'clock'>;
type Who = Pick<Actor, 'name'>;

const placeOf = (id: number) => `order_hooks/${id}`;
const newSecret = () => `siyu_hook_${randomBytes(32).toString('base64url')}`;

/** The secret is told once, here; what is kept is sealed. */
export async function createHook(
  tx: Tx,
  { vault, clock }: Tools,
  actor: Who,
  { name, source }: z.output<typeof hookBody>,
): Promise<z.output<typeof hookSecret>> {
  const accountId = 'id' in source ? await sourceById(tx, source.id) : await sourceByName(tx, source.name);
  const [address, secret] = [randomBytes(15).toString('base64url'), newSecret()];
  const { id } = await tx
    .insertInto('orderHooks')
    .values({
      ...{ accountId, name, address, secret: Buffer.alloc(0) },
      ...{ createdBy: actor.name, createdAt: clock.now() },
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const sealed = vault.seal(secret, placeOf(id));
  await tx.updateTable('orderHooks').set({ secret: sealed }).where('id', '=', id).execute();
  await audit(tx, clock, actor, {
    action: 'order_hook.created',
    object: { kind: 'order_hook', id },
    after: { name },
  });
  return { id, address, secret };
}

/** A new secret, told once. The one before works on for a day, so that the sender can be changed without a gap. */
export async function rotateHook(
  tx: Tx,
  { vault, clock }: Tools,
  actor: Who,
  id: number,
): Promise<z.output<typeof hookSecret>> {
  const hook = await lockHook(tx, id);
  const secret = newSecret();
  const now = clock.now();
  await tx
    .updateTable('orderHooks')
    .set({
      secret: vault.seal(secret, placeOf(id)),
      secretBefore: hook.secret,
      beforeUntil: new Date(now.getTime() + HOOK_LIMITS.oldSecretHours * HOUR),
      rotatedAt: now,
    })
    .where('id', '=', id)
    .execute();
  await audit(tx, clock, actor, {
    action: 'order_hook.rotated',
    object: { kind: 'order_hook', id },
    after: { name: hook.name },
  });
  return { id, address: hook.address, secret };
}

export async function changeHook(
  tx: Tx,
  { clock }: Pick<Tools, 'clock'>,
  actor: Who,
  id: number,
  patch: z.output<typeof hookPatch>,
): Promise<void> {
  const { name, status } = await lockHook(tx, id);
  if (Object.keys(patch).length > 0)
    await tx.updateTable('orderHooks').set(patch).where('id', '=', id).execute();
  await audit(tx, clock, actor, {
    action: 'order_hook.changed',
    object: { kind: 'order_hook', id },
    before: { name, status },
    after: patch,
  });
}

/** From this moment on nothing opens the address; what came by it stays. */
export async function removeHook(
  tx: Tx,
  { clock }: Pick<Tools, 'clock'>,
  actor: Who,
  id: number,
): Promise<void> {
  const { name } = await lockHook(tx, id);
  await tx.updateTable('orderHooks').set({ status: 'removed' }).where('id', '=', id).execute();
  await audit(tx, clock, actor, {
    action: 'order_hook.removed',
    object: { kind: 'order_hook', id },
    before: { name },
  });
}

async function lockHook(tx: Tx, id: number) {
  const hook = await tx
    .selectFrom('orderHooks')
    .select(['name', 'status', 'secret', 'address'])
    .where('id', '=', id)
    .where('status', '<>', 'removed')
    .forUpdate()
    .executeTakeFirst();
  if (!hook) throw new Problem(NOT_FOUND);
  return hook;
}

export type OpenHook = { id: number; accountId: number; isPaused: boolean; secrets: string[] };

/** The hook behind an address with the secrets that count now; asked anew with every request. */
export async function openHook(
  db: Db,
  { vault, clock }: Tools,
  address: string,
): Promise<OpenHook | undefined> {
  const found = await db
    .selectFrom('orderHooks as h')
    .innerJoin('channelAccounts as a', 'a.id', 'h.accountId')
    .select(['h.id', 'h.accountId', 'h.status', 'h.secret', 'h.secretBefore', 'h.beforeUntil'])
    .select('a.status as accountStatus')
    .where('h.address', '=', address)
    .where('h.status', '<>', 'removed')
    .executeTakeFirst();
  if (!found || found.accountStatus === 'removed') return undefined;
  const { id, accountId, secret, secretBefore, beforeUntil } = found;
  const before = secretBefore && beforeUntil && beforeUntil > clock.now() ? [secretBefore] : [];
  return {
    ...{ id, accountId, isPaused: found.status === 'paused' || found.accountStatus === 'paused' },
    secrets: [secret, ...before].map(sealed => vault.open(sealed, placeOf(id))),
  };
}

export async function noteRefused(db: Db, hookId: number, code: SignatureFault, at: Date): Promise<void> {
  await db
    .updateTable('orderHooks')
    .set({ lastRefusedAt: at, lastRefusedCode: code })
    .where('id', '=', hookId)
    .execute();
}

/** The newest first. */
export async function listHooks(db: Db, language: Language): Promise<z.output<typeof hookView>[]> {
  const rows = await db
    .selectFrom('orderHooks as h')
    .innerJoin('channelAccounts as a', 'a.id', 'h.accountId')
    .select(['h.id', 'h.name', 'h.address', 'h.createdAt', 'h.rotatedAt', 'h.beforeUntil'])
    .select(['h.lastReceivedAt', 'h.lastRefusedAt', 'h.lastRefusedCode', 'a.id as accountId'])
    .select(['a.name as accountName', sql<'active' | 'paused'>`h.status`.as('status')])
    .select(
      sql<number>`(select count(*) from hook_deliveries d where d.hook_id = h.id and d.state = 'waiting')`.as(
        'waiting',
      ),
    )
    .select(
      sql<number>`(select count(*) from hook_deliveries d where d.hook_id = h.id and d.state = 'failed')`.as(
        'failed',
      ),
    )
    .where('h.status', '<>', 'removed')
    .orderBy('h.id', 'desc')
    .execute();
  return rows.map(({ accountId, accountName, lastRefusedAt, lastRefusedCode, ...row }) => ({
    ...row,
    account: { id: accountId, name: accountName },
    lastRefused:
      lastRefusedAt && lastRefusedCode
        ? { at: lastRefusedAt, message: say(SIGNATURE_FAULTS[lastRefusedCode as SignatureFault], language) }
        : null,
  }));
}
