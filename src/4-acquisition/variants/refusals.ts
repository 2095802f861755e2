import type { ProblemKind } from '#platform/http/problem.ts';

export const NO_MARK_LEFT: ProblemKind = {
  code: 'variants_used_up',
  status: 409,
  title: { zh: '这个活码的海报用完了', en: 'No more variants' },
  detail: {
    zh: '一个活码一共能有 {most} 张海报，停用的也算。请新建一个渠道活码。',
    en: 'A code has room for {most} posters in all, those taken off included. Make another live code.',
  },
};

export const NO_POSTER: ProblemKind = {
  code: 'variant_poster_missing',
  status: 422,
  title: { zh: '海报不可用', en: 'The poster cannot be used' },
  detail: {
    zh: '这张海报已归档或不存在，请换一张。',
    en: 'The poster is archived or does not exist; choose another.',
  },
};
