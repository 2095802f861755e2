import type { segmentUsesView } from '#segmentation/contract';
import type { Wire } from '#web/api/client.ts';
import { useRead } from '#web/api/queries.ts';
import { PageLink } from '#web/kit/PageLink.tsx';
import { useTexts } from '../texts/index.ts';
import styles from './Segments.module.css';

export type SegmentUses = Wire<typeof segmentUsesView>;

/** What would miss a segment: shown beside its rule, silent when nothing would. */
export function Uses({ segmentId }: { segmentId: string }) {
  const t = useTexts();
  const { data } = useRead<SegmentUses>(`/segments/${segmentId}/uses`);
  if (!data || (data.segments.length === 0 && data.broadcasts.length === 0)) return null;
  return (
    <section aria-label={t('uses.title')}>
      <h2>{t('uses.title')}</h2>
      <ul className={styles.uses}>
        {data.segments.map(({ id, name }) => (
          <li key={id}>
            <span>{t('uses.segment')}</span> <PageLink to={`/segments/${id}`}>{name}</PageLink>
          </li>
        ))}
        {data.broadcasts.map(({ id, name }) => (
          <li key={id}>
            <span>{t('uses.broadcast')}</span> <PageLink to={`/broadcasts/${id}`}>{name}</PageLink>
          </li>
        ))}
      </ul>
    </section>
  );
}
