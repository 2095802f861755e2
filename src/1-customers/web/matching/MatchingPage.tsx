import { Button, Segmented } from 'antd';
import { useState } from 'react';
import { useList, useRead } from '#web/api/queries.ts';
import { CountedAt } from '#web/kit/CountedAt.tsx';
import { EmptyState } from '#web/kit/EmptyState.tsx';
import { ErrorState } from '#web/kit/ErrorState.tsx';
import { formatCount, formatInstant, formatShare } from '#web/kit/format.ts';
import { PageHeader } from '#web/kit/PageHeader.tsx';
import { PageLink } from '#web/kit/PageLink.tsx';
import { PageSkeleton } from '#web/kit/PageSkeleton.tsx';
import { useSession } from '#web/session/session.ts';
import { search, text, whole } from '#web/url/search.ts';
import { useSearch } from '#web/url/use-search.ts';
import { useTexts } from '../texts/index.ts';
import { AcceptMany } from './AcceptMany.tsx';
import styles from './MatchingPage.module.css';
import { Queue } from './Queue.tsx';
import type { Suggestion, SuggestionCount } from './suggestion.ts';

const asked = search({ min: whole(0, 100), customer: text });
/** How sure one can ask for, in per cent. */
const STEPS = [0, 45, 60, 75];

/** 待合并客户: pairs that may be one person, the surest first; a member decides each. */
export default function MatchingPage() {
  const t = useTexts();
  const mayChange = useSession().can('customers:write');
  const [{ min = 0, customer }, ask] = useSearch(asked);
  const [isMany, setMany] = useState(false);
  const query = { limit: 20, min, ...(customer && { customer }) };
  const list = useList<Suggestion>('/merge-suggestions', query);
  const count = useRead<SuggestionCount>('/merge-suggestions/count').data;
  const isEmpty = list.rows?.length === 0;
  const many = mayChange && (count?.open ?? 0) > 1 && (
    <Button onClick={() => setMany(true)}>{t('match.many')}</Button>
  );
  return (
    <>
      <PageHeader lead={t('match.lead')} actions={many} />
      {list.error && <ErrorState error={list.error} onRetry={list.retry} />}
      {!list.rows && !list.error && <PageSkeleton />}
      {list.rows && !(isEmpty && min === 0) && (
        <div className={styles.bar}>
          <Segmented
            aria-label={t('match.atLeast')}
            value={min}
            options={STEPS.map(step => ({
              value: step,
              label: step === 0 ? t('match.all') : t('match.from', { percent: formatShare(step / 100, 0) }),
            }))}
            onChange={next => ask({ min: next || undefined })}
          />
          <span className={styles.count}>
            {list.total ? t('match.count', { count: formatCount(list.total) }) : null}
          </span>
        </div>
      )}
      <CountedAt at={count?.countedAt} />
      {isEmpty && min > 0 && <p className={styles.none}>{t('match.noneAbove')}</p>}
      {isEmpty && min === 0 && (
        <EmptyState
          size="block"
          title={t('match.emptyTitle')}
          what={t('match.emptyWhat')}
          action={<PageLink to="/customers">{t('match.emptyBack')}</PageLink>}
        />
      )}
      {list.rows && !isEmpty && <Queue rows={list.rows} mayDecide={mayChange} />}
      {list.paging.kind === 'more' && list.paging.hasMore && (
        <Button className={styles.more ?? ''} loading={list.paging.isLoading} onClick={list.paging.more}>
          {t('match.more')}
        </Button>
      )}
      <LastRun of={count} />
      {isMany && <AcceptMany onClose={() => setMany(false)} />}
    </>
  );
}

/** When everybody was last compared, and what was too common to compare by. */
function LastRun({ of }: { of: SuggestionCount | undefined }) {
  const t = useTexts();
  if (!of?.lastRun) return null;
  const { at, profiles, tooCommon } = of.lastRun;
  const [most] = tooCommon;
  return (
    <p className={styles.none}>
      {t('match.lastRun', { at: formatInstant(at, 'minute'), count: formatCount(profiles) })}{' '}
      {most &&
        t('match.tooCommon', {
          count: tooCommon.length,
          shown: most.shown,
          profiles: formatCount(most.profiles),
        })}
    </p>
  );
}
