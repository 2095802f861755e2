import type { ProblemKind } from '#platform/http/problem.ts';

export const NEEDS_ONE_CODE: ProblemKind = {
  code: 'poster_needs_one_code',
  status: 422,
  title: { zh: '海报上要有一个二维码', en: 'A poster has one code' },
  detail: {
    zh: '现在有 {codes} 个二维码。请在海报上只放一个，客户才知道扫哪里。',
    en: 'It has {codes} now. Put exactly one on it, so that people know what to scan.',
  },
};

export const CODE_OUTSIDE: ProblemKind = {
  code: 'poster_code_outside',
  status: 422,
  title: { zh: '二维码超出了海报', en: 'The code lies outside' },
  detail: {
    zh: '二维码有一部分在海报外面，扫不出来。请把它移到海报里面。',
    en: 'Part of the code lies outside of the poster and cannot be scanned. Move it inside.',
  },
};

export const CODE_TOO_SMALL: ProblemKind = {
  code: 'poster_code_too_small',
  status: 422,
  title: { zh: '二维码太小', en: 'The code is too small' },
  detail: {
    zh: '这个链接的二维码有 {modules} 格，每格至少要 {pixels} 个像素才扫得清：请把二维码放大到 {size} 像素以上，或把容错级别调低。',
    en: 'The code of this link has {modules} modules, and each needs {pixels} pixels at least: make it {size} pixels or more, or lower its error level.',
  },
};

export const TEXT_TOO_LONG: ProblemKind = {
  code: 'poster_text_too_long',
  status: 422,
  title: { zh: '文字放不下', en: 'The text does not fit' },
  detail: {
    zh: '第 {layer} 层的文字“{text}”要 {lines} 行，只能放 {most} 行。请缩短文字、缩小字号，或放宽、加多行数。',
    en: 'The text “{text}” of layer {layer} takes {lines} lines and has room for {most}. Shorten it, make it smaller, or give it more room.',
  },
};

export const NO_PICTURE: ProblemKind = {
  code: 'poster_picture_missing',
  status: 422,
  title: { zh: '图片不存在', en: 'No such picture' },
  detail: {
    zh: '海报用的一张图片找不到了，请重新上传。',
    en: 'A picture of the poster is gone; upload it again.',
  },
};

export const BROKEN_PICTURE: ProblemKind = {
  code: 'poster_picture_broken',
  status: 422,
  title: { zh: '图片打不开', en: 'The picture cannot be read' },
  detail: {
    zh: '“{name}”打不开，可能已损坏。请换一张图片。',
    en: '“{name}” cannot be read and may be broken. Choose another picture.',
  },
};

export const PICTURE_TOO_LARGE: ProblemKind = {
  code: 'poster_picture_too_large',
  status: 422,
  title: { zh: '图片的像素太多', en: 'The picture has too many pixels' },
  detail: {
    zh: '“{name}”有 {megapixels} 百万像素，最多 {most} 百万。请缩小后再上传。',
    en: '“{name}” has {megapixels} million pixels; {most} million at most. Make it smaller and upload it again.',
  },
};

export const CHANGED_MEANWHILE: ProblemKind = {
  code: 'poster_changed_meanwhile',
  status: 409,
  title: { zh: '海报刚被修改过', en: 'Changed meanwhile' },
  detail: {
    zh: '“{name}”在您打开之后被别人修改过。您的内容还在页面上；请刷新看看新的内容，再保存一次。',
    en: '“{name}” was changed by somebody after you opened it. What you wrote is still on the page; reload, look, and save again.',
  },
};
