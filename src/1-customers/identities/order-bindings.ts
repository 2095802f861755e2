import { sql } from 'kysely';
import type { z } from 'zod';
import { audit } from '#platform/audit/audit.ts';
import type { Actor } from '#platform/auth/actor.ts';
import type { Clock } from '#platform/clock.ts';
import { NOT_FOUND, Problem, type ProblemKind } from '#platform/http/problem.ts';
import { appendEvents } from '#platform/log/events.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import { personInScope } from '../customers/customers.ts';
import { inScope } from '../customers/scope.ts';
import type { bindingView } from './contract.ts';
import { profilesOf } from './persons.ts';

type Binding = z.output<typeof bindingView>;
type Context = { clock: Clock; actor: Pick<Actor, 'name'> };

const TOLD_BEFORE: ProblemKind = {
  code: 'order_told_before',
  status: 409,
  title: { zh: '这个订单号已经登记过', en: 'Told before' },
  detail: {
    zh: '这位客户名下已经登记了订单号 {orderNo}。',
    en: 'Order {orderNo} has been told for this customer before.',
  },
};

const OWN_ALREADY: ProblemKind = {
  code: 'order_is_theirs',
  status: 409,
  title: { zh: '已经是这位客户的订单', en: 'Already theirs' },
  detail: {
    zh: '订单 {orderNo} 本来就在这位客户名下。',
    en: 'Order {orderNo} already belongs to this customer.',
  },
};

/** What customers told of their orders, newest first. Whose an order is otherwise is shown to those who may see them. */
export async function listBindings(db: Db | Tx, actor: Actor, customerId: number): Promise<Binding[]> {
  const profiles = await profilesOf(db, await personInScope(db, actor, customerId));
  const { rows } = await sql<Binding>`
    select b.id, b.order_no, case when b.state = 'conflict' and other.person_id = mine.person_id then 'bound' else b.state end as state, a.name as shop, o.paid, o.ordered_at, coalesce(m.name, b.told_by) as told_by, b.told_at,
      case when ${inScope(actor.scope, sql`other.person_id`)} then other.person_id end as claimed_by,
      case when ${inScope(actor.scope, sql`other.person_id`)} then other.name end as claimed_name
    from order_bindings b join customers mine on mine.id = b.customer_id left join orders o on o.id = b.order_id left join channel_accounts a on a.id = o.account_id
    left join customers other on other.id = b.claimed_by left join members m on b.told_by = 'member:' || m.id
    where b.customer_id = any(${profiles}) and b.state <> 'undone' order by b.id desc limit 100`.execute(db);
  return rows;
}

/**
 * A customer names an order as theirs, and a member writes it down: it is theirs when it is nobody's, waits when it is
 * not there yet, and stands as a conflict when the shop says it is somebody else's.
 */
export async function bindOrder(
  tx: Tx,
  clock: Clock,
  actor: Actor,
  customerId: number,
  orderNo: string,
): Promise<void> {
  const personId = await personInScope(tx, actor, customerId);
  const refusal = await tell(tx, { clock, actor }, personId, orderNo, 'waiting');
  if (refusal) throw new Problem(refusal === 'theirs' ? OWN_ALREADY : TOLD_BEFORE, { orderNo });
}

/**
 * An order number from a source that proves nothing (a browser's form) binds nothing: a member decides. What need not be
 * asked is left: nobody who tells it reads a refusal, and the other messages of the same batch must get in.
 */
export async function suggestOrder(
  tx: Tx,
  context: Context,
  customerId: number,
  orderNo: string,
): Promise<Told | 'suggested'> {
  const { rows } = await sql`
    select 1 from order_bindings b join customers c on c.id = b.customer_id
    where b.order_no = ${orderNo} and c.person_id = (select person_id from customers where id = ${customerId})
      and (b.state <> 'undone' or b.decided_at is not null)`.execute(tx);
  if (rows.length > 0) return 'already';
  return (await tell(tx, context, customerId, orderNo, 'suggested')) ?? 'suggested';
}

/** Why an order number is not written down. */
type Told = 'already' | 'theirs';

