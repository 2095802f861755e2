import { useWebTexts } from '../i18n/i18n.ts';
import styles from './PageSkeleton.module.css';

/** The place of a page while it comes: quiet bars where its heading and its rows will be. */
export function PageSkeleton() {
  const t = useWebTexts();
  return (
    <div role="status" aria-label={t('table.loading')} className={styles.page}>
      <Bone width="160px" height={32} />
      <Bone width="320px" height={16} />
      <div className={styles.rows}>
        {ROWS.map(width => (
          <Bone key={width} width={width} height={20} />
        ))}
      </div>
    </div>
  );
}

const ROWS = ['92%', '84%', '96%', '78%', '88%'];

/** One bar of a skeleton. The mark tells whoever looks at the page that something is still to come. */
export function Bone({ width = '100%', height = 16 }: { width?: string; height?: number }) {
  return <span data-pending className={styles.bone} style={{ width, height }} />;
}
