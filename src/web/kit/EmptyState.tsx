import type { ReactNode } from 'react';
import styles from './EmptyState.module.css';

type Props = {
  /** What is not here yet, as a heading. */
  title: string;
  /** What this is for, and what it needs. */
  what?: ReactNode;
  /** The one next step. */
  action?: ReactNode;
  /** A second, quieter way (a link to an explanation). */
  other?: ReactNode;
  /** `page`: fills a page; `block` (default): fills a table or a panel. */
  size?: 'page' | 'block';
};

/** An empty place says what it is for, what it needs, and offers the one next step. */
export function EmptyState({ title, what, action, other, size = 'block' }: Props) {
  return (
    <div className={styles.state} data-size={size}>
      <svg width="72" height="48" viewBox="0 0 72 48" className={styles.drawing} aria-hidden="true">
        <path d="M4 43.5h64" />
        <path d="M21.5 43V12.5a4 4 0 0 1 4-4h15l10 10V43" />
        <path d="M40.5 8.5v10h10M29 27.5h13M29 34.5h8" />
        <circle className={styles.accent} cx="58" cy="10" r="4" />
      </svg>
      {size === 'page' ? <h1 tabIndex={-1}>{title}</h1> : <h2>{title}</h2>}
      {what && <div className={styles.what}>{what}</div>}
      {(action || other) && (
        <div className={styles.actions}>
          {action}
          {other}
        </div>
      )}
    </div>
  );
}
