import type { Stage } from '#platform/stage.ts';
import { accountRoutes } from './accounts/accounts.routes.ts';
import { contactRoutes } from './contact/contact.routes.ts';
import { reachJobs, reachRoutes } from './contact/history/history.routes.ts';
import { currentColumns } from './customers/columns/current.ts';
import { customerRoutes } from './customers/customers.routes.ts';
import { fieldRoutes } from './fields/fields.routes.ts';
import { identityJobs } from './identities/identities.jobs.ts';
import { identityRoutes } from './identities/identities.routes.ts';
import { matchingReader } from './identities/suggestions/matching.ts';
import { importJobs, resumeImports } from './imports/imports.jobs.ts';
import { importRoutes } from './imports/imports.routes.ts';
import { intakeDoor } from './intake/intake.door.ts';
import { intakeJobs } from './intake/intake.jobs.ts';
import { intakeRoutes } from './intake/intake.routes.ts';
import { followerCallbackRoutes } from './official-account/callbacks.routes.ts';
import { noticeFactsReader } from './official-account/notice-facts.ts';
import { officialAccountJobs } from './official-account/official-account.jobs.ts';
import { officialAccountRoutes } from './official-account/official-account.routes.ts';
import { productJobs } from './products/products.jobs.ts';
import { productRoutes } from './products/products.routes.ts';
import { projectionReader } from './projection/projection.ts';
import { published } from './published/published.ts';
import { resumeErasures, rightsJobs } from './rights/rights.jobs.ts';
import { rightsRoutes } from './rights/rights.routes.ts';
import { sidebarRoutes } from './sidebar/sidebar.routes.ts';
import { signInRoutes } from './sign-in/sign-in.routes.ts';
import { smsDoor } from './sms/sms.door.ts';
import { smsJobs } from './sms/sms.jobs.ts';
import { smsRoutes } from './sms/sms.routes.ts';
import { tagJobs } from './tags/tags.jobs.ts';
import { tagRoutes } from './tags/tags.routes.ts';
import { viewRoutes } from './views/views.routes.ts';
import { hooksDoor } from './webhooks/hooks.door.ts';
import { hookJobs } from './webhooks/hooks.jobs.ts';
import { hookRoutes } from './webhooks/hooks.routes.ts';
import { callbackRoutes } from './wecom/callbacks.routes.ts';
import { groupFactsReader } from './wecom/groups/facts.ts';
import { pushReader } from './wecom/pushes/reader.ts';
import { transferJobs } from './wecom/transfers/transfers.jobs.ts';
import { transferRoutes } from './wecom/transfers/transfers.routes.ts';
import { wecomJobs } from './wecom/wecom.jobs.ts';
import { wecomRoutes } from './wecom/wecom.routes.ts';
import { youzanDoor } from './youzan/youzan.door.ts';
import { youzanJobs } from './youzan/youzan.jobs.ts';
import { youzanRoutes } from './youzan/youzan.routes.ts';

