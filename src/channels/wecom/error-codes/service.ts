import type { ErrorCode } from './error-code.ts';

/** 微信客服, 95000 to 95031; official page 90313. */
export const SERVICE: readonly ErrorCode[] = [
  [95000, 'fix_data', '客服账号 ID 不合法。', 'The customer-service account id is not valid.'],
  [
    95001,
    'slow_down',
    '本轮可发条数已用完：客户每次来信后最多回复 5 条。',
    'No more messages now: at most 5 per message of the customer.',
  ],
  [
    95002,
    'gone',
    '距客户上次来信已超过 48 小时，不能再发送。',
    'More than 48 hours since the customer last wrote; nothing can be sent.',
  ],
  [95004, 'gone', '客服账号不存在。', 'There is no such customer-service account.'],
  [95005, 'config', '客服账号数量已达上限。', 'The corp has as many customer-service accounts as it may.'],
  [95006, 'fix_data', '客服账号名称不合法。', 'The name of the customer-service account is not valid.'],
  [95007, 'gone', '消息凭证已失效（10 分钟内有效）。', 'The message token is no longer valid (10 minutes).'],
  [95008, 'fix_data', '菜单消息不合法，最多 10 项。', 'The menu message is not valid; at most 10 items.'],
  [95011, 'config', '当前接待模式不支持此操作。', 'The reception mode does not allow this.'],
  [95012, 'config', '当前接待模式不支持此操作。', 'The reception mode does not allow this.'],
  [95013, 'gone', '会话已经结束。', 'The session has ended.'],
  [95014, 'fix_data', '该成员不是此客服账号的接待人员。', 'The member is not a servicer of this account.'],
  [
    95016,
    'fix_data',
    '会话不能从当前状态变更到该状态。',
    'The session cannot go from its state to that one.',
  ],
  [
    95017,
    'config',
    '应用没有管理此客服账号的权限，请在管理后台「微信客服」中授权。',
    'The app may not manage this account; grant it under 微信客服.',
  ],
  [95018, 'gone', '会话的当前状态不允许发送消息。', 'The state of the session does not allow sending.'],
  [95019, 'fix_data', '接待人员已停止接待。', 'The servicer has stopped receiving.'],
  [
    95027,
    'config',
    '未认证企业最多 10 个客服账号，请先完成企业认证。',
    'An unverified corp may have 10 accounts; verify the corp first.',
  ],
  [
    95031,
    'gone',
    '客户 48 小时内没有咨询，不能发送。',
    'The customer has not asked anything within 48 hours.',
  ],
];
