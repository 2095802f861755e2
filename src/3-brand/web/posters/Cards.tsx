import type { ReactNode } from 'react';
import { PageLink } from '#web/kit/PageLink.tsx';
import styles from './Cards.module.css';

/** Pictures side by side, as many as there is room for. */
export function Cards({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ul className={styles.cards} aria-label={label}>
      {children}
    </ul>
  );
}

type Props = {
  to: string;
  /** Absent: a white sheet. */
  picture?: string;
  alt: string;
  name: string;
  what: string;
  aside?: string;
};

/** One poster: how it looks, what it is called, what it says. */
export function Card({ to, picture, alt, name, what, aside }: Props) {
  return (
    <li>
      <PageLink to={to} className={styles.card}>
        <span className={styles.picture}>
          {picture ? <img src={picture} alt={alt} loading="lazy" /> : <span className={styles.sheet} />}
        </span>
        <strong>{name}</strong>
        <span className={styles.what}>{what}</span>
        {aside && <span className={styles.aside}>{aside}</span>}
      </PageLink>
    </li>
  );
}
