import { ReloadOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useProblemWords } from '#web/kit/ErrorState.tsx';
import { formatCount } from '#web/kit/format.ts';
import { Notice } from '#web/kit/Notice.tsx';
import { Audience } from '../people/Audience.tsx';
import type { useRuleCount } from '../people/use-rule.ts';
import { useTexts } from '../texts/index.ts';
import styles from './Builder.module.css';
import type { Draft } from './use-draft.ts';

type Props = {
  draft: Draft;
  count: ReturnType<typeof useRuleCount>;
  isWaiting: boolean;
  name: string | undefined;
};

/** What the rule says and whom it names, while it is being built. */
export function Consequence({ draft, count, isWaiting, name }: Props) {
  const t = useTexts();
  const { data, error } = count;
  const lacking = draft.faults.length;
  const isStale = isWaiting || lacking > 0 || count.isPlaceholderData || count.isFetching;
  const isEmpty = draft.root.branches.length === 0;
  return (
    <section className={styles.consequence} aria-label={t('count.title')} aria-live="polite">
      <h2>{t('count.title')}</h2>
      {isEmpty && <p className={styles.quiet}>{t('count.waiting')}</p>}
      {!isEmpty && error && <Refusal error={error} />}
      {!isEmpty && !error && data && (
        <>
          <p className={styles.sentence} data-stale={isStale}>
            {data.words}
          </p>
          <Audience count={data} isStale={isStale} rule={draft.rule} name={name} />
          <p className={styles.took}>
            {t('count.tookShort', { ms: formatCount(Math.round(data.milliseconds)) })}
            <Button
              type="text"
              size="small"
              icon={<ReloadOutlined />}
              aria-label={t('count.again')}
              title={t('count.again')}
              onClick={() => void count.refetch()}
            />
          </p>
        </>
      )}
      {lacking > 0 && (
        <p className={styles.quiet}>{t(data ? 'count.missing' : 'count.missingFirst', { count: lacking })}</p>
      )}
    </section>
  );
}

function Refusal({ error }: { error: Error }) {
  const { title, detail } = useProblemWords(error);
  return (
    <Notice kind="advice" title={title}>
      {detail}
    </Notice>
  );
}
