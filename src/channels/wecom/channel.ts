import type { SendTask, StaffChannel, TaskOutcome } from '../contract.ts';
import {
  cancelMassMessage,
  createMassMessage,
  faultOfTarget,
  type MassMessageCreated,
  MOST_CUSTOMERS,
  MOST_GROUPS,
  type NewMassMessage,
  remindMassMessage,
} from './api/mass-messages.ts';
import { faultOf, MOST_ATTACHMENTS, MOST_TEXT } from './api/messages.ts';
import type { WecomClient } from './client.ts';
import { type MediaShelf, type MediaStore, mediaShelf, memoryMediaStore } from './media.ts';
import { type Failure, type Outcome, orThrow } from './outcome.ts';
import { CANCELLED, listTasks, taskStatus } from './tasks.ts';

const REMINDED_TOO_OFTEN = 41094;

/**
 * Mass sending (企业群发) as a channel. A task only asks the sender, who confirms in the client. Files are uploaded
 * when a task needs them and remembered in `media`: make one channel per account and process, or give it a store that
 * outlives it. Failures are thrown as `WecomError`; what `createTask` throws was not carried out.
 */
export function wecomChannel(client: WecomClient, media: MediaStore = memoryMediaStore()): StaffChannel {
  const shelf = mediaShelf(client, media);
  return {
    kind: 'wecom',
    staffConfirmed: true,
    capabilities: {
      person: true,
      group: true,
      moment: true,
      platformQuota: true,
      receipts: true,
      attachments: MOST_ATTACHMENTS,
      attachmentKinds: ['image', 'link', 'miniprogram', 'video', 'file'],
      textBytes: MOST_TEXT,
      peoplePerTask: MOST_CUSTOMERS,
      groupsPerTask: MOST_GROUPS,
    },
    createTask: async task => taskOutcome(await createTask(client, shelf, task)),
    taskStatus: async (taskId, sender) => orThrow(await taskStatus(client, taskId, sender)),
    listTasks: async (from, to) => orThrow(await listTasks(client, from, to)),
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

/** Uploads nothing for a task that would be refused anyway. */
async function createTask(
  client: WecomClient,
  shelf: MediaShelf,
  { sender, to, message }: SendTask,
): Promise<Outcome<MassMessageCreated>> {
  const wecomTo: NewMassMessage['to'] =
    'groups' in to ? { chatIds: to.groups } : { externalUserIds: to.people };
  const fault = faultOfTarget({ sender, to: wecomTo }) ?? faultOf(message);
  if (fault) return fault;
  return await shelf.send(message, prepared =>
    createMassMessage(client, { sender, to: wecomTo, message: prepared }),
  );
}

/** Kinds of refusals that pass; those of `config` wait for an administrator, the others for another request. */
const PASSING: ReadonlySet<Failure['kind']> = new Set(['retry', 'slow_down', 'refresh_token']);

function taskOutcome(created: Outcome<MassMessageCreated>): TaskOutcome {
  if (created.ok) return { outcome: 'created', taskId: created.data.msgId, refused: created.data.refused };
  const { kind, code, message, retryAt } = created;
  if (kind === 'uncertain') return { outcome: 'uncertain', message };
  const again = PASSING.has(kind);
  return { outcome: 'refused', again, ...(again && { at: retryAt }), code: String(code), message };
}
