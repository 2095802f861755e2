import { sql } from 'kysely';
import type { z } from 'zod';
import { audit } from '../audit/audit.ts';
import type { Actor } from '../auth/actor.ts';
import { HOUR } from '../clock.ts';
import { NOT_FOUND, Problem } from '../http/problem.ts';
import type { Platform } from '../platform.ts';
import type { Db, Tx } from '../postgres/connect.ts';
import {
  type endpointBody,
  type endpointPatch,
  type endpointSecret,
  type endpointView,
  WEBHOOK_LIMITS,
} from './contract.ts';
import { addressesOf } from './public-addresses.ts';
import { NOT_HTTPS, NOT_PUBLIC, UNKNOWN_TYPE, URL_WITH_LOGIN } from './refusals.ts';
import { newSecret } from './signature.ts';

type Tools = Pick<Platform, 'vault' | 'clock' | 'config'>;
type Who = Pick<Actor, 'name'>;
type Body = z.output<typeof endpointBody>;

export const secretPlace = (id: number) => `webhook_endpoints/${id}`;

/** What the audit log says of an endpoint: of its address only where it leads, because the rest may hold a key. */
const told = ({ url, ...rest }: { url?: string | undefined }) => ({
  ...rest,
  ...(url && { host: new URL(url).host }),
});

