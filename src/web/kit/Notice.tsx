import type { ReactNode } from 'react';
import styles from './Notice.module.css';

type Props = {
  /**
   * `note`: good to know. `advice` (amber): Siyu would do otherwise, and says why. `stop` (brick): only where law,
   * platform or the owner's own rule says so.
   */
  kind?: 'note' | 'advice' | 'stop';
  title: string;
  /** The fact and the way out, in one sentence. */
  children?: ReactNode;
  /** Override, undo, open: at most two buttons or links. */
  actions?: ReactNode;
};

/** Whenever Siyu does not do what was asked, or would rather not, it says so like this. */
export function Notice({ kind = 'note', title, children, actions }: Props) {
  return (
    <div role={kind === 'stop' ? 'alert' : 'note'} className={styles.notice} data-kind={kind}>
      <div className={styles.words}>
        <strong>{title}</strong>
        {children && <div>{children}</div>}
      </div>
      {actions && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}
