export { FOLLOWERS_AT_ONCE, type Follower, makeSceneCode, readFollowers, walkFollowers } from './api.ts';
export { officialAccountCallback } from './callback.ts';
export { ATTACHMENT_KINDS } from './channel.ts';
export type { OfficialAccountClient } from './client.ts';
export { ADDRESS_REFUSED, NO_GRANT, sayRefusal } from './errors.ts';
export type { FollowerEvent, NoticeWord } from './events.ts';
export {
  faultOfValue,
  fieldsIn,
  fitValue,
  listNoticeTemplates,
  type NoticeTemplate,
  sendNotice,
} from './notices.ts';
export { openAnswers, openOfficialAccount, readOfficialAccount } from './open.ts';
