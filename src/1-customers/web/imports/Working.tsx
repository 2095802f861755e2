import { ProgressPanel } from '#web/kit/ProgressPanel.tsx';
import { useTexts } from '../texts/index.ts';
import type { ImportRow } from './import.ts';
import styles from './imports.module.css';

/** Before this much of a file is read, what is read ahead of the rows makes the share say too much. */
const TELLING = 0.05;

/** What the server is doing with the file now; it goes on if the page is closed. */
export function Working({ row }: { row: ImportRow }) {
  const t = useTexts();
  const { phase, share = 0, rows = 0 } = row.progress ?? {};
  const isLoading = phase === 'loading';
  return (
    <div className={styles.working}>
      <ProgressPanel
        title={useTitle(row)}
        state="running"
        done={isLoading ? Math.round(rows * share) : rows}
        total={isLoading ? rows : undefined}
        share={share > TELLING ? share : undefined}
      >
        {row.progress === null && row.status !== 'undoing' && (
          <p className={styles.faint}>{t('imports.waiting')}</p>
        )}
      </ProgressPanel>
    </div>
  );
}

function useTitle({ status, progress }: ImportRow): string {
  const t = useTexts();
  if (status === 'undoing') return t('imports.undoing');
  if (progress === null) return t('imports.starting');
  if (progress.phase === 'loading') return t('imports.loading');
  return t(status === 'checking' ? 'imports.checking' : 'imports.reading');
}
