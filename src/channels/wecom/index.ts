export type { Customer, Follow, FollowedCustomer } from './api/customer-shapes.ts';
export { getCustomer, listFollowUsers, walkCustomers } from './api/customers.ts';
export { type Member, walkMembers } from './api/directory.ts';
export { type CorpTagGroup, listCorpTags } from './api/tags.ts';
export { wecomCallback } from './callback.ts';
export type { WecomClient } from './client.ts';
export type { WecomEvent } from './events.ts';
export { type Outcome, orThrow, WecomError } from './outcome.ts';
