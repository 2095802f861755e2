import { DAY, MINUTE } from '#platform/clock.ts';
import type { Delivery, ListedTask, TaskStatus } from '../contract.ts';
import type { MassMessageListed } from './api/mass-message-shapes.ts';
import { type ChatType, listMassMessages, listMassResults, listMassTasks } from './api/mass-messages.ts';
import type { WecomClient } from './client.ts';
import { refusal } from './errors.ts';
import { done, type Outcome } from './outcome.ts';

export const DISPATCHING = 41063;
export const CANCELLED = 41093;
/** One query may span a month at most. */
const SPAN = 28 * DAY;
/** How long a task may have no members yet, because WeCom has not handed it out. */
const HANDING_OUT = 10 * MINUTE;

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
  const state = stateOf(own, isHidden, deliveries ?? []);
  return done({ state, confirmedAt: own?.sentAt, deliveries: deliveries ?? [] });
}

const NOT_YET: TaskStatus = { state: 'dispatching', deliveries: [] };

/** After a cancellation WeCom may hide who has the task, or who received it: undefined. */
function unlessHidden<T>(outcome: Outcome<T>): Outcome<T | undefined> {
  return !outcome.ok && outcome.code === CANCELLED ? done(undefined) : outcome;
}

/**
 * What a member confirmed before the cancellation was sent and stays `confirmed`, or somebody would send it again. A
 * sender without the task has not been handed it yet.
 */
function stateOf(
  own: { confirmed: boolean } | undefined,
  isHidden: boolean,
  deliveries: readonly Delivery[],
): TaskStatus['state'] {
  const confirmed = own ? own.confirmed : deliveries.some(delivery => delivery.state === 'delivered');
  if (confirmed) return 'confirmed';
  if (isHidden) return 'cancelled';
  return own ? 'waiting' : 'dispatching';
}

/** The sender's tasks, oldest first; fails with 41063 while WeCom cannot say yet whose a task is. */
export async function listTasks(
  client: WecomClient,
  sender: string,
  from: Date,
  to: Date,
): Promise<Outcome<ListedTask[]>> {
  const found: ListedTask[] = [];
  for (const chatType of ['single', 'group'] as const) {
    const listed = await listAll(client, chatType, from, to);
    if (!listed.ok) return listed;
    for (const message of listed.data) {
      const own = await isTaskOf(client, message, sender);
      if (!own.ok) return own;
      const { msgId: taskId, createdAt, text } = message;
      if (own.data) found.push({ taskId, createdAt, text });
    }
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

/**
 * WeCom leaves the creator out of tasks made through the API, so asking for the sender's tasks by creator would miss
 * exactly ours; the members who have the task tell whose it is.
 */
async function isTaskOf(
  client: WecomClient,
  message: MassMessageListed,
  sender: string,
): Promise<Outcome<boolean>> {
  if (message.creator !== undefined) return done(isSame(message.creator, sender));
  const tasks = await listMassTasks(client, message.msgId);
  // Nobody receives a cancelled one any more, and WeCom may no longer tell whose it was.
  if (!tasks.ok && tasks.code === CANCELLED) return done(false);
  if (!tasks.ok) return tasks;
  const age = client.clock.now().getTime() - message.createdAt.getTime();
  if (tasks.data.length === 0 && age < HANDING_OUT) return refusal(DISPATCHING);
  return done(tasks.data.some(task => isSame(task.userId, sender)));
}

/** userid knows no case. */
function isSame(userId: string, other: string): boolean {
  return userId.toLowerCase() === other.toLowerCase();
}
