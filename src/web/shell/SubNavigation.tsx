import { useEffect, useRef } from 'react';
import { useWebTexts, useWords } from '../i18n/i18n.ts';
import { PageLink } from '../kit/PageLink.tsx';
import { type NavigationEntry, pageInNavigation } from '../pages.ts';
import styles from './SubNavigation.module.css';
import { useCurrentPage } from './use-navigation.ts';

/** The pages of the section in one line, where the side has no room for them (tablet, phone). */
export function SubNavigation({ entry }: { entry: NavigationEntry | undefined }) {
  const t = useWebTexts();
  const words = useWords();
  const page = useCurrentPage();
  const current = pageInNavigation(entry?.pages ?? [], page);
  const row = useRef<HTMLElement>(null);
  // The current page may lie beyond the edge of a phone.
  // biome-ignore lint/correctness/useExhaustiveDependencies: to be done again when the page changes
  useEffect(() => {
    const shown = row.current?.querySelector('[aria-current]');
    shown?.scrollIntoView({ inline: 'center', block: 'nearest' });
  }, [current]);
  if (!entry || entry.pages.length < 2) return null;
  const section = t(`section.${entry.section}`);
  return (
    <nav ref={row} className={styles.row} aria-label={t('shell.subNavigation', { section })}>
      {entry.pages.map(page => (
        <PageLink
          key={page.path}
          to={page.path}
          className={styles.page}
          aria-current={page === current ? 'page' : undefined}
        >
          {words(page.title)}
        </PageLink>
      ))}
    </nav>
  );
}
