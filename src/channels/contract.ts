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
  /** A member must confirm every send in their own client. */
  staffConfirmed: boolean;
  /** The platform itself limits how often one person may be reached. */
  platformQuota: boolean;
  /** Tells whether a message was delivered. */
  receipts: boolean;
  /** Several attachments of these kinds, at most `attachments`. */
  attachments: number;
  attachmentKinds: readonly Attachment['kind'][];
};

/** What a person is to receive. Text is final: variables are filled in before it gets here. */
export type Message = { text: string; attachments: readonly Attachment[] };

export type Attachment =
  | { kind: 'image'; file: string }
  | { kind: 'link'; title: string; url: string; description?: string | undefined; picture?: string | undefined }
  | { kind: 'miniprogram'; title: string; appId: string; page: string; cover: string };

/** A task for one member to send one message to many of their customers. */
export type SendTask = { sender: string; recipients: readonly string[]; message: Message };

/** The platform took the task; these of the recipients it refused at once. */
export type TaskCreated = { taskId: string; refused: readonly string[] };

/** What became of one recipient. `capped`: the platform's own limit; `gone`: no longer a customer of the sender. */
export type Delivery = { recipient: string; state: 'waiting' | 'delivered' | 'gone' | 'capped'; at?: Date | undefined };

export type TaskStatus = { confirmedAt?: Date | undefined; confirmed: boolean; deliveries: readonly Delivery[] };

/** A task as the platform lists it, to recognise our own after a crash. */
export type ListedTask = { taskId: string; createdAt: Date; text: string };

export type Channel = {
  kind: ChannelKind;
  capabilities: Capabilities;
  createTask(task: SendTask): Promise<TaskCreated>;
  taskStatus(taskId: string, sender: string): Promise<TaskStatus>;
  /** The sender's tasks created in the span, newest last; with the recipients of one by `taskStatus`. */
  listTasks(sender: string, from: Date, to: Date): Promise<readonly ListedTask[]>;
  remind(taskId: string): Promise<'reminded' | 'too_often' | 'cancelled'>;
  cancel(taskId: string): Promise<void>;
};
