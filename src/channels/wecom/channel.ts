import { DAY, MINUTE } from '#platform/clock.ts';
import type { Channel, Delivery, ListedTask, SendTask, TaskStatus } from '../contract.ts';
import type { MassMessageListed } from './api/mass-message-shapes.ts';
import {
  type ChatType,
  cancelMassMessage,
  createMassMessage,
  listMassMessages,
  listMassResults,
  listMassTasks,
  type NewMassMessage,
  remindMassMessage,
} from './api/mass-messages.ts';
import type { WecomClient } from './client.ts';
import { ownFailure, refusal } from './errors.ts';
import { done, type Outcome, orThrow } from './outcome.ts';

const DISPATCHING = 41063;
const CANCELLED = 41093;
const REMINDED_TOO_OFTEN = 41094;
/** One query may span a month at most. */
const SPAN = 28 * DAY;
/** How long a task may have no members yet, because WeCom has not handed it out. */
const HANDING_OUT = 10 * MINUTE;

/**
 * Mass sending (企业群发) as a channel. A task only asks the sender, who confirms in the client. Failures are thrown as
 * `WecomError`; one whose kind is `uncertain` may have been carried out and must be looked for with `listTasks`.
 */
export function wecomChannel(client: WecomClient): Channel {
  return {
    kind: 'wecom',
    capabilities: {
      person: true,
      group: true,
      moment: false,
      staffConfirmed: true,
      platformQuota: true,
      receipts: true,
      attachments: 9,
      attachmentKinds: ['image', 'link', 'miniprogram'],
    },
    createTask: async task => {
      const { msgId, refused } = orThrow(await createTask(client, task));
      return { taskId: msgId, refused };
    },
    taskStatus: async (taskId, sender) => orThrow(await taskStatus(client, taskId, sender)),
    listTasks: async (sender, from, to) => orThrow(await listTasks(client, sender, from, to)),
    async remind(taskId) {
      const reminded = await remindMassMessage(client, taskId);
      if (!reminded.ok && reminded.code === REMINDED_TOO_OFTEN) return 'too_often';
      if (!reminded.ok && reminded.code === CANCELLED) return 'cancelled';
      orThrow(reminded);
      return 'reminded';
    },
    async cancel(taskId) {
      const cancelled = await cancelMassMessage(client, taskId);
      if (cancelled.ok || cancelled.code !== CANCELLED) orThrow(cancelled);
    },
  };
}

/** Chat ids begin with wr, external user ids with wm or wo; a task is for one kind. */
async function createTask(client: WecomClient, { sender, recipients, message }: SendTask) {
  const chats = recipients.filter(recipient => recipient.startsWith('wr')).length;
  if (chats > 0 && chats < recipients.length)
    return ownFailure('invalid_request', 'customers and groups in one task');
  const to: NewMassMessage['to'] = chats > 0 ? { chatIds: recipients } : { externalUserIds: recipients };
  return await createMassMessage(client, { sender, to, message });
}

async function taskStatus(client: WecomClient, taskId: string, sender: string): Promise<Outcome<TaskStatus>> {
  const tasks = await listMassTasks(client, taskId);
  const results = tasks.ok ? await listMassResults(client, taskId, sender) : tasks;
  if (!results.ok && results.code === DISPATCHING) return done({ confirmed: false, deliveries: [] });
  if (!tasks.ok) return tasks;
  if (!results.ok) return results;
  const own = tasks.data.find(task => isSame(task.userId, sender));
  const deliveries = results.data.map(
    ({ recipient, state, sentAt }): Delivery => ({ recipient, state, at: sentAt }),
  );
  return done({ confirmed: own?.confirmed ?? false, confirmedAt: own?.sentAt, deliveries });
}

/** The sender's tasks; fails with `retry` while WeCom cannot say yet whose a task is. */
async function listTasks(
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
