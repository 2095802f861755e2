import { sql } from 'kysely';
import { SECOND } from '../clock.ts';
import type { Platform } from '../platform.ts';
import type { Db } from '../postgres/connect.ts';
import { type PersonField, WEBHOOK_LIMITS } from './contract.ts';
import { secretPlace } from './endpoints.ts';

/** Who is sent to, with the secrets that sign now, the newest first. */
export type Recipient = {
  id: number;
  url: string;
  fields: PersonField[];
  failures: number;
  isActive: boolean;
  secrets: string[];
};

export type Claimed = {
  id: number;
  type: string;
  customerId: number | null;
  at: Date;
  data: Record<string, unknown> & { customer?: object };
  tries: number;
};

/** Longer than a try may take, with room for what is written afterwards. */
const LEASE = 3 * WEBHOOK_LIMITS.timeoutSeconds * SECOND;
/** A test is sent to an endpoint that is stopped too: that is how one sees whether it works again. */
export const TEST = 'webhook.test';

export async function recipientOf(
  { db, vault, clock }: Pick<Platform, 'db' | 'vault' | 'clock'>,
  id: number,
): Promise<Recipient | undefined> {
  const row = await db
    .selectFrom('webhookEndpoints')
    .select(['id', 'url', 'failures', 'status', 'secret', 'secretBefore', 'beforeUntil'])
    .select(sql<PersonField[]>`fields`.as('fields'))
    .where('id', '=', id)
    .where('status', '<>', 'removed')
    .executeTakeFirst();
  if (!row) return undefined;
  const { status, secret, secretBefore, beforeUntil, ...rest } = row;
  const before = secretBefore && beforeUntil && beforeUntil > clock.now() ? [secretBefore] : [];
  return {
    ...rest,
    isActive: status === 'active',
    secrets: [secret, ...before].map(sealed => vault.open(sealed, secretPlace(id))),
  };
}

/** Takes what is due, the longest first, and moves its next try on, which is a lease: nobody else tries it meanwhile. */
export async function claimDue(
  { db, clock }: Pick<Platform, 'db' | 'clock'>,
  { id, isActive }: Recipient,
  limit: number,
): Promise<Claimed[]> {
  const now = clock.now();
  const until = new Date(now.getTime() + LEASE);
  const { rows } = await sql<Claimed>`
    update webhook_deliveries set try_at = ${until}, tries = tries + 1 where id in (
      select d.id from webhook_deliveries d join webhook_endpoints e on e.id = d.endpoint_id
      where d.endpoint_id = ${id} and d.state = 'waiting' and d.try_at <= ${now}
        and (d.type = ${TEST} or ${isActive} and (e.hold_until is null or e.hold_until <= ${now}))
      order by d.try_at, d.id limit ${limit} for update of d skip locked)
    returning id, type, customer_id, at, data, tries`.execute(db);
  return rows;
}

/** Whether a delivery is no longer to be tried by who claimed it. */
export async function isStopped(db: Db, { id, tries }: Pick<Claimed, 'id' | 'tries'>): Promise<boolean> {
  const { rows } = await sql`
    select 1 from webhook_deliveries where id = ${id} and state = 'waiting' and tries = ${tries}`.execute(db);
  return rows.length === 0;
}

/** When the next of an endpoint's deliveries is to be tried. */
export async function dueAgain({ db }: Pick<Platform, 'db'>, endpointId: number): Promise<Date | undefined> {
  const { rows } = await sql<{ due: Date | null }>`
    select min(greatest(d.try_at, e.hold_until)) as due from webhook_deliveries d join webhook_endpoints e on e.id = d.endpoint_id
    where d.endpoint_id = ${endpointId} and d.state = 'waiting' and e.status <> 'removed'`.execute(db);
  return rows[0]?.due ?? undefined;
}

/** Endpoints for which something is due. */
export async function endpointsDue({ db, clock }: Pick<Platform, 'db' | 'clock'>): Promise<number[]> {
  const now = clock.now();
  const { rows } = await sql<{ id: number }>`
    select distinct d.endpoint_id as id from webhook_deliveries d join webhook_endpoints e on e.id = d.endpoint_id
    where d.state = 'waiting' and d.try_at <= ${now} and e.status <> 'removed'
      and (e.hold_until is null or e.hold_until <= ${now} or d.type = ${TEST})`.execute(db);
  return rows.map(row => row.id);
}
