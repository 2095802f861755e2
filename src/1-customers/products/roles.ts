import { sql } from 'kysely';
import type { z } from 'zod';
import type { Actor } from '#platform/auth/actor.ts';
import type { Clock } from '#platform/clock.ts';
import { appendEvents } from '#platform/log/events.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import type { productRolesBody } from './contract.ts';
import { idsFound } from './list.ts';

/**
 * Gives products a role, or takes it away. Each that changes has an audit row; the log hears of it once, so that
 * whoever is in a segment for what they bought of a role is counted anew. @returns how many changed.
 */
export async function setRoles(
  tx: Tx,
  clock: Clock,
  actor: Pick<Actor, 'name'>,
  { products, role }: z.output<typeof productRolesBody>,
): Promise<{ changed: number }> {
  const now = clock.now();
  const meant =
    'ids' in products
      ? sql`select unnest(${products.ids}::bigint[]) as id`
      : idsFound(products.filters, products.except);
  // What is not suggested anything keeps what it has.
  const wanted =
    role === 'suggested'
      ? sql`select v.product_id as id, v.suggestion as role from product_verdicts v where v.suggestion is not null and v.product_id in (${meant})`
      : sql`select id, ${role}::text as role from (${meant}) m`;
  const { rows } = await sql<{ id: number }>`
    with wanted as (${wanted}), before as (
      select p.id, p.role from products p join wanted w on w.id = p.id where p.role is distinct from w.role for update of p
    ), changed as (
      update products p set role = w.role, updated_at = ${now}::timestamptz
      from wanted w join before b on b.id = w.id where p.id = w.id returning p.id, p.name, b.role as was, p.role
    ), audited as (
      insert into audit_log (at, actor, action, object_kind, object_id, before, after)
      select ${now}, ${actor.name}, 'product.role_changed', 'product', id::text,
        jsonb_build_object('name', name, 'role', was), jsonb_build_object('name', name, 'role', role) from changed
    )
    select id from changed`.execute(tx);
  if (rows.length > 0)
    await appendEvents(tx, [
      { type: 'product.role_changed', at: now, actor: actor.name, data: { products: rows.length } },
    ]);
  return { changed: rows.length };
}