export { createWecomAccount } from './accounts/accounts.ts';
export { isActiveCorp } from './accounts/active-corp.ts';
export { claimContacts, settleContacts, type Verdict } from './contact/claim.ts';
export { countReasons } from './contact/count-reasons.ts';
export { recordReach } from './contact/history/record.ts';
export { nextSending } from './contact/limits.ts';
export { isReachable, type ReachableSql, reachableSql } from './contact/reachable.ts';
export { sayReason } from './contact/reasons.ts';
export { withdrawnSince } from './contact/still-may.ts';
export { customerRow } from './contract.ts';
export {
  type Bitmap,
  bitmapsOfRows,
  both,
  either,
  rowsOfBitmaps,
  sizeOf,
  sizeOfBoth,
  without,
} from './customers/bitmaps/bitmap.ts';
export { type CountRange, isTold, rowsOfCounts } from './customers/bitmaps/counts.ts';
export { currentStanding, type Standing } from './customers/bitmaps/standing.ts';
export { isHeld } from './customers/columns/choose.ts';
export type { Condition } from './customers/columns/condition.ts';
export { columnsRead } from './customers/columns/current.ts';
export { changeCustomer, personInScope } from './customers/customers.ts';
export { describeCustomers } from './customers/describe.sql.ts';
export { followUpDay } from './customers/follow-up.sql.ts';
export { inScope, peopleOf } from './customers/scope.ts';
export { showPhone } from './customers/show-phone.ts';
export { allTags, anyTag } from './customers/tag-bits.sql.ts';
export { createField, fieldsInUse } from './fields/fields.ts';
export { onOptionRenamed, type RenamedOption } from './fields/rename-option.ts';
export { tellValues } from './fields/tell.sql.ts';
export { initialsOf } from './identities/initials.ts';
export { suggestOrder } from './identities/order-bindings.ts';
export { openPhones, storePhone } from './identities/phones.ts';
export { countSuggestions } from './identities/suggestions/suggestions.ts';
export { eventNames } from './intake/definitions.ts';
export { createKey as createWriteKey } from './intake/keys.ts';
export { connectOfficialAccount } from './official-account/connect.ts';
export {
  type FollowerCame,
  type MetFollower,
  meetFollower,
  noteSpent,
  onFollowerCame,
  recentFollowers,
} from './official-account/greeting.ts';
export { handleFollower } from './official-account/handle-follower.ts';
export { composeNotice } from './official-account/notice.contract.ts';
export { listNoticeTemplates, readNoticeTemplates } from './official-account/notice-templates.ts';
export {
  isNoticeHeld,
  noticeCalled,
  noticeNotTaken,
  noticeRefused,
  noticeTaken,
  takeNotices,
} from './official-account/notice-uses.ts';
export { sendMessage as sendOfficialMessage } from './official-account/send-message.ts';
export { tellAnswered } from './official-account/settle.ts';
export { writeReply } from './official-account/write-notice.ts';
export { reckonProducts } from './products/reckon.ts';
export { postgresTable } from './projection/from-postgres.ts';
export { PROJECTION, projectionReader } from './projection/projection.ts';
export { compareStores, rebuildAnalytics } from './projection/rebuild.ts';
export { whileWhole } from './projection/whole.ts';
export { scrub } from './rights/scrub.ts';
export { framesOfSidebar } from './sidebar/sidebar.ts';
export { createSmsAccount } from './sms/sms-accounts.ts';
export { archiveTag, restoreTag } from './tags/change-tags.ts';
export { mergeTags } from './tags/merge-tags.ts';
export { addTags, removeTags } from './tags/tags.ts';
export { undoTagMerge } from './tags/unmerge-tags.ts';
export { workOffInbox } from './wecom/inbox.ts';
export { type KfNews, onKfNews, takeInVisitors, type Visitor } from './wecom/kf-news.ts';
export { type NewRemark, setRemark } from './wecom/pushes/remark.ts';
export { readStatistics } from './wecom/statistics/read-statistics.ts';
export { syncWecom } from './wecom/sync.ts';
export { carryOutTransfers } from './wecom/transfers/carry-out.ts';
export { createTransfer } from './wecom/transfers/transfers.ts';
export {
  type Newcomer,
  onWelcomeCode,
  recentWelcomeCodes,
  type WelcomeCode,
  whoIsNewcomer,
} from './wecom/welcome-codes.ts';

export const customers: Stage = {
  name: 'customers',
  routes: [
    ...customerRoutes,
    ...identityRoutes,
    ...fieldRoutes,
    ...tagRoutes,
    ...productRoutes,
    ...contactRoutes,
    ...reachRoutes,
    ...signInRoutes,
    ...sidebarRoutes,
    ...accountRoutes,
    ...smsRoutes,
    ...callbackRoutes,
    ...officialAccountRoutes,
    ...followerCallbackRoutes,
    ...wecomRoutes,
    ...transferRoutes,
    ...importRoutes,
    ...intakeRoutes,
    ...hookRoutes,
    ...youzanRoutes,
    ...viewRoutes,
    ...rightsRoutes,
  ],
  published,
  doors: [intakeDoor, hooksDoor, youzanDoor, smsDoor],
  jobs: platform => [
    ...wecomJobs(platform),
    ...transferJobs(platform),
    ...officialAccountJobs(platform),
    ...importJobs(platform),
    ...intakeJobs(platform),
    ...hookJobs(platform),
    ...youzanJobs(platform),
    ...smsJobs(platform),
    ...identityJobs(platform),
    ...rightsJobs(platform),
    ...reachJobs(platform),
    ...productJobs(platform),
    ...tagJobs(platform),
  ],
  warm: platform => void currentColumns(platform).catch(() => undefined),
  readers: platform => [
    projectionReader(platform),
    matchingReader(platform),
    pushReader(platform),
    groupFactsReader(platform),
    noticeFactsReader(platform),
  ],
  resume: async platform => {
    await resumeImports(platform);
    await resumeErasures(platform);
  },
};
