import type { Words } from '#platform/contract.ts';
import type { ProblemKind } from '#platform/http/problem.ts';

/** Why an import is not read, chosen, started or taken back. Files that cannot be read: `reading/faults.ts`. */
export const UNRECOGNISED: ProblemKind = {
  code: 'import_unrecognised',
  status: 422,
  title: { zh: '认不出这是哪种文件', en: 'The file is not recognised' },
  detail: {
    zh: '请指定每一列是什么（列映射），或换一个从店铺后台直接导出的文件。',
    en: 'Say what each column is, or take a file as the shop exports it.',
  },
};

export const badMapping = (detail: Words): ProblemKind => ({
  code: 'import_bad_mapping',
  status: 422,
  title: { zh: '列映射有误', en: 'The mapping is not right' },
  detail,
});

const STATUS: Record<string, Words> = {
  uploaded: { zh: '待设置', en: 'to set up' },
  checking: { zh: '试运行中', en: 'dry run under way' },
  checked: { zh: '待导入', en: 'ready to import' },
  importing: { zh: '导入中', en: 'importing' },
  done: { zh: '已导入', en: 'imported' },
  failed: { zh: '未完成', en: 'not finished' },
  undoing: { zh: '撤销中', en: 'being taken back' },
  undone: { zh: '已撤销', en: 'taken back' },
};

export function wrongMoment(status: string): ProblemKind {
  const { zh, en } = STATUS[status] ?? { zh: status, en: status };
  return {
    code: 'import_wrong_moment',
    status: 409,
    title: { zh: '现在不能这样做', en: 'Not at this moment' },
    detail: {
      zh: `这个导入的状态是「${zh}」，不能执行这个操作。`,
      en: `The state of the import is “${en}”; this cannot be done now.`,
    },
  };
}

export const GAVE_UP: ProblemKind = {
  code: 'import_gave_up',
  status: 500,
  title: { zh: '没有完成', en: 'Not finished' },
  detail: {
    zh: '出了意外，试了 {tries} 次都没有完成，原因在服务器日志里。可以再试一次：已经写入的内容会保留，同一笔订单不会重复。',
    en: 'Something unexpected happened {tries} times; the server’s log says what. You can try again: what was written stays, and no order comes twice.',
  },
};

export const UNDO_LATER_FIRST: ProblemKind = {
  code: 'import_undo_later_first',
  status: 409,
  title: { zh: '请先撤销后来的导入', en: 'Take the later import back first' },
  detail: {
    zh: '「{file}」在这之后又更新了其中 {count} 笔；先撤销它，再撤销这一次。现在没有撤销任何内容。',
    en: '“{file}” has changed {count} of these orders since. Take it back first, then this one; nothing was taken back.',
  },
};
