import { reach } from '../api/api.ts';
import { useReach } from '../api/reach.ts';
import { useWebTexts } from '../i18n/i18n.ts';
import styles from './ReachBanner.module.css';

/** Says quietly that requests are waiting, and that nothing is lost. Gone by itself. */
export function ReachBanner() {
  const t = useWebTexts();
  const state = useReach(reach);
  return (
    <div role="status" className={styles.place}>
      {state !== 'fine' && (
        <p className={styles.banner}>
          <span className={styles.dot} />
          {t(`reach.${state}`)}
        </p>
      )}
    </div>
  );
}
