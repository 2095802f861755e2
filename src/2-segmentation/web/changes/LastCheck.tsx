import type { membershipCheckView } from '#segmentation/contract';
import type { Wire } from '#web/api/client.ts';
import { useRead } from '#web/api/queries.ts';
import { DateTime } from '#web/kit/DateTime.tsx';
import { useTexts } from '../texts/index.ts';
import styles from './Changes.module.css';

/** Whether the people kept for a segment were those whom the nightly full count found. */
export function LastCheck({ segmentId }: { segmentId: string }) {
  const t = useTexts();
  const { data } = useRead<Wire<typeof membershipCheckView>>('/segments/checks/last');
  if (!data?.check) return null;
  const { at, differences } = data.check;
  const found = differences.find(one => one.segmentId === segmentId);
  return (
    <span className={styles.faint}>
      {t('changes.checked')} <DateTime at={at} style="ago" /> ·{' '}
      {found ? t('changes.mended', { count: found.missing + found.surplus }) : t('changes.noDifference')}
    </span>
  );
}
