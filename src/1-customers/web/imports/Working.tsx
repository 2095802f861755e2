import { ProgressPanel } from '#web/kit/ProgressPanel.tsx';
import { useTexts } from '../texts/index.ts';
import type { ImportRow } from './import.ts';
import styles from './imports.module.css';

/** What the server is doing with the file now; it goes on if the page is closed. */
export function Working({ row }: { row: ImportRow }) {
  const t = useTexts();
  const { phase, share = 0, rows = 0 } = row.progress ?? {};
  const title =
    row.status === 'undoing'
      ? t('imports.undoing')
      : row.status === 'checking'
        ? t('imports.checking')
        : t(phase === 'loading' ? 'imports.loading' : 'imports.reading');
  const done = phase === 'loading' ? Math.round(rows * share) : rows;
  const total = phase === 'loading' ? rows : share > 0.02 ? Math.round(rows / share) : undefined;
  return (
    <div className={styles.working}>
      <ProgressPanel title={title} state="running" done={done} total={total} />
    </div>
  );
}
