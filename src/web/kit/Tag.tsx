import type { ReactNode } from 'react';
import styles from './Tag.module.css';

export type Tone = 'plain' | 'accent' | 'advice' | 'stop' | 'important' | 'regular' | 'occasional';

/** A word about a thing: a state, a label. Colour only underlines what the word says. */
export function Tag({ tone = 'plain', children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span className={styles.tag} data-tone={tone}>
      {children}
    </span>
  );
}
