import { Button } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import { useLanguage, useWebTexts } from '../i18n/i18n.ts';
import { formatCount, formatDuration, formatShare } from './format.ts';
import styles from './ProgressPanel.module.css';
import { addSample, pace, type Sample } from './pace.ts';

export type WorkState = 'running' | 'done' | 'failed' | 'stopped';

type Props = {
  title: string;
  state: WorkState;
  done: number;
  /** Undefined while nobody has counted. */
  total: number | undefined;
  /** How far it is, where that is known without a total: a file is read by bytes and told in rows. */
  share?: number | undefined;
  /** How long it took, in milliseconds, once it is over. */
  took?: number;
  /** What it has found so far, or what went wrong and what was kept. */
  children?: ReactNode;
  onStop?: () => void;
};

/** Long work: how far, how fast, how long still; and that the page may be closed. */
export function ProgressPanel({ title, state, done, total, took, children, onStop, ...props }: Props) {
  const t = useWebTexts();
  const share = total ? Math.min(1, done / total) : props.share;
  const isOpen = share === undefined && state === 'running';
  return (
    <section className={styles.panel} data-state={state} aria-label={title}>
      <div className={styles.head}>
        <strong>{title}</strong>
        <span>{share !== undefined && formatShare(share, 0)}</span>
      </div>
      <progress
        className={styles.bar}
        aria-label={title}
        {...(isOpen ? {} : { value: share ?? 1, max: 1 })}
      />
      <p role="status" className={styles.line}>
        <span>
          {total === undefined
            ? t('progress.soFar', { done: formatCount(done) })
            : t('progress.done', { done: formatCount(done), total: formatCount(total) })}
        </span>
        {state === 'running' ? (
          <Speed done={done} total={total ?? (share ? Math.round(done / share) : undefined)} />
        ) : (
          <Ending state={state} took={took} />
        )}
      </p>
      {children}
      {state === 'running' && (
        <div className={styles.foot}>
          <span>{t('progress.background')}</span>
          {onStop && (
            <Button size="small" onClick={onStop}>
              {t('progress.stop')}
            </Button>
          )}
        </div>
      )}
    </section>
  );
}

function Speed({ done, total }: { done: number; total: number | undefined }) {
  const t = useWebTexts();
  const language = useLanguage();
  const [samples, setSamples] = useState<Sample[]>([]);
  useEffect(() => setSamples(old => addSample(old, { at: Date.now(), done })), [done]);
  const { perSecond, left } = pace(samples, total);
  if (perSecond === undefined) return null;
  const rate = perSecond < 10 ? perSecond.toFixed(1) : formatCount(Math.round(perSecond));
  return (
    <>
      <span>{t('progress.rate', { rate })}</span>
      {left !== undefined && (
        <span>
          {left < 3_000 ? t('progress.soon') : t('progress.left', { time: formatDuration(left, language) })}
        </span>
      )}
    </>
  );
}

function Ending({ state, took }: { state: Exclude<WorkState, 'running'>; took: number | undefined }) {
  const t = useWebTexts();
  const language = useLanguage();
  const word = { done: 'progress.finished', failed: 'progress.failed', stopped: 'progress.stopped' } as const;
  return (
    <>
      <span>{t(word[state])}</span>
      {took !== undefined && <span>{t('progress.took', { time: formatDuration(took, language) })}</span>}
    </>
  );
}
