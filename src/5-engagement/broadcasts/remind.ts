import { sql } from 'kysely';
import { audit } from '#platform/audit/audit.ts';
import type { Actor } from '#platform/auth/actor.ts';
import { NOT_FOUND, Problem } from '#platform/http/problem.ts';
import type { Platform } from '#platform/platform.ts';
import type { ChannelOf } from './dispatch.ts';

/** Asks the platform to remind a member of an unconfirmed task. The platform allows three a day and says so itself. */
export async function remindTask(platform: Platform, actor: Actor, taskId: number, channelOf: ChannelOf) {
  const { db, clock } = platform;
  const task = await db
    .selectFrom('sendTasks')
    .select(['accountId', 'externalId'])
    .where('id', '=', taskId)
    .where('state', '=', 'created')
    .where('confirmedAt', 'is', null)
    .executeTakeFirst();
  if (!task?.externalId || task.accountId === null) throw new Problem(NOT_FOUND);
  const channel = await channelOf(task.accountId);
  if (!channel.staffConfirmed) throw new Problem(NOT_FOUND);
  const outcome = await channel.remind(task.externalId);
  if (outcome === 'reminded')
    await db.transaction().execute(async tx => {
      await sql`update send_tasks set reminded_at = reminded_at || ${clock.now()}::timestamptz where id = ${taskId}`.execute(
        tx,
      );
      await audit(tx, clock, actor, {
        action: 'send_task.reminded',
        object: { kind: 'send_task', id: taskId },
      });
    });
  return outcome;
}
