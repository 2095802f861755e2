import { useWebTexts } from '../../i18n/i18n.ts';
import { Bone } from '../PageSkeleton.tsx';
import styles from './DataTable.module.css';

/** Rows that are on their way, at the height they will have, so nothing jumps. */
export function Skeleton({ columns }: { columns: number }) {
  const t = useWebTexts();
  const cells = Array.from({ length: Math.min(columns, 6) }, (_, at) => at);
  return (
    <div role="status" aria-label={t('table.loading')} className={styles.skeleton}>
      {Array.from({ length: 8 }, (_, row) => row).map(row => (
        <div key={row}>
          {cells.map(cell => (
            <Bone key={cell} width={`${60 + ((row * 7 + cell * 13) % 30)}%`} />
          ))}
        </div>
      ))}
    </div>
  );
}
