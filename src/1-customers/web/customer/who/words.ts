import type { Speak } from '../timeline/told.ts';

const KINDS = [
  'phone',
  'unionid',
  'external_userid',
  'openid',
  'buyer',
  'order_no',
  'member_card',
  'user_id',
  'anonymous_id',
] as const;

/** What kind of number or name this is: `手机号`, `企业微信客户`. */
export function sayIdentityKind(kind: string, t: Speak): string {
  const known = KINDS.find(one => one === kind);
  return known ? t(`identity.${known}`) : kind;
}

const REASONS = [
  'same_phone',
  'same_unionid',
  'same_buyer',
  'same_external_userid',
  'same_openid',
  'same_member_card',
  'same_user_id',
  'same_anonymous_id',
  'order_told',
  'suggestion_accepted',
  'staff_decided',
] as const;

/** Why two records were taken for one person. */
export function sayMergeReason(reason: string, t: Speak): string {
  const known = REASONS.find(one => one === reason);
  return known ? t(`merge.${known}`) : reason;
}

/** Machine ids tell nobody anything in their middle. */
export function shortId(shown: string): string {
  return shown.length > 24 ? `${shown.slice(0, 10)}…${shown.slice(-6)}` : shown;
}
