import { DAY } from '#platform/clock.ts';
import type { Delivery, ListedTask, TaskStatus } from '../contract.ts';
import type { MassMessageListed } from './api/mass-message-shapes.ts';
import { type ChatType, listMassMessages, listMassResults, listMassTasks } from './api/mass-messages.ts';
import type { WecomClient } from './client.ts';
import { done, type Outcome } from './outcome.ts';

export const DISPATCHING = 41063;
export const CANCELLED = 41093;
/** One query may span a month at most. */
const SPAN = 28 * DAY;

export async function taskStatus(
  client: WecomClient,
  taskId: string,
  sender: string,
): Promise<Outcome<TaskStatus>> {
  const tasks = unlessHidden(await listMassTasks(client, taskId));
  if (!tasks.ok) return tasks.code === DISPATCHING ? done(NOT_YET) : tasks;
  const results = unlessHidden(await listMassResults(client, taskId, sender));
  if (!results.ok) return results.code === DISPATCHING ? done(NOT_YET) : results;
  const deliveries = results.data?.map(
    ({ recipient, state, sentAt }): Delivery => ({ recipient, state, at: sentAt }),
  );
  const own = tasks.data?.find(task => isSame(task.userId, sender));
  const isHidden = !tasks.data || !deliveries;
  const state = stateOf(own, isHidden, tasks.data?.length === 0, deliveries ?? []);
  return done({ state, confirmedAt: own?.sentAt, deliveries: deliveries ?? [] });
}

const NOT_YET: TaskStatus = { state: 'dispatching', deliveries: [] };

/** After a cancellation WeCom may hide who has the task, or who received it: undefined. */
function unlessHidden<T>(outcome: Outcome<T>): Outcome<T | undefined> {
  return !outcome.ok && outcome.code === CANCELLED ? done(undefined) : outcome;
}

/**
 * What a member confirmed before the cancellation was sent and stays `confirmed`, or somebody would send it again. A
 * task that nobody has has not been handed out yet.
 */
function stateOf(
  own: { confirmed: boolean } | undefined,
  isHidden: boolean,
  isNobodys: boolean,
  deliveries: readonly Delivery[],
): TaskStatus['state'] {
  const confirmed = own ? own.confirmed : deliveries.some(delivery => delivery.state === 'delivered');
  if (confirmed) return 'confirmed';
  if (isHidden) return 'cancelled';
  if (own) return 'waiting';
  return isNobodys ? 'dispatching' : 'not_theirs';
}

/**
 * The corp's tasks of a span, oldest first. WeCom leaves the creator out of those made through the API, so whose a task
 * is can only be asked one by one (`taskStatus`).
 */
export async function listTasks(client: WecomClient, from: Date, to: Date): Promise<Outcome<ListedTask[]>> {
  const found: ListedTask[] = [];
  for (const chatType of ['single', 'group'] as const) {
    const listed = await listAll(client, chatType, from, to);
    if (!listed.ok) return listed;
    for (const { msgId, createdAt, text, creator } of listed.data)
      found.push({ taskId: msgId, createdAt, text, creator });
  }
  return done(found.sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime()));
}

async function listAll(
  client: WecomClient,
  chatType: ChatType,
  from: Date,
  to: Date,
): Promise<Outcome<MassMessageListed[]>> {
  const found = new Map<string, MassMessageListed>();
  for (let start = from.getTime(); start <= to.getTime(); start += SPAN) {
    const end = new Date(Math.min(start + SPAN, to.getTime()));
    const listed = await listMassMessages(client, chatType, new Date(start), end, 'corp');
    if (!listed.ok) return listed;
    for (const message of listed.data) found.set(message.msgId, message);
  }
  return done([...found.values()]);
}

/** userid knows no case. */
function isSame(userId: string, other: string): boolean {
  return userId.toLowerCase() === other.toLowerCase();
}
