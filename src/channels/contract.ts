import type { Words } from '#platform/contract.ts';

/**
 * What Siyu asks of a channel. A channel says by its flags what it can do; stages ask the flags, never the kind.
 * A channel talks to a platform and knows nothing of customers, segments or broadcasts: identifiers in and out are
 * the platform's own.
 */
export type ChannelKind = 'wecom' | 'official_account' | 'mini_program' | 'douyin' | 'sms' | 'shop' | 'hand';

export type Capabilities = {
  /** Can carry a message to one person. */
  person: boolean;
  /** Can carry a message to a group chat. */
  group: boolean;
  /** Can publish to the moments feed. */
  moment: boolean;
  /** The platform itself limits how often one person may be reached. */
  platformQuota: boolean;
  /** Tells whether a message was delivered. */
  receipts: boolean;
  /** Several attachments of these kinds, at most `attachments`. */
  attachments: number;
  attachmentKinds: readonly Attachment['kind'][];
  /** How long a text may be, in UTF-8 bytes. */
  textBytes: number;
  /** How many recipients one task may have. */
  peoplePerTask: number;
  groupsPerTask: number;
};

/** What a person is to receive. Text is final: variables are filled in before it gets here. */
export type Message = { text: string; attachments: readonly Attachment[] };

export type Attachment =
  | { kind: 'image'; file: string }
  | {
      kind: 'link';
      title: string;
      url: string;
      description?: string | undefined;
      picture?: string | undefined;
    }
  | { kind: 'miniprogram'; title: string; appId: string; page: string; cover: string }
  | { kind: 'video'; file: string }
  /** Under the name that people see; what it is stored as says nothing. */
  | { kind: 'file'; file: string; name: string };

/** A task for one member to send one message to many of their customers, or to groups they own. */
export type SendTask = {
  sender: string;
  to: { people: readonly string[] } | { groups: readonly string[] };
  message: Message;
};

/**
 * What came of asking for a task. `created`: the platform took it, but refused these recipients at once. `uncertain`:
 * it may or may not have been carried out; look for it with `listTasks` before anything is tried again. `refused`: it
 * was not carried out; `again` says whether the same request can succeed later, `at` from when on if that is known.
 */
export type TaskOutcome =
  | { outcome: 'created'; taskId: string; refused: readonly string[] }
  | { outcome: 'uncertain'; message: Words }
  | { outcome: 'refused'; again: boolean; at?: Date | undefined; code: string; message: Words };

/** What became of one recipient. `capped`: the platform's own limit; `gone`: no longer a customer of the sender. */
export type Delivery = {
  recipient: string;
  state: 'waiting' | 'delivered' | 'gone' | 'capped';
  at?: Date | undefined;
};

/** `dispatching`: the platform is handing it out; `waiting`: for the member to confirm; `not_theirs`: others have it. */
export type TaskStatus = {
  state: 'dispatching' | 'waiting' | 'confirmed' | 'cancelled' | 'not_theirs';
  confirmedAt?: Date | undefined;
  deliveries: readonly Delivery[];
};

/** A task as the platform lists it, to recognise our own after a crash. The creator is often not told. */
export type ListedTask = { taskId: string; createdAt: Date; text: string; creator: string | undefined };

type Common = { kind: ChannelKind; capabilities: Capabilities };

/**
 * A channel whose sends are tasks that a member confirms in their own client. Failures that are nobody's decision
 * (network, a busy platform after all retries) are thrown.
 */
export type StaffChannel = Common & {
  staffConfirmed: true;
  createTask(task: SendTask): Promise<TaskOutcome>;
  taskStatus(taskId: string, sender: string): Promise<TaskStatus>;
  /** All tasks created in the span, oldest first. One that is not listed at once may still appear minutes later. */
  listTasks(from: Date, to: Date): Promise<readonly ListedTask[]>;
  remind(taskId: string): Promise<'reminded' | 'too_often' | 'cancelled'>;
  cancel(taskId: string): Promise<void>;
};

/** One call that reaches people at once: a text the platform knows as a template, and what fills its places. */
export type Sending = {
  /** Our own id of the call. It goes with the call, and comes back with receipts where the platform carries it. */
  reference: string;
  /** Recipients as E.164 numbers. */
  numbers: readonly string[];
  template: string;
  parameters: readonly { name: string; value: string }[];
};

/**
 * What an answer says of one number. `accepted`: under the platform's own id; `later`: not taken now, the same may work
 * in a while; `unknown`: it may or may not go out.
 */
export type NumberFate = { number: string } & (
  | { fate: 'accepted'; id: string }
  | { fate: 'refused'; reason: RefusedNumber; code: string }
  | { fate: 'later' | 'unknown'; code: string }
);
/** `capped`: the platform's own frequency limit; `barred`: the platform's list of those who want nothing. */
export type RefusedNumber = 'capped' | 'barred' | 'bad_number' | 'rejected';

/**
 * What came of a sending. `uncertain` and `refused` are as with tasks; of a refusal `because` says whether it is of the
 * call, of one of its numbers (which of them is not always told), or waits for somebody at the account itself.
 */
export type SendOutcome =
  | { outcome: 'answered'; numbers: readonly NumberFate[] }
  | { outcome: 'uncertain'; message: Words }
  | {
      outcome: 'refused';
      again: boolean;
      at?: Date | undefined;
      because: 'call' | 'account' | RefusedNumber;
      code: string;
      message: Words;
    };

/** A channel that sends at once. Of deliveries the platform tells by itself, to an address of ours. */
export type DirectChannel = Common & {
  staffConfirmed: false;
  answers: false;
  send(sending: Sending): Promise<SendOutcome>;
  /** Whether an earlier call was carried out, as far as the platform can be asked. */
  lookUp(sending: Sending, calledAt: Date): Promise<'carried_out' | 'not_there' | 'cannot_tell'>;
};

/**
 * What came of answering somebody. `partly`: the first pieces went out, the next was refused or nobody knows of it.
 * `uncertain`: nobody can say whether the first went out, and no list tells. Of a refusal nothing went out: `window` the
 * platform lets nobody answer them now, `used` as often as it allows they were answered, `gone` they follow no more,
 * `account` it waits for somebody or for the next day, `call` it is of this message.
 */
export type AnswerOutcome =
  | { outcome: 'sent' }
  | { outcome: 'partly'; pieces: number; code: string; message: Words }
  | { outcome: 'uncertain'; code: string; message: Words }
  | {
      outcome: 'refused';
      because: 'window' | 'used' | 'gone' | 'account' | 'call';
      again: boolean;
      at?: Date | undefined;
      code: string;
      message: Words;
    };

/**
 * A channel that answers one person who has opened a window by something they did. The text and each attachment are
 * messages of their own. Nothing tells afterwards, so an answer is never made twice.
 */
export type AnswerChannel = Common & {
  staffConfirmed: false;
  answers: true;
  answer(to: string, message: Message, signal?: AbortSignal): Promise<AnswerOutcome>;
};

/** How many of a platform's messages a message is, where each piece is one. */
export function piecesIn({ attachments }: { attachments: readonly unknown[] }): number {
  return 1 + attachments.length;
}

export type Channel = StaffChannel | DirectChannel | AnswerChannel;