/** The secret is told once, here; what is kept is sealed. Sent is what happens from now on. */
export async function createEndpoint(
  tx: Tx,
  platform: Tools,
  actor: Who,
  body: Body,
  known: ReadonlySet<string>,
): Promise<z.output<typeof endpointSecret>> {
  await checkEndpoint(platform, body, known);
  const secret = newSecret();
  const { id } = await tx
    .insertInto('webhookEndpoints')
    .values({
      ...{ ...body, types: [...new Set(body.types)], fields: [...new Set(body.fields)] },
      ...{ secret: Buffer.alloc(0), createdBy: actor.name, createdAt: platform.clock.now() },
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const sealed = platform.vault.seal(secret, secretPlace(id));
  await tx.updateTable('webhookEndpoints').set({ secret: sealed }).where('id', '=', id).execute();
  await audit(tx, platform.clock, actor, {
    action: 'webhook_endpoint.created',
    object: { kind: 'webhook_endpoint', id },
    after: told(body),
  });
  return { id, secret };
}

/** Says at once what could never be delivered. A name is looked up again at every delivery: it may lead elsewhere by then. */
async function checkEndpoint(
  { config }: Tools,
  { url, types = [] }: { url?: string | undefined; types?: readonly string[] | undefined },
  known: ReadonlySet<string>,
): Promise<void> {
  const stranger = types.find(type => !known.has(type));
  if (stranger !== undefined) throw new Problem(UNKNOWN_TYPE, { type: stranger });
  if (url === undefined) return;
  const { protocol, username, password, hostname } = new URL(url);
  if (username || password) throw new Problem(URL_WITH_LOGIN);
  if (config.webhooksPrivate) return;
  if (protocol !== 'https:') throw new Problem(NOT_HTTPS);
  // A name that nobody knows yet may be known tomorrow; only addresses written out are judged here.
  const literal = await addressesOf(hostname, false, async () => []);
  if (literal === 'blocked' || /(^|\.)localhost\.?$/i.test(hostname)) throw new Problem(NOT_PUBLIC);
}

/** A new secret, told once; the one before signs along for a day, so that the receiver can be changed without a gap. */
export async function rotateEndpoint(
  tx: Tx,
  { vault, clock }: Tools,
  actor: Who,
  id: number,
): Promise<z.output<typeof endpointSecret>> {
  const { secret: before, name } = await lockEndpoint(tx, id);
  const secret = newSecret();
  const now = clock.now();
  await tx
    .updateTable('webhookEndpoints')
    .set({
      ...{ secret: vault.seal(secret, secretPlace(id)), secretBefore: before, rotatedAt: now },
      beforeUntil: new Date(now.getTime() + WEBHOOK_LIMITS.oldSecretHours * HOUR),
    })
    .where('id', '=', id)
    .execute();
  const object = { kind: 'webhook_endpoint', id };
  await audit(tx, clock, actor, { action: 'webhook_endpoint.rotated', object, after: { name } });
  return { id, secret };
}

/** Pausing holds what waits; resuming lets new events go, and what was held when somebody replays it. */
export async function changeEndpoint(
  tx: Tx,
  platform: Tools,
  actor: Who,
  id: number,
  patch: z.output<typeof endpointPatch>,
  known: ReadonlySet<string>,
): Promise<void> {
  await checkEndpoint(platform, patch, known);
  const before = await lockEndpoint(tx, id);
  const { status, types, fields, name, url, imports } = patch;
  const isFresh = status === 'active' && before.status !== 'active';
  await tx
    .updateTable('webhookEndpoints')
    .set({
      name: name ?? before.name,
      ...(url !== undefined && { url }),
      ...(imports !== undefined && { imports }),
      ...(types && { types: [...new Set(types)] }),
      ...(fields && { fields: [...new Set(fields)] }),
      ...(status && { status }),
      // Another address, or one that is said to be mended, begins with a clean slate.
      ...((isFresh || url !== undefined) && { failures: 0, failingSince: null, holdUntil: null }),
      ...(isFresh && { disabledWhy: null }),
    })
    .where('id', '=', id)
    .execute();
  if (status === 'paused') await holdWaiting(tx, id);
  await audit(tx, platform.clock, actor, {
    action: 'webhook_endpoint.changed',
    object: { kind: 'webhook_endpoint', id },
    before: told(notSecret(before)),
    after: told(patch),
  });
}

/** From now on nothing goes there; what went stays in the list for as long as deliveries are kept. */
export async function removeEndpoint(tx: Tx, { clock }: Tools, actor: Who, id: number): Promise<void> {
  const { name } = await lockEndpoint(tx, id);
  await tx
    .updateTable('webhookEndpoints')
    .set({ status: 'removed', secret: Buffer.alloc(0), secretBefore: null })
    .where('id', '=', id)
    .execute();
  await holdWaiting(tx, id);
  await audit(tx, clock, actor, {
    action: 'webhook_endpoint.removed',
    object: { kind: 'webhook_endpoint', id },
    before: { name },
  });
}

const notSecret = ({ secret: _, id: __, ...rest }: Locked) => rest;

/** What waits for an endpoint that is stopped goes nowhere by itself. */
export async function holdWaiting(tx: Tx, endpointId: number): Promise<void> {
  await tx
    .updateTable('webhookDeliveries')
    .set({ state: 'held', tryAt: null })
    .where('endpointId', '=', endpointId)
    .where('state', '=', 'waiting')
    .execute();
}

export async function lockEndpoint(tx: Tx, id: number) {
  const found = await tx
    .selectFrom('webhookEndpoints')
    .select(['id', 'name', 'url', 'types', 'fields', 'status', 'secret'])
    .where('id', '=', id)
    .where('status', '<>', 'removed')
    .forUpdate()
    .executeTakeFirst();
  if (!found) throw new Problem(NOT_FOUND);
  return found;
}

type Locked = Awaited<ReturnType<typeof lockEndpoint>>;

/** The newest first, each with how many deliveries wait, failed for good, or are held. */
export async function listEndpoints(db: Db) {
  const { rows } = await sql<ListedEndpoint>`
    select e.id, e.name, e.url, e.types, e.fields, e.imports, e.status, e.disabled_why, e.failing_since, e.last_delivered_at,
      e.created_at, e.before_until, count(d.*) filter (where d.state = 'waiting') as waiting,
      count(d.*) filter (where d.state = 'failed') as failed, count(d.*) filter (where d.state = 'held') as held
    from webhook_endpoints e left join webhook_deliveries d on d.endpoint_id = e.id and d.state <> 'delivered' and d.event_seq is not null
    where e.status <> 'removed' group by e.id order by e.id desc`.execute(db);
  return rows;
}

type ListedEndpoint = z.output<typeof endpointView>;
