export { FOLLOWERS_AT_ONCE, type Follower, makeSceneCode, readFollowers, walkFollowers } from './api.ts';
export { officialAccountCallback } from './callback.ts';
export type { OfficialAccountClient } from './client.ts';
export { ADDRESS_REFUSED } from './errors.ts';
export type { FollowerEvent } from './events.ts';
export { openOfficialAccount, readOfficialAccount } from './open.ts';
