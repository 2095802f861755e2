import type { ProblemKind } from '#platform/http/problem.ts';

export const NAME_TAKEN: ProblemKind = {
  code: 'touchpoint_exists',
  status: 409,
  title: { zh: '触点已存在', en: 'Touchpoint exists' },
  detail: {
    zh: '已经有一个叫「{name}」的触点，请换个名称或直接使用它。',
    en: 'There is a touchpoint “{name}” already; choose another name or use that one.',
  },
};

export const HAS_CODES: ProblemKind = {
  code: 'touchpoint_has_codes',
  status: 409,
  title: { zh: '触点上还有活码', en: 'The touchpoint has codes' },
  detail: {
    zh: '「{name}」上还有 {codes} 个在用的渠道活码或获客链接，请先归档它们。',
    en: '“{name}” still has {codes} live codes or acquisition links in use; put those away first.',
  },
};

export const NO_WECOM: ProblemKind = {
  code: 'code_needs_wecom',
  status: 422,
  title: { zh: '需要企业微信账号', en: 'A WeCom account is needed' },
  detail: {
    zh: '渠道活码要建在已接入的企业微信账号上。请先在「设置 › 渠道账号」接入企业微信。',
    en: 'A live code belongs to a connected WeCom account. Connect one under Settings › Channel accounts.',
  },
};

export const NO_OFFICIAL: ProblemKind = {
  code: 'code_needs_official_account',
  status: 422,
  title: { zh: '公众号没有接入', en: 'The official account is not connected' },
  detail: {
    zh: '方案里的公众号没有接入，或已经暂停。请先在「设置 › 渠道账号」接入，或改用图片。',
    en: 'The official account of the plan is not connected, or paused. Connect it under Settings › Channel accounts, or use a picture.',
  },
};

export const NOT_IN_CORP: ProblemKind = {
  code: 'code_member_not_in_corp',
  status: 422,
  title: { zh: '成员不在这个企业微信里', en: 'Not a member of this corp' },
  detail: {
    zh: '{names} 不在所选企业微信账号的可见范围内，客户加不到。请去掉，或在企业微信后台调整可见范围后同步。',
    en: '{names} cannot be seen by the chosen WeCom account, so customers could not add them. Remove them, or widen the visible range in WeCom and sync.',
  },
};

export const UNKNOWN_GROUP: ProblemKind = {
  code: 'code_group_unknown',
  status: 422,
  title: { zh: '没有这个客户群', en: 'No such customer group' },
  detail: {
    zh: '所选企业微信账号里没有客户群 {names}，没有保存。刚建的群请先在「设置 › 渠道账号」同步，再从列表里选。',
    en: 'The chosen WeCom account has no customer group {names}; nothing was saved. If it was just made, sync the account under Settings › Channel accounts and choose it from the list.',
  },
};

export const GROUP_DISMISSED: ProblemKind = {
  code: 'code_group_dismissed',
  status: 422,
  title: { zh: '客户群已经解散', en: 'The customer group is dismissed' },
  detail: {
    zh: '客户群「{names}」已经解散，客户进不去，没有保存。请换一个群，或去掉这一条。',
    en: 'The customer group “{names}” is dismissed and nobody can join it; nothing was saved. Choose another one, or remove the route.',
  },
};

export const CHANGED_MEANWHILE: ProblemKind = {
  code: 'code_changed_meanwhile',
  status: 409,
  title: { zh: '活码刚被修改过', en: 'Changed meanwhile' },
  detail: {
    zh: '「{name}」在您打开之后被别人修改过。您的内容还在页面上；请刷新看看新的内容，再保存一次。',
    en: '“{name}” was changed by somebody after you opened it. What you wrote is still on the page; reload, look, and save again.',
  },
};

export const NO_PICTURE: ProblemKind = {
  code: 'code_picture_missing',
  status: 422,
  title: { zh: '图片不存在', en: 'No such picture' },
  detail: { zh: '方案里的图片找不到了，请重新上传。', en: 'A picture of the plan is gone; upload it again.' },
};

export const GROUPS_FULL: ProblemKind = {
  code: 'code_groups_full',
  status: 422,
  title: { zh: '客户群满了', en: 'The groups are full' },
  detail: {
    zh: '「{names}」已经满 {most} 人，扫码的客户进不去。请加一个有空位的群，或填写新群名称，满了自动建新群。',
    en: '“{names}” has {most} people already, so nobody could join. Add a group with room, or give a name for further groups, which are then made by themselves.',
  },
};

export const NOBODY: ProblemKind = {
  code: 'code_needs_somebody',
  status: 422,
  title: { zh: '还没选谁来接待', en: 'Nobody is chosen' },
  detail: {
    zh: '有一条规则没有选成员，也没有选部门，请至少选一个。',
    en: 'A route names neither a member nor a department; choose at least one.',
  },
};

export const EMPTY_DEPARTMENTS: ProblemKind = {
  code: 'code_departments_empty',
  status: 422,
  title: { zh: '部门里没有可以接待的成员', en: 'Nobody works in the departments' },
  detail: {
    zh: '「{names}」里没有读到在职的成员，扫码的客户没有人接。请先在设置里同步企业微信，或另选成员。',
    en: 'Nobody who works in “{names}” is known, so nobody would answer. Sync WeCom in the settings first, or choose members.',
  },
};

export const TOO_MANY_STAFF: ProblemKind = {
  code: 'code_too_many_staff',
  status: 422,
  title: { zh: '接待的成员太多', en: 'Too many members' },
  detail: {
    zh: '连同部门一共 {count} 位成员，一条规则最多 {most} 位。请选小一点的部门。',
    en: '{count} members with the departments; a route takes {most} at most. Choose smaller departments.',
  },
};
