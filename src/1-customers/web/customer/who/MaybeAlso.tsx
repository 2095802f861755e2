import { useRead } from '#web/api/queries.ts';
import { Notice } from '#web/kit/Notice.tsx';
import { PageLink } from '#web/kit/PageLink.tsx';
import type { Suggestions } from '../../matching/suggestion.ts';
import { useTexts } from '../../texts/index.ts';
import styles from './Conflicts.module.css';

/** Other records that may be this customer, and the way to decide. */
export function MaybeAlso({ of }: { of: string }) {
  const t = useTexts();
  const { data } = useRead<Suggestions>('/merge-suggestions', { customer: of, limit: 1 });
  if (!data || data.total === 0) return null;
  return (
    <div className={styles.maybe}>
      <Notice
        kind="advice"
        title={t('match.maybe', { count: data.total })}
        actions={<PageLink to={`/merge-suggestions?customer=${of}`}>{t('match.look')}</PageLink>}
      />
    </div>
  );
}
