import { Button } from 'antd';
import { ApiProblem } from '../api/problem.ts';
import { useWebTexts } from '../i18n/i18n.ts';
import { CopyText } from './CopyText.tsx';
import styles from './ErrorState.module.css';

type Props = {
  /** What was thrown; an ApiProblem speaks for itself, anything else is a fault of the page. */
  error: unknown;
  onRetry?: () => void;
  size?: 'page' | 'block';
};

/** What happened, what was kept, what to do; and the number to quote. */
export function ErrorState({ error, onRetry, size = 'block' }: Props) {
  const t = useWebTexts();
  const { title, detail, requestId } = useProblemWords(error);
  return (
    <div role="alert" className={styles.state} data-size={size}>
      <h2>{title}</h2>
      <p className={styles.detail}>{detail}</p>
      {error instanceof ApiProblem && <Faults problem={error} />}
      {onRetry && (
        <Button onClick={onRetry} className={styles.retry ?? ''}>
          {t('retry')}
        </Button>
      )}
      {requestId && (
        <p className={styles.request}>
          {t('problem.requestId')} <CopyText text={requestId} />
        </p>
      )}
    </div>
  );
}

function Faults({ problem }: { problem: ApiProblem }) {
  const faults = problem.body.errors ?? [];
  if (faults.length === 0) return null;
  return (
    <ul className={styles.faults}>
      {faults.map(fault => (
        <li key={`${fault.path} ${fault.code}`}>{fault.message}</li>
      ))}
    </ul>
  );
}

/** A failure in words: the server's own, ours where it could not speak. */
export function useProblemWords(error: unknown): { title: string; detail: string; requestId: string } {
  const t = useWebTexts();
  if (!(error instanceof ApiProblem))
    return { title: t('page.broken'), detail: t('page.brokenWhat'), requestId: '' };
  const { code, status, title, detail, requestId } = error.body;
  if (code === 'unreachable' || code === 'not_ours')
    return { title: t(`problem.${code}`), detail: t(`problem.${code}What`, { status }), requestId };
  return { title, detail, requestId };
}
