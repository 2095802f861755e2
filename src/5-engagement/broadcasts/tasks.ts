import { sql } from 'kysely';
import { renderMessage, valuesOf, variablesIn } from '#brand';
import type { MessageContent } from '#brand/contract';
import type { Clock } from '#platform/clock.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import { mostPeople } from '../health/pace.ts';
import { type AnswerPlan, answersFor } from './answers/plan-answers.ts';
import type { Broadcast } from './broadcasts.ts';
import { isNotice } from './notices/content.ts';
import { type NoticePlan, noticesFor } from './notices/plan-notices.ts';
import { groupTexts, type TextPlan } from './sms/texts.ts';

/** Recipients of one task at most; what WeCom allows in one call. */
export const PEOPLE_PER_TASK = 10_000;

export type TaskPlan = {
  memberId: number;
  message: MessageContent;
  customerIds: number[];
  /** Parts of one text, where it is one. */
  parts?: number;
};

type Planned = { customerId: number; memberId: number };

/**
 * A task carries one text from one member, so people are grouped by member and by the text that came out for them.
 * Every distinct text is one more task for the member to confirm.
 */
export async function groupIntoTasks(
  tx: Tx,
  message: MessageContent,
  people: readonly Planned[],
  most: (memberId: number) => number = () => PEOPLE_PER_TASK,
): Promise<TaskPlan[]> {
  const values = variablesIn(message).length > 0 ? await valuesOf(tx, people) : new Map();
  const groups = new Map<string, TaskPlan>();
  for (const { customerId, memberId } of people) {
    const rendered = renderMessage(message, values.get(customerId) ?? {});
    const key = `${memberId} ${JSON.stringify(rendered)}`;
    const group = groups.get(key) ?? { memberId, message: rendered, customerIds: [] };
    group.customerIds.push(customerId);
    groups.set(key, group);
  }
  return [...groups.values()].flatMap(plan => split(plan, most(plan.memberId)));
}

function split(plan: TaskPlan, most: number): TaskPlan[] {
  const parts: TaskPlan[] = [];
  for (let at = 0; at < plan.customerIds.length; at += most)
    parts.push({ ...plan, customerIds: plan.customerIds.slice(at, at + most) });
  return parts;
}

/** Writes the tasks down and moves the broadcast on to sending: one transaction, so there are all of them or none. */
export async function recordTasks(tx: Tx, clock: Clock, broadcast: Broadcast): Promise<void> {
  const { rows: status } = await sql<{
    status: string;
  }>`select status from broadcasts where id = ${broadcast.id} for update`.execute(tx);
  if (status[0]?.status !== 'planning') return;
  const { rows } = await sql<Planned>`
    select customer_id, member_id from broadcast_people
    where broadcast_id = ${broadcast.id} and state = 'planned' order by customer_id`.execute(tx);
  const customerIds = rows.map(row => row.customerId);
  const most = await mostPeople(tx, broadcast.accountId, clock.now(), PEOPLE_PER_TASK);
  const plans =
    broadcast.channel === 'sms'
      ? await groupTexts(tx, clock, broadcast, customerIds)
      : broadcast.channel === 'official_account'
        ? await (isNotice(broadcast.message)
            ? noticesFor(tx, broadcast.message, customerIds)
            : answersFor(tx, broadcast.message, customerIds))
        : await groupIntoTasks(tx, broadcast.message, rows, most);
  await writeTasks(tx, clock, broadcast, plans);
  const now = clock.now();
  const next = plans.length > 0 ? { status: 'sending' } : { status: 'sent', finishedAt: now };
  await tx
    .updateTable('broadcasts')
    .set({ ...next, plannedAt: now })
    .where('id', '=', broadcast.id)
    .execute();
}

/** A hand-carried task needs no platform: it stands as soon as it is written down. */
async function writeTasks(
  tx: Tx,
  clock: Clock,
  broadcast: Broadcast,
  plans: readonly (TaskPlan | TextPlan | AnswerPlan | NoticePlan)[],
): Promise<void> {
  if (plans.length === 0) return;
  const byHand = broadcast.channel === 'hand';
  const { rows: ids } = await sql<{ id: number }>`
    select nextval(pg_get_serial_sequence('send_tasks', 'id')) as id from generate_series(1, ${plans.length})`.execute(
    tx,
  );
  const tasks = plans.map((plan, i) => ({
    id: ids[i]?.id,
    member_id: plan.memberId,
    message: plan.message,
    parts: plan.parts,
    people: plan.customerIds.length,
  }));
  await sql`
    insert into send_tasks (id, broadcast_id, account_id, member_id, sender, message, people, parts, state, created_at)
    select t.id, ${broadcast.id}, ${broadcast.accountId}::bigint, t.member_id,
      (select a.external_id from member_accounts a
        where a.account_id = ${broadcast.accountId}::bigint and a.member_id = t.member_id and a.active limit 1),
      t.message, t.people, t.parts, ${byHand ? 'created' : 'recorded'}, ${clock.now()}
    from jsonb_to_recordset(${JSON.stringify(tasks)}::jsonb) as t (id bigint, member_id bigint, message jsonb, people integer, parts integer)`.execute(
    tx,
  );
  const people = plans.flatMap((plan, i) =>
    plan.customerIds.map(customerId => [customerId, ids[i]?.id] as const),
  );
  await sql`
    update broadcast_people p set task_id = t.task_id, state = ${byHand ? 'task_created' : 'planned'}
    from unnest(${people.map(([customerId]) => customerId)}::bigint[], ${people.map(([, taskId]) => taskId)}::bigint[]) as t (customer_id, task_id)
    where p.broadcast_id = ${broadcast.id} and p.customer_id = t.customer_id`.execute(tx);
}
