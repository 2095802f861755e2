import { DownloadOutlined } from '@ant-design/icons';
import { formatCount } from '#web/kit/format.ts';
import { Tag } from '#web/kit/Tag.tsx';
import { useTexts } from '../texts/index.ts';
import { type ImportRow, type IssueKind, useIssues } from './import.ts';
import styles from './imports.module.css';

/** What is wrong with single rows: each fault once, with the first rows that have it; every row in the workbook. */
export function Issues({ row }: { row: ImportRow }) {
  const t = useTexts();
  const { data } = useIssues(row);
  if (!data || data.kinds.length === 0) return null;
  return (
    <section className={styles.issues}>
      <div className={styles.issuesHead}>
        <h3>{t('imports.issues', { total: formatCount(data.total) })}</h3>
        <a href={`/api/v1/imports/${row.id}/issues.xlsx`} download>
          <DownloadOutlined aria-hidden="true" /> {t('imports.issuesDownload')}
        </a>
      </div>
      <ul>
        {data.kinds.map(kind => (
          <OneKind key={`${kind.field} ${kind.code} ${kind.severity}`} kind={kind} />
        ))}
      </ul>
    </section>
  );
}

function OneKind({ kind: { severity, rows, firstRows, words } }: { kind: IssueKind }) {
  const t = useTexts();
  const numbers = firstRows.map(formatCount).join(t('and'));
  return (
    <li>
      <Tag tone={severity === 'reject' ? 'stop' : 'advice'}>{t(`imports.${severity}`)}</Tag>
      <div>
        <p>{words}</p>
        <p className={styles.rowNo}>
          {rows > firstRows.length
            ? t('imports.rowsMore', { numbers, rows: formatCount(rows) })
            : t('imports.rowNo', { numbers, count: rows })}
        </p>
      </div>
    </li>
  );
}
