import type { ProblemKind } from '#platform/http/problem.ts';

/** Why a file cannot be read at all. Faults of single rows are issues (`formats/records/issues.ts`), not these. */
function fault(code: string, title: [zh: string, en: string], detail: [zh: string, en: string]): ProblemKind {
  return {
    code,
    status: 422,
    title: { zh: title[0], en: title[1] },
    detail: { zh: detail[0], en: detail[1] },
  };
}

export const FILE_EMPTY = fault(
  'file_empty',
  ['文件是空的', 'The file is empty'],
  ['文件里没有任何内容，请重新导出后再上传。', 'There is nothing in the file; export it again.'],
);

export const FILE_TOO_LARGE = fault(
  'file_too_large',
  ['文件太大', 'The file is too large'],
  ['文件最大 {limit}，请按时间段分开导出。', 'A file may have {limit}; export shorter periods.'],
);

export const OLD_XLS = fault(
  'old_xls',
  ['这是旧版 .xls 文件', 'This is an old .xls file'],
  [
    '请用 Excel 或 WPS 打开，点「文件 › 另存为」，类型选「Excel 工作簿 (.xlsx)」，再上传新文件。',
    'Open it in Excel or WPS, choose File › Save As, type “Excel Workbook (.xlsx)”, and upload the new file.',
  ],
);

export const FILE_ENCRYPTED = fault(
  'file_encrypted',
  ['文件有密码', 'The file has a password'],
  [
    '请先用密码打开，去掉密码后另存为 .xlsx 或 .csv，再上传。',
    'Open it, save it without a password, upload that.',
  ],
);

export const XLSB = fault(
  'xlsb',
  ['这是 .xlsb 文件', 'This is an .xlsb file'],
  [
    '请在 Excel 里另存为「Excel 工作簿 (.xlsx)」后上传。',
    'Save it as “Excel Workbook (.xlsx)” and upload that.',
  ],
);

export const ZIP_NOT_XLSX = fault(
  'zip_not_xlsx',
  ['这是压缩包', 'This is an archive'],
  ['请先解压，再上传里面的 .csv 或 .xlsx 文件。', 'Unpack it and upload the .csv or .xlsx inside.'],
);

export const HTML_TABLE = fault(
  'html_table',
  ['这是网页文件', 'This is a web page'],
  [
    '这个文件虽然叫表格，里面是网页。请用 Excel 打开后另存为 .xlsx，再上传。',
    'It is named a table but holds a web page. Open it in Excel, save it as .xlsx, upload that.',
  ],
);

export const NOT_A_TABLE = fault(
  'not_a_table',
  ['这不是表格文件', 'This is not a table'],
  ['可以上传 .csv、.txt、.xlsx 和 .csv.gz。', 'Upload .csv, .txt, .xlsx or .csv.gz.'],
);

export const FILE_DAMAGED = fault(
  'file_damaged',
  ['文件已损坏', 'The file is damaged'],
  ['文件不完整或已损坏，请重新导出或重新上传。', 'It is incomplete or broken; export or upload it again.'],
);

export const TOO_MANY_ENTRIES = fault(
  'too_many_entries',
  ['文件结构异常', 'The file is built strangely'],
  [
    '文件内部有 {count} 个部件，最多 {limit} 个；请另存为新的 .xlsx 后再上传。',
    'It holds {count} parts, at most {limit} are read; save it as a new .xlsx.',
  ],
);

export const UNPACKS_TOO_LARGE = fault(
  'unpacks_too_large',
  ['解压后太大', 'It unpacks to too much'],
  [
    '解压后超过 {limit}，已停止读取，没有导入任何内容；请按时间段分开导出。',
    'It unpacks to more than {limit}; reading stopped, nothing was imported. Export shorter periods.',
  ],
);

export const TOO_MANY_COLUMNS = fault(
  'too_many_columns',
  ['列太多', 'Too many columns'],
  [
    '第 {row} 行超过 {limit} 列，请检查文件是否正确。',
    'Row {row} has more than {limit} columns; check the file.',
  ],
);

export const CELL_TOO_LONG = fault(
  'cell_too_long',
  ['单元格太长', 'A cell is too long'],
  [
    '第 {row} 行有内容超过 {limit}，多半是引号没有配对；请检查这一行，或从后台重新导出。',
    'Row {row} holds more than {limit} in one cell, most likely an unmatched quote; check it or export again.',
  ],
);

export const SHEET_MISSING = fault(
  'sheet_missing',
  ['找不到工作表', 'No such sheet'],
  ['文件里没有工作表「{sheet}」，有：{sheets}。', 'There is no sheet “{sheet}”; there are: {sheets}.'],
);