async function tell(
  tx: Tx,
  { clock, actor }: Context,
  customerId: number,
  orderNo: string,
  state: 'waiting' | 'suggested',
): Promise<Told | undefined> {
  const profiles = await profilesOf(tx, customerId);
  const { rows: known } = await sql<{ told: boolean; theirs: boolean }>`
    select exists (select 1 from order_bindings where customer_id = any(${profiles}) and order_no = ${orderNo} and state <> 'undone') as told,
      exists (select 1 from orders where order_no = ${orderNo} and customer_id = any(${profiles})
        and account_id in (select id from channel_accounts)) as theirs`.execute(tx);
  if (known[0]?.told) return 'already';
  if (known[0]?.theirs) return 'theirs';
  const made = await tx
    .insertInto('orderBindings')
    .values({ customerId, orderNo, state, toldBy: actor.name, toldAt: clock.now() })
    // Told at the same moment by another transaction.
    .onConflict(conflict => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!made) return 'already';
  const { id } = made;
  await audit(tx, clock, actor, {
    action: 'order.told',
    object: { kind: 'order_binding', id },
    customerId,
    after: { orderNo, state },
  });
  await appendEvents(tx, [
    {
      ...{ type: 'identity.order_told', customerId, at: clock.now(), actor: actor.name },
      data: { kind: 'order_no', shown: orderNo },
    },
  ]);
  if (state === 'waiting') await matchBindings(tx, { clock, actor }, [orderNo]);
  return undefined;
}

/**
 * Bindings of these numbers, each with the one order it may be about: the one it found first, or else one that is theirs
 * already, the only one of nobody, or one of somebody else. Where several shops have the number and more than one of the
 * orders is nobody's, which was meant cannot be known: the binding waits for a member to name the shop.
 */
function meant(orderNos: readonly string[]) {
  return sql`
    select distinct on (b.id) b.id, b.customer_id, b.state, b.claimed_by, c.person_id, o.id as order_id, o.customer_id as owner, oc.person_id as owner_person
    from order_bindings b
    join customers c on c.id = b.customer_id and c.status = 'active'
    join orders o on o.order_no = b.order_no and case when b.order_id is null then b.account_id is null or b.account_id = o.account_id else o.id = b.order_id end
    join channel_accounts a on a.id = o.account_id
    left join customers oc on oc.id = o.customer_id
    where b.order_no = any(${orderNos}::text[]) and b.state in ('waiting', 'bound', 'conflict')
      and (b.order_id is not null or oc.person_id = c.person_id or (
        select count(*) from orders x join channel_accounts xa on xa.id = x.account_id
        where x.order_no = b.order_no and x.customer_id is null and (b.account_id is null or b.account_id = x.account_id)) <= 1)
    order by b.id, oc.person_id = c.person_id desc nulls last, o.customer_id is null desc, o.id`;
}

/**
 * Brings bindings and orders together, whichever came first: one statement for any number of order numbers. An order of
 * nobody becomes the customer's; one that its shop gives to somebody else stays there, and the binding says so.
 */
export async function matchBindings(
  tx: Tx,
  { clock, actor }: Context,
  orderNos: readonly string[],
): Promise<void> {
  if (orderNos.length === 0) return;
  await sql`
    with told as (
      select distinct on (order_id) * from (${meant(orderNos)}) m
      where owner is null or owner_person = person_id order by order_id, state = 'bound' desc, id
    ), bound as (
      update orders o set customer_id = t.customer_id, match = 'order_no', updated_at = ${clock.now()}
      -- Somebody else may have got it between our reading and this.
      from told t where o.id = t.order_id and t.owner is null and o.customer_id is null
      returning o.id, o.customer_id, o.account_id, o.order_no
    ), said as (
      insert into events (type, customer_id, account_id, at, actor, data)
      select 'order.matched', customer_id, account_id, ${clock.now()}, ${actor.name},
        jsonb_build_object('orderId', id, 'orderNo', order_no, 'from', 0, 'by', 'order_no')
      from bound
    )
    update order_bindings b set order_id = t.order_id, state = case when b.claimed_by is null or bound.id is not null then 'bound' else 'conflict' end,
      -- Whoever stood in the way has it no more.
      claimed_by = case when bound.id is null then b.claimed_by end, claimed_as = case when bound.id is null then b.claimed_as end
    from told t left join bound on bound.id = t.order_id
    where b.id = t.id and (bound.id is not null or t.owner_person = t.person_id)`.execute(tx);
  // Whoever else named the order, or whose order it is by its shop, stands in the way of the others.
  await sql`
    update order_bindings b set state = 'conflict', order_id = m.order_id, claimed_by = m.owner
    from (${meant(orderNos)}) m where b.id = m.id and m.state in ('waiting', 'conflict') and m.owner is not null and m.owner_person <> m.person_id`.execute(
    tx,
  );
}

type Imported = { importId: number; accountId: number; from: number; to: number; now: Date; actor: string };

