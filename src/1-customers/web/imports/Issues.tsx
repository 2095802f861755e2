import { DownloadOutlined } from '@ant-design/icons';
import { formatCount } from '#web/kit/format.ts';
import { Tag } from '#web/kit/Tag.tsx';
import { useTexts } from '../texts/index.ts';
import { type ImportRow, type Issue, useIssues } from './import.ts';
import styles from './imports.module.css';

/** What is wrong with single rows: the first hundred here, all of them as a workbook. */
export function Issues({ row }: { row: ImportRow }) {
  const t = useTexts();
  const { data } = useIssues(row);
  if (!data || data.data.length === 0) return null;
  return (
    <section className={styles.issues}>
      <div className={styles.issuesHead}>
        <h3>{t('imports.issues', { total: formatCount(data.total) })}</h3>
        <a href={`/api/v1/imports/${row.id}/issues.xlsx`} download>
          <DownloadOutlined /> {t('imports.issuesDownload')}
        </a>
      </div>
      <ul>
        {data.data.map(issue => (
          <OneIssue key={`${issue.rowNo} ${issue.field} ${issue.code}`} issue={issue} />
        ))}
      </ul>
      {data.total > data.data.length && (
        <p className={styles.faint}>{t('imports.issuesMore', { shown: data.data.length })}</p>
      )}
    </section>
  );
}

function OneIssue({ issue }: { issue: Issue }) {
  const t = useTexts();
  return (
    <li>
      <span className={styles.rowNo}>{t('imports.rowNo', { number: formatCount(issue.rowNo) })}</span>
      <Tag tone={issue.severity === 'reject' ? 'stop' : 'advice'}>{t(`imports.${issue.severity}`)}</Tag>
      <span>{issue.words}</span>
    </li>
  );
}
