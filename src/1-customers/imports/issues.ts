import { sql } from 'kysely';
import type { z } from 'zod';
import type { Language } from '#platform/contract.ts';
import type { Db } from '#platform/postgres/connect.ts';
import type { issueKind, issueView } from './contract.ts';
import { issueWords } from './formats/records/issues.ts';

type Issue = Omit<z.output<typeof issueView>, 'words'>;
type Kind = Omit<z.output<typeof issueKind>, 'words'> & { value: string };

/** What was wrong with single rows, the rejected ones first. */
export async function listIssues(db: Db, importId: number, limit: number, language: Language) {
  const { rows } = await sql<Issue>`
    select row_no, field, code, value, severity from import_issues
    where import_id = ${importId} order by severity, row_no, field limit ${limit}`.execute(db);
  return rows.map(row => ({ ...row, words: issueWords(row as never, language) }));
}

/** The same by what is wrong, with the first rows of each; its words are those of the first row. */
export async function listIssueKinds(db: Db, importId: number, language: Language) {
  const { rows } = await sql<Kind>`
    select field, code, severity, count(*)::integer as rows, (array_agg(row_no order by row_no))[1:5] as first_rows,
      (array_agg(value order by row_no))[1] as value
    from import_issues where import_id = ${importId} group by field, code, severity order by severity, rows desc, min(row_no)`.execute(
    db,
  );
  return rows.map(({ value, ...kind }) => ({
    ...kind,
    words: issueWords({ ...kind, value } as never, language),
  }));
}
