import type { ProblemKind } from '#platform/http/problem.ts';

export const KF_REFUSED: ProblemKind = {
  code: 'kf_refused',
  status: 409,
  title: { zh: '企业微信没有接受', en: 'WeCom did not take it' },
  detail: { zh: '{why} 没有改动任何内容。', en: '{why} Nothing was changed.' },
};

export const KF_UNCERTAIN: ProblemKind = {
  code: 'kf_uncertain',
  status: 503,
  title: { zh: '企业微信没有答复', en: 'WeCom did not answer' },
  detail: {
    zh: '不确定企业微信是否已经执行；稍等片刻再看会话状态，之后可以再试。',
    en: 'It is not known whether WeCom carried it out; look at the session in a moment, then try again.',
  },
};

export const NOT_ANSWERABLE: ProblemKind = {
  code: 'kf_not_answerable',
  status: 409,
  title: { zh: '现在不能回复', en: 'No answer is possible now' },
  detail: { zh: '{why}', en: '{why}' },
};

export const WITHHELD: ProblemKind = {
  code: 'kf_withheld',
  status: 409,
  title: { zh: '不能联系这位客户', en: 'This customer may not be contacted' },
  detail: { zh: '{why}', en: '{why}' },
};

export const NOBODY_SIGNED_IN: ProblemKind = {
  code: 'kf_needs_member',
  status: 409,
  title: { zh: '需要成员身份', en: 'A member is needed' },
  detail: {
    zh: '只有登录的成员可以接待会话。',
    en: 'Only a member who is signed in can take a session.',
  },
};

export const NOT_IN_CORP: ProblemKind = {
  code: 'kf_member_not_in_corp',
  status: 422,
  title: { zh: '成员不在这个企业微信里', en: 'The member is not in this corp' },
  detail: {
    zh: '所选成员不在这个客服账号所属的企业微信里。',
    en: 'A member you chose is not in the corp this account belongs to.',
  },
};

export const SCENE_TAKEN: ProblemKind = {
  code: 'kf_scene_exists',
  status: 409,
  title: { zh: '场景已存在', en: 'The scene exists' },
  detail: {
    zh: '这个客服账号下已有同名或同参数的场景，请换一个。',
    en: 'The account has a scene of this name or parameter already; choose another.',
  },
};
