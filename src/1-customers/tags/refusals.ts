import type { ProblemKind } from '#platform/http/problem.ts';

export const TAG_EXISTS: ProblemKind = {
  code: 'tag_exists',
  status: 409,
  title: { zh: '标签已存在', en: 'Tag exists' },
  detail: { zh: '标签组「{group}」里已经有「{name}」。', en: 'The group “{group}” already has “{name}”.' },
};

export const NAMED_BY_CORP: ProblemKind = {
  code: 'tag_named_by_corp',
  status: 409,
  title: { zh: '企业标签要在企业微信里改名', en: 'Rename it in WeCom' },
  detail: {
    zh: '这是企业微信的企业标签。在企业微信管理后台改名，下次同步后这里跟着改。',
    en: 'This is a corp tag of WeCom. Rename it there; the next sync brings the name here.',
  },
};

export const PUT_AWAY: ProblemKind = {
  code: 'tag_put_away',
  status: 409,
  title: { zh: '已停用的标签用着这个名称', en: 'A tag that was put away has this name' },
  detail: {
    zh: '标签组「{group}」里有一个已停用的「{name}」。请换个名称；要用回它，就新建同名的标签。',
    en: 'The group “{group}” has a “{name}” that was put away. Choose another name, or make a tag of that name to have it back.',
  },
};

export const MERGED_ON: ProblemKind = {
  code: 'tag_merged_on',
  status: 409,
  title: { zh: '要先撤销后来的合并', en: 'A later merge comes first' },
  detail: {
    zh: '「{name}」后来又合并到了「{into}」，请先撤销那次合并，再撤销这一次。',
    en: '“{name}” was merged into “{into}” since; undo that merge first, then this one.',
  },
};
