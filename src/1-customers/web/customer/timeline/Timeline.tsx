import { Button } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useList } from '#web/api/queries.ts';
import { EmptyState } from '#web/kit/EmptyState.tsx';
import { ErrorState } from '#web/kit/ErrorState.tsx';
import { Bone } from '#web/kit/PageSkeleton.tsx';
import { useTexts } from '../../texts/index.ts';
import { Entries } from './Entries.tsx';
import styles from './Timeline.module.css';
import type { Entry } from './told.ts';

const KINDS = ['orders', 'follows', 'messages', 'tags', 'profile', 'other'] as const;
type Kind = (typeof KINDS)[number];

/** Everything that happened with one customer, in one line of time; further back as one scrolls. */
export function Timeline({ of }: { of: string }) {
  const t = useTexts();
  const [kind, setKind] = useState<Kind>();
  return (
    <section aria-labelledby="timeline">
      <h2 id="timeline" className={styles.title}>
        {t('timeline.title')}
      </h2>
      <div className={styles.kinds} role="toolbar" aria-label={t('timeline.kinds')}>
        {[undefined, ...KINDS].map(one => (
          <button key={one ?? 'all'} type="button" aria-pressed={one === kind} onClick={() => setKind(one)}>
            {t(one ? `timeline.${one}` : 'timeline.all')}
          </button>
        ))}
      </div>
      <Told of={of} kind={kind} onAll={() => setKind(undefined)} />
    </section>
  );
}

function Told({ of, kind, onAll }: { of: string; kind: Kind | undefined; onAll: () => void }) {
  const t = useTexts();
  const { rows, error, retry, paging, isStale } = useList<Entry>(`/customers/${of}/timeline`, {
    kind,
    limit: 30,
  });
  if (!rows) return error ? <ErrorState error={error} onRetry={retry} /> : <Waiting />;
  if (rows.length === 0)
    return kind ? (
      <EmptyState
        title={t('timeline.none')}
        action={<Button onClick={onAll}>{t('timeline.showAll')}</Button>}
      />
    ) : (
      <EmptyState title={t('timeline.empty')} />
    );
  return (
    <div className={styles.told} data-stale={isStale}>
      <Entries of={rows} />
      {error && <ErrorState error={error} onRetry={retry} />}
      {paging.kind === 'more' && paging.hasMore && !error && (
        <Further isLoading={paging.isLoading} more={paging.more} />
      )}
    </div>
  );
}

/** Asks for more when it comes into sight; the button is for those who do not scroll. */
function Further({ isLoading, more }: { isLoading: boolean; more: () => void }) {
  const t = useTexts();
  const place = useRef<HTMLDivElement>(null);
  const ask = useRef(more);
  ask.current = more;
  useEffect(() => {
    const element = place.current;
    if (!element || isLoading) return;
    const seen = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting) ask.current();
      },
      { rootMargin: '400px' },
    );
    seen.observe(element);
    return () => seen.disconnect();
  }, [isLoading]);
  return (
    <div ref={place} className={styles.further}>
      <Button onClick={more} loading={isLoading}>
        {t('timeline.more')}
      </Button>
    </div>
  );
}

function Waiting() {
  return (
    <div className={styles.waiting}>
      {['72%', '64%', '80%', '58%', '70%'].map(width => (
        <Bone key={width} width={width} height={32} />
      ))}
    </div>
  );
}
