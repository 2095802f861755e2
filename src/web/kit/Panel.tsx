import { type ReactNode, useId } from 'react';
import styles from './Panel.module.css';

type Props = {
  title?: string;
  /** Beside the title: a link, a switch. */
  aside?: ReactNode;
  /** `sheet`: a white sheet on the paper. `plain`: only the heading and its room. */
  tone?: 'plain' | 'sheet';
  children: ReactNode;
};

/** A part of a page under its own heading. Parts are told apart by room, not by boxes. */
export function Panel({ title, aside, tone = 'plain', children }: Props) {
  const id = useId();
  return (
    <section className={styles.panel} data-tone={tone} aria-labelledby={title ? id : undefined}>
      {title && (
        <div className={styles.head}>
          <h2 id={id}>{title}</h2>
          {aside}
        </div>
      )}
      {children}
    </section>
  );
}

/** Panels or numbers side by side while there is room, at least `min` pixels each. */
export function Columns({ min = 240, children }: { min?: number; children: ReactNode }) {
  return (
    <div
      className={styles.columns}
      style={{ gridTemplateColumns: `repeat(auto-fit, minmax(min(${min}px, 100%), 1fr))` }}
    >
      {children}
    </div>
  );
}
