import type { ProblemKind } from '#platform/http/problem.ts';

export const WRONG_CONFIRMATION: ProblemKind = {
  code: 'erasure_not_confirmed',
  status: 422,
  title: { zh: '客户编号不一致', en: 'The customer number does not match' },
  detail: {
    zh: '请输入这位客户的编号 {id}。没有删除任何内容。',
    en: 'Type this customer’s number, {id}. Nothing was erased.',
  },
};

export const IMPORT_UNDER_WAY: ProblemKind = {
  code: 'erasure_import_under_way',
  status: 409,
  title: { zh: '有文件正在导入', en: 'A file is being imported' },
  detail: {
    zh: '导入结束之后再删除，否则正在读入的行里可能还有这位客户。没有删除任何内容。',
    en: 'Erase when the import has ended: the rows being read may tell of this customer. Nothing was erased.',
  },
};

/** What an import that was not finished says when its file went with an erasure. */
export const FILE_ERASED: ProblemKind = {
  code: 'import_file_erased',
  status: 410,
  title: { zh: '源文件已清除', en: 'The file was removed' },
  detail: {
    zh: '有客户要求删除个人信息，之前上传的源文件已一并清除。需要时请重新上传。',
    en: 'A customer’s data was erased, and uploaded files went with it. Upload the file again if you need it.',
  },
};
