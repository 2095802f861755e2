import type { Words } from '#platform/contract.ts';
import type { ProblemKind } from '#platform/http/problem.ts';

export const NOTHING_TO_TRANSFER: ProblemKind = {
  code: 'nothing_to_transfer',
  status: 422,
  title: { zh: '没有可转接的客户或群', en: 'Nothing to transfer' },
  detail: {
    zh: '所选范围里没有现在能转接的客户或客户群，没有建立任务。已在转接中的，或 90 天内转接已达上限的，需要等待。',
    en: 'Nobody and no group of this choice can be transferred now, and nothing was planned. Those being transferred, or transferred too often in 90 days, have to wait.',
  },
};

export const TAKER_NOT_THERE: ProblemKind = {
  code: 'transfer_taker_not_there',
  status: 422,
  title: { zh: '接替成员不可用', en: 'Cannot take customers over' },
  detail: {
    zh: '{names} 不在这个企业微信里、未激活，或就是移交的成员本人。请换一位接替成员。',
    en: '{names}: not active in this corp, or the one who hands over. Choose somebody else.',
  },
};

export const GIVER_LEFT: ProblemKind = {
  code: 'transfer_giver_left',
  status: 422,
  title: { zh: '该成员已离职', en: 'The member has left' },
  detail: {
    zh: '{name} 已离职，请改用离职继承。',
    en: '{name} has left; use the transfer of who left (离职继承).',
  },
};

/** Why a customer or a group stayed where they were, and what to do. */
export const FATES = {
  refused: {
    zh: '客户在 24 小时内拒绝了转接，仍由原成员跟进。可请原成员先和客户沟通，再重新转接。',
    en: 'The customer refused within 24 hours and stays where they are. Let their member talk to them first, then transfer again.',
  },
  full: {
    zh: '接替成员的客户数已达上限。请换一位接替成员重新转接。',
    en: 'The taking member has as many customers as they may. Transfer again to somebody else.',
  },
  lost: {
    zh: '企业微信没有这次转接的结果。请在企业微信管理后台核对，再决定是否重新转接。',
    en: 'WeCom tells no result of this transfer. Look in its admin console before transferring again.',
  },
} as const satisfies Record<string, Words>;
