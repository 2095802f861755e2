import { sql } from 'kysely';
import type { MessageContent } from '#brand/contract';
import { settleContacts } from '#customers';
import type { Platform } from '#platform/platform.ts';
import type { Tx } from '#platform/postgres/connect.ts';

/**
 * `lease`: how long one call may be under way; who finds one older than this looks for it at the platform. `unseen`: a
 * task that is not in the platform's list this long after the call was never made; the list may lag behind.
 */
export type Timing = { lease: number; unseen: number; again: number };

export type DispatchTask = {
  id: number;
  broadcastId: number;
  accountId: number;
  memberId: number | null;
  sender: string | null;
  message: MessageContent;
  state: 'recorded' | 'calling';
  attempts: number;
  calledAt: Date | null;
  createdAt: Date;
};

/**
 * Back to the queue: the call was certainly not carried out. Whoever held the task so long that another looked for it may
 * come back meanwhile with what the platform said; that stands.
 */
export async function release({ db }: Platform, task: DispatchTask, at: Date): Promise<void> {
  await db
    .updateTable('sendTasks')
    .set({ state: 'recorded', leaseUntil: at })
    .where('id', '=', task.id)
    .where('state', '=', 'calling')
    .execute();
}

/** Still unknown: look again later. */
export async function postpone({ db }: Platform, task: DispatchTask, at: Date): Promise<void> {
  await db
    .updateTable('sendTasks')
    .set({ leaseUntil: at })
    .where('id', '=', task.id)
    .where('state', '=', 'calling')
    .execute();
}

export async function fail(platform: Platform, task: DispatchTask, failure: string): Promise<void> {
  await platform.db.transaction().execute(async tx => {
    const failed = await tx
      .updateTable('sendTasks')
      .set({ state: 'failed', failure, leaseUntil: null, settledAt: platform.clock.now() })
      .where('id', '=', task.id)
      .where('state', '=', 'calling')
      .executeTakeFirst();
    if (failed.numUpdatedRows > 0n) await failPeople(tx, platform, task.id, 'task_failed');
  });
}

/** Marks people of a task as not reached and gives their contacts back: what was not sent does not count. */
export async function failPeople(
  tx: Tx,
  { clock }: Pick<Platform, 'clock'>,
  taskId: number,
  reason: string,
  recipients?: readonly string[],
): Promise<void> {
  if (recipients?.length === 0) return;
  const { rows } = await sql<{ contactId: number }>`
    update broadcast_people set state = 'failed', reason = ${reason}
    where task_id = ${taskId} and state in ('planned', 'task_created')
      and (${recipients ?? null}::text[] is null or recipient = any(${recipients ?? null}::text[]))
    returning contact_id`.execute(tx);
  await settleContacts(
    tx,
    clock,
    rows.map(row => row.contactId),
    'failed',
  );
}