/**
 * Orders of a chunk that customers have named: those of nobody become theirs. Where the file says whose an order is that
 * somebody else has named, it stays where it is, and what the file says stands beside it.
 */
export async function bindImported(
  tx: Tx,
  { importId, accountId, from, to, now, actor }: Imported,
): Promise<void> {
  const { rows } = await sql<{ orderNo: string }>`
    select distinct b.order_no from order_bindings b join import_orders w on w.order_no = b.order_no
    where b.state <> 'undone' and w.import_id = ${importId} and w.position between ${from} and ${to}`.execute(
    tx,
  );
  if (rows.length === 0) return;
  const orderNos = rows.map(row => row.orderNo);
  await sql`
    update order_bindings b set state = 'conflict', claimed_by = w.customer_id, claimed_as = w.match
    from orders o, import_orders w, customers mine, customers theirs
    where b.order_no = any(${orderNos}::text[]) and b.state in ('bound', 'conflict') and o.id = b.order_id and o.account_id = ${accountId}
      and o.match = 'order_no' and o.customer_id = b.customer_id
      and w.import_id = ${importId} and w.order_no = b.order_no and w.customer_id is not null
      and mine.id = b.customer_id and theirs.id = w.customer_id and mine.person_id <> theirs.person_id`.execute(
    tx,
  );
  await matchBindings(tx, { clock: { now: () => now }, actor: { name: actor } }, orderNos);
}

/** After an import is taken back: order numbers whose order has gone wait again, those whose order is nobody's find it. */
export async function rebindOrders(
  tx: Tx,
  clock: Clock,
  { importId, actor }: { importId: number; actor: string },
): Promise<void> {
  await sql`
    update order_bindings set state = 'waiting', claimed_by = null, claimed_as = null
    where state in ('bound', 'conflict') and order_id is null`.execute(tx);
  const { rows } = await sql<{ orderNo: string }>`
    select distinct o.order_no from import_changes c join orders o on o.id = c.row_id join order_bindings b on b.order_no = o.order_no
    where c.import_id = ${importId} and c.kind = 'order' and b.state <> 'undone'`.execute(tx);
  await matchBindings(
    tx,
    { clock, actor: { name: actor } },
    rows.map(row => row.orderNo),
  );
}

/** A member takes up what a visitor told, or takes an order number back: the order is whose it would be without it. */
export async function decideBinding(
  tx: Tx,
  clock: Clock,
  actor: Actor,
  bindingId: number,
  decision: 'confirm' | 'undo',
  reason: string,
): Promise<void> {
  const binding = await tx
    .selectFrom('orderBindings')
    .selectAll()
    .where('id', '=', bindingId)
    .where('state', '<>', 'undone')
    .forUpdate()
    .executeTakeFirst();
  if (!binding) throw new Problem(NOT_FOUND);
  await personInScope(tx, actor, binding.customerId);
  const state = decision === 'undo' ? 'undone' : binding.state === 'suggested' ? 'waiting' : binding.state;
  await tx
    .updateTable('orderBindings')
    .set({ state, reason, decidedBy: actor.name, decidedAt: clock.now() })
    .where('id', '=', bindingId)
    .execute();
  await audit(tx, clock, actor, {
    action: decision === 'undo' ? 'order.untold' : 'order.told',
    object: { kind: 'order_binding', id: bindingId },
    customerId: binding.customerId,
    reason,
    before: { orderNo: binding.orderNo, state: binding.state },
    after: { state },
  });
  if (decision === 'undo' && binding.orderId !== null) await release(tx, { clock, actor }, bindingId);
  await matchBindings(tx, { clock, actor }, [binding.orderNo]);
}

/** Only what the binding itself gave is given back: to whom the shop's file says, else to nobody. */
async function release(tx: Tx, { clock, actor }: Context, bindingId: number): Promise<void> {
  await sql`
    with freed as (
      update orders o set customer_id = b.claimed_by, match = coalesce(b.claimed_as, case when b.claimed_by is null then 'none' else 'buyer' end),
        updated_at = ${clock.now()}
      from order_bindings b where b.id = ${bindingId} and o.id = b.order_id and o.match = 'order_no' and o.customer_id = b.customer_id
      returning o.id, o.customer_id, o.account_id, o.order_no, b.customer_id as told
    )
    insert into events (type, customer_id, account_id, at, actor, data)
    select 'order.matched', coalesce(customer_id, told), account_id, ${clock.now()}, ${actor.name},
      jsonb_build_object('orderId', id, 'orderNo', order_no, 'from', told, 'by', 'order_no') from freed`.execute(
    tx,
  );
}
