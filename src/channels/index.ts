export { callCounts } from './call-counts.ts';
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
export * as officialAccount from './official-account/index.ts';
export {
  openChannel,
  openTickets,
  openWecom,
  openWecomMedia,
  readWecomAccount,
  secretsPlace,
  wecomConfig,
  wecomSecrets,
} from './open-channel.ts';
export * as wecom from './wecom/index.ts';
export * as youzan from './youzan/index.ts';
