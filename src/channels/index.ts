export type {
  Attachment,
  Capabilities,
  Channel,
  ChannelKind,
  Delivery,
  Message,
  SendTask,
  TaskOutcome,
  TaskStatus,
} from './contract.ts';
export { openChannel } from './open-channel.ts';
