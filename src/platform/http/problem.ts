import type { Words } from '../contract.ts';

/** A kind of refusal: what code, which status, in which words. Stages define their own beside the verbs. */
export type ProblemKind = { code: string; status: number; title: Words; detail: Words };

export type FieldError = { path: string; code: string; message: string };

/** An answer that is not the wished one. Thrown by verbs, turned into RFC 9457 in one place. */
export class Problem extends Error {
  readonly kind: ProblemKind;
  readonly values: Record<string, string | number>;
  readonly errors: FieldError[] | undefined;

  constructor(kind: ProblemKind, values: Record<string, string | number> = {}, errors?: FieldError[]) {
    super(kind.code);
    this.kind = kind;
    this.values = values;
    this.errors = errors;
  }
}

export const INVALID_REQUEST: ProblemKind = {
  code: 'invalid_request',
  status: 400,
  title: { zh: '请求内容有误', en: 'The request is not right' },
  detail: {
    zh: '有 {count} 处需要修改，没有保存任何内容。',
    en: '{count} fields need attention; nothing was saved.',
  },
};

export const NOT_JSON: ProblemKind = {
  code: 'not_json',
  status: 400,
  title: { zh: '无法读取请求', en: 'The request cannot be read' },
  detail: { zh: '正文不是有效的 JSON。', en: 'The body is not valid JSON.' },
};

export const TOO_LARGE: ProblemKind = {
  code: 'too_large',
  status: 413,
  title: { zh: '内容太大', en: 'Too large' },
  detail: { zh: '正文最多 {limit}。', en: 'The body may have at most {limit}.' },
};

export const NOT_DECLARED_JSON: ProblemKind = {
  code: 'not_declared_json',
  status: 415,
  title: { zh: '正文类型不对', en: 'Wrong content type' },
  detail: {
    zh: '请以 Content-Type: application/json 发送 JSON。',
    en: 'Send JSON, with Content-Type: application/json.',
  },
};

export const TOO_DEEP: ProblemKind = {
  code: 'too_deep',
  status: 400,
  title: { zh: '嵌套太深', en: 'Nested too deeply' },
  detail: { zh: '正文最多嵌套 {limit} 层。', en: 'The body may be nested {limit} levels deep at most.' },
};

export const METHOD_NOT_ALLOWED: ProblemKind = {
  code: 'method_not_allowed',
  status: 405,
  title: { zh: '不支持这种请求方法', en: 'Method not allowed' },
  detail: { zh: '这里只接受 {allow}。', en: 'This address takes {allow} only.' },
};

export const UNKNOWN_REFERENCE: ProblemKind = {
  code: 'unknown_reference',
  status: 422,
  title: { zh: '引用的内容不存在', en: 'It names something that is not there' },
  detail: {
    zh: '请求里引用的一条记录不存在，没有保存任何内容。',
    en: 'A record that the request refers to does not exist; nothing was saved.',
  },
};

export const NOT_FOUND: ProblemKind = {
  code: 'not_found',
  status: 404,
  title: { zh: '没有找到', en: 'Not found' },
  detail: {
    zh: '没有这条记录，或它不在你的数据范围内。',
    en: 'There is no such record, or it is outside your data scope.',
  },
};

export const SIGN_IN_FIRST: ProblemKind = {
  code: 'sign_in_first',
  status: 401,
  title: { zh: '请先登录', en: 'Please sign in' },
  detail: { zh: '登录已过期或尚未登录。', en: 'There is no valid session.' },
};

export const NOT_ALLOWED: ProblemKind = {
  code: 'not_allowed',
  status: 403,
  title: { zh: '没有权限', en: 'Not allowed' },
  detail: {
    zh: '你的角色没有此项权限（{permission}），请联系负责人。',
    en: 'Your role lacks the permission {permission}.',
  },
};

export const CROSS_SITE: ProblemKind = {
  code: 'cross_site',
  status: 403,
  title: { zh: '来源不符', en: 'Wrong origin' },
  detail: { zh: '这个请求来自别的网站，已拒绝。', en: 'The request came from another site and was refused.' },
};

export const CONFLICT: ProblemKind = {
  code: 'conflict',
  status: 409,
  title: { zh: '内容已被改动', en: 'Changed meanwhile' },
  detail: {
    zh: '它在你编辑时被改动过，请刷新后再试。',
    en: 'It was changed while you edited; reload and try again.',
  },
};

export const SAME_KEY_RUNNING: ProblemKind = {
  code: 'idempotency_key_in_use',
  status: 409,
  title: { zh: '相同请求正在处理', en: 'The same request is running' },
  detail: {
    zh: '这个 Idempotency-Key 的请求还没有完成。',
    en: 'A request with this Idempotency-Key is still running.',
  },
};

export const KEY_REUSED: ProblemKind = {
  code: 'idempotency_key_reused',
  status: 422,
  title: { zh: '幂等键被用于不同内容', en: 'Idempotency key reused' },
  detail: {
    zh: '这个 Idempotency-Key 已用于内容不同的请求。',
    en: 'This Idempotency-Key was used with a different request.',
  },
};

export const UNAVAILABLE: ProblemKind = {
  code: 'unavailable',
  status: 503,
  title: { zh: '暂时无法处理', en: 'Unavailable for a moment' },
  detail: {
    zh: '数据库正在恢复，几秒后会自动好，请稍后再试。',
    en: 'The database is recovering; try again in a few seconds.',
  },
};

export const UNEXPECTED: ProblemKind = {
  code: 'unexpected',
  status: 500,
  title: { zh: '出错了', en: 'Something went wrong' },
  detail: {
    zh: '这是我们的错误，已记入日志；报告时请附上编号 {requestId}。',
    en: 'This is our fault and has been logged; please quote {requestId} when you report it.',
  },
};
