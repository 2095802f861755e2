import type { ReactNode } from 'react';
import styles from './WorkCards.module.css';

type Props<Item> = {
  label?: string;
  items: readonly Item[];
  keyOf: (item: Item) => string;
  children: (item: Item) => ReactNode;
};

/** Things one is to do, one below the other, each a card of its own. */
export function WorkCards<Item>({ label, items, keyOf, children }: Props<Item>) {
  return (
    <ul className={styles.cards} aria-label={label}>
      {items.map(item => (
        <li key={keyOf(item)}>{children(item)}</li>
      ))}
    </ul>
  );
}

/** One thing to do: whom or what it is about, what there is to know, and what came of it, the most likely last. */
export function WorkCard({
  head,
  children,
  foot,
}: {
  head: ReactNode;
  children: ReactNode;
  foot: ReactNode;
}) {
  return (
    <article className={styles.card}>
      <header>{head}</header>
      {children}
      <footer>{foot}</footer>
    </article>
  );
}

/** Between what one does rarely and what one does as a rule; on a phone they share the width. */
export function WorkSpace() {
  return <span className={styles.space} />;
}
