export { callCounts } from './call-counts.ts';
export type {
  AnswerChannel,
  AnswerOutcome,
  Attachment,
  Capabilities,
  Channel,
  ChannelKind,
  Delivery,
  DirectChannel,
  Message,
  NumberFate,
  Sending,
  SendOutcome,
  SendTask,
  StaffChannel,
  TaskOutcome,
  TaskStatus,
} from './contract.ts';
export { piecesIn } from './contract.ts';
export * as officialAccount from './official-account/index.ts';
export {
  openChannel,
  openSms,
  openTickets,
  openWecom,
  openWecomMedia,
  readSmsAccount,
  readWecomAccount,
  type SmsAccount,
  secretsPlace,
  smsConfig,
  smsSecrets,
  wecomConfig,
  wecomSecrets,
} from './open-channel.ts';
export * as sms from './sms/index.ts';
export * as wecom from './wecom/index.ts';
export * as youzan from './youzan/index.ts';
