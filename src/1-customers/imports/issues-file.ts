import { PassThrough } from 'node:stream';
import { sql } from 'kysely';
import type { Language } from '#platform/contract.ts';
import type { Db } from '#platform/postgres/connect.ts';
import { issueWords } from './formats/records/issues.ts';

const PAGE = 5_000;
const HEADER = {
  zh: ['行号', '处理', '问题', '原来的内容'],
  en: ['Row', 'Treatment', 'Problem', 'What stood there'],
};
const TREATMENT = {
  reject: { zh: '未导入', en: 'not imported' },
  warn: { zh: '已导入，有提示', en: 'imported, see problem' },
};

type Issue = { rowNo: number; field: string; code: string; value: string; severity: 'reject' | 'warn' };

/** The issues of an import as a workbook, written as it is read, a page of issues at a time. */
export function issuesWorkbook(db: Db, importId: number, language: Language): PassThrough {
  const stream = new PassThrough();
  write(stream, db, importId, language).catch(error => stream.destroy(error));
  return stream;
}

async function write(stream: PassThrough, db: Db, importId: number, language: Language): Promise<void> {
  // A fifth of a second to read in, which a start of the program need not wait for.
  const { default: ExcelJs } = await import('exceljs');
  const workbook = new ExcelJs.stream.xlsx.WorkbookWriter({ stream });
  const sheet = workbook.addWorksheet(language === 'zh' ? '问题' : 'Problems');
  sheet.columns = [{ width: 10 }, { width: 18 }, { width: 80 }, { width: 40 }];
  sheet.addRow(HEADER[language]).commit();
  for (let offset = 0; ; offset += PAGE) {
    const { rows } = await sql<Issue>`
      select row_no, field, code, value, severity from import_issues where import_id = ${importId}
      order by row_no, field, code limit ${PAGE} offset ${offset}`.execute(db);
    for (const issue of rows)
      sheet
        .addRow([
          issue.rowNo,
          TREATMENT[issue.severity][language],
          issueWords(issue as never, language),
          neutral(issue.value),
        ])
        .commit();
    if (rows.length < PAGE) break;
  }
  sheet.commit();
  await workbook.commit();
}

/** A cell that begins like a formula is given as text that no spreadsheet runs (OWASP CSV injection). */
function neutral(value: string): string {
  return /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
}
