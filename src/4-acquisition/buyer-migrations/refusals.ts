import type { ProblemKind } from '#platform/http/problem.ts';

export const MIGRATION_NAME_TAKEN: ProblemKind = {
  code: 'migration_exists',
  status: 409,
  title: { zh: '迁移计划已存在', en: 'Migration exists' },
  detail: {
    zh: '已经有一个叫「{name}」的迁移计划，请换个名称。',
    en: 'There is a migration “{name}” already; choose another name.',
  },
};

export const NOT_IN_THIS_STATE: ProblemKind = {
  code: 'migration_wrong_state',
  status: 409,
  title: { zh: '现在不能这样做', en: 'Not possible now' },
  detail: {
    zh: '迁移计划的状态已变，请刷新后再试。',
    en: 'The migration has moved on; reload the page and try again.',
  },
};

export const TOO_MANY_A_DAY: ProblemKind = {
  code: 'migration_too_many_a_day',
  status: 422,
  title: { zh: '每天添加太多', en: 'Too many a day' },
  detail: {
    zh: '每位成员每天最多添加 {max} 位。企业微信没有公布上限，频繁添加会被限制，这个数由公司在「规则」里设定。',
    en: 'A member asks at most {max} buyers a day. WeCom publishes no limit and restricts who adds too often; the number is set under Rules.',
  },
};

export const NOBODY_TO_ASK: ProblemKind = {
  code: 'migration_nobody',
  status: 422,
  title: { zh: '没有可以添加的客户', en: 'Nobody to ask' },
  detail: {
    zh: '这个分群里没有留了手机号、还没添加企业微信的客户。',
    en: 'Nobody in this segment has a phone number and is not a friend yet.',
  },
};

export const NO_PHONE_ANY_MORE: ProblemKind = {
  code: 'migration_no_phone',
  status: 404,
  title: { zh: '没有手机号', en: 'No phone number' },
  detail: { zh: '这位客户的手机号已经删除。', en: 'This customer’s phone number was removed.' },
};
