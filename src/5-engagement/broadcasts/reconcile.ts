import { sql } from 'kysely';
import type { StaffChannel } from '#channels';
import { MINUTE } from '#platform/clock.ts';
import type { Platform } from '#platform/platform.ts';
import type { DispatchTask } from './task-states.ts';

export type Found =
  | { outcome: 'found'; taskId: string }
  | { outcome: 'not_there' }
  | { outcome: 'ask_later' };

/** Clocks of the platform and this machine may differ by this much. */
const SKEW = 5 * MINUTE;
/** A task that nobody has got after this long will never be anybody's. */
const HANDING_OUT = 10 * MINUTE;

/**
 * Looks for a task of ours whose creation was not confirmed: by its sender, its text, the time it was asked for, and its
 * recipients; a task that is already known to be another of ours is not it.
 */
export async function findOwnTask(
  platform: Platform,
  channel: StaffChannel,
  task: DispatchTask,
  recipients: readonly string[],
): Promise<Found> {
  const called = task.calledAt ?? platform.clock.now();
  const from = new Date(called.getTime() - SKEW);
  const to = new Date(platform.clock.now().getTime() + SKEW);
  const sender = task.sender ?? '';
  const alike = (await channel.listTasks(from, to)).filter(
    listed =>
      listed.text === task.message.text &&
      (listed.creator === undefined || listed.creator.toLowerCase() === sender.toLowerCase()),
  );
  const known = await knownTasks(
    platform,
    task.accountId,
    alike.map(listed => listed.taskId),
  );
  const ours = new Set(recipients);
  for (const { taskId, createdAt } of alike) {
    if (known.has(taskId)) continue;
    const status = await channel.taskStatus(taskId, sender);
    const age = platform.clock.now().getTime() - createdAt.getTime();
    if (status.state === 'dispatching' && age < HANDING_OUT) return { outcome: 'ask_later' };
    // Refused recipients are missing in the list; anybody in it who is not ours shows that the task is another one.
    if (
      status.state !== 'not_theirs' &&
      status.deliveries.length > 0 &&
      status.deliveries.every(delivery => ours.has(delivery.recipient))
    )
      return { outcome: 'found', taskId };
  }
  return { outcome: 'not_there' };
}

async function knownTasks(
  { db }: Platform,
  accountId: number,
  taskIds: readonly string[],
): Promise<Set<string>> {
  const { rows } = await sql<{ externalId: string }>`
    select external_id from send_tasks where account_id = ${accountId} and external_id = any(${taskIds}::text[])`.execute(
    db,
  );
  return new Set(rows.map(row => row.externalId));
}
