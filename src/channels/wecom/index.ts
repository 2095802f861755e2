export {
  type AcquisitionLinkContent,
  changeAcquisitionLink,
  createAcquisitionLink,
  deleteAcquisitionLink,
  getAcquisitionLink,
  linkStatistic,
  linkWithState,
  listAcquisitionLinks,
  listLinkCustomers,
  readAcquisitionQuota,
} from './api/acquisition-links.ts';
export {
  addContactWay,
  type ContactWayContent,
  changeContactWay,
  getContactWay,
  listContactWays,
} from './api/contact-ways.ts';
export type { Customer, Follow, FollowedCustomer } from './api/customer-shapes.ts';
export { getCustomer, listFollowUsers, remarkCustomer, walkCustomers } from './api/customers.ts';
export { listDepartments, listNamedDepartments, type Member, walkMembers } from './api/directory.ts';
export { type Group, type GroupListed, type GroupPerson, getGroup, listGroups } from './api/groups.ts';
export { addJoinWay, changeJoinWay, getJoinWay, type JoinWayContent } from './api/join-ways.ts';
export {
  addKfContactWay,
  changeKfAccount,
  kfUrlWithParam,
  listKfAccounts,
} from './api/kf/accounts.ts';
export { readKfCustomers } from './api/kf/customers.ts';
export type { KfEvent } from './api/kf/events.ts';
export { type KfMessage, type KfPage, syncKfMessages } from './api/kf/messages.ts';
export { sendKfMessage, sendKfOnEvent } from './api/kf/sending.ts';
export { addKfServicers, listKfServicers, removeKfServicers } from './api/kf/servicers.ts';
export { getKfState, type KfState, transKfState } from './api/kf/sessions.ts';
export type { MomentListed, MomentReaction } from './api/moment-shapes.ts';
export {
  cancelMoment,
  listMomentPlanned,
  listMomentShown,
  listMoments,
  listMomentTasks,
  MOMENT_LIMITS,
  type MomentJob,
  type MomentRange,
  readMomentJob,
  readMomentReactions,
} from './api/moments.ts';
export {
  type AlbumItem,
  deleteAlbumItem,
  listAlbum,
  MOST_ALBUM_PICTURES,
} from './api/product-album.ts';
export {
  type Authorize,
  browserAuthorizeUrl,
  type CodeHolder,
  clientAuthorizeUrl,
  whoHolds,
} from './api/sign-in.ts';
export {
  type GroupDay,
  type MemberDay,
  readGroupDays,
  readMemberDays,
  STATISTICS,
} from './api/statistics.ts';
export { addCorpTags, type CorpTagGroup, editCorpTag, listCorpTags, markTags } from './api/tags.ts';
export {
  listTransferResults,
  listUnassigned,
  type TransferKind,
  type TransferResult,
  transferCustomers,
  transferGroups,
} from './api/transfers.ts';
export { sendWelcome } from './api/welcome.ts';
export { wecomCallback } from './callback.ts';
export { type ChatMessage, chatMessagesOf } from './chat-messages.ts';
export type { WecomClient } from './client.ts';
export { wordsOfCode } from './errors.ts';
export type { WecomEvent } from './events.ts';
export type { MediaShelf } from './media.ts';
export { type MomentDraft, postMoment } from './moments.ts';
export { type Failure, type Outcome, orThrow, WecomError } from './outcome.ts';
export { type AlbumDraft, addAlbumItem, changeAlbumItem } from './product-album.ts';
export { asFailure, keptFailure, nextTry } from './telling.ts';
export { type PageSignature, signFor } from './tickets.ts';
