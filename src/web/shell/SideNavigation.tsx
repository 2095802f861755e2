import { useWebTexts, useWords } from '../i18n/i18n.ts';
import { PageLink } from '../kit/PageLink.tsx';
import { type NavigationEntry, pageInNavigation } from '../pages.ts';
import { Mark } from './Mark.tsx';
import styles from './SideNavigation.module.css';
import { SECTION_ICONS } from './section-icons.tsx';
import { useCurrentPage } from './use-navigation.ts';

/** The loop at the side: entries with their pages when the screen is wide, icons with names when it is a tablet's. */
export function SideNavigation({ entries, shop }: { entries: readonly NavigationEntry[]; shop: string }) {
  const t = useWebTexts();
  const current = useCurrentPage();
  return (
    <div className={styles.side}>
      <PageLink to="/" className={styles.brand}>
        <Mark />
        <span className={styles.names}>
          <span className={styles.shop}>{shop}</span>
          {shop !== t('brand') && <span className={styles.product}>{t('brand')}</span>}
        </span>
      </PageLink>
      <nav aria-label={t('shell.navigation')}>
        <ul>
          {entries.map(entry => (
            <SectionItem key={entry.section} entry={entry} isOpen={entry.section === current?.section} />
          ))}
        </ul>
      </nav>
    </div>
  );
}

function SectionItem({ entry, isOpen }: { entry: NavigationEntry; isOpen: boolean }) {
  const t = useWebTexts();
  const Icon = SECTION_ICONS[entry.section];
  const [first] = entry.pages;
  if (!first) return null;
  return (
    <li>
      <PageLink
        to={first.path}
        className={styles.section}
        data-open={isOpen}
        aria-current={isOpen || undefined}
      >
        <Icon />
        <span>{t(`section.${entry.section}`)}</span>
      </PageLink>
      {isOpen && entry.pages.length > 1 && <PageItems entry={entry} />}
    </li>
  );
}

function PageItems({ entry }: { entry: NavigationEntry }) {
  const words = useWords();
  const current = pageInNavigation(entry.pages, useCurrentPage());
  return (
    <ul className={styles.pages}>
      {entry.pages.map(page => (
        <li key={page.path}>
          <PageLink
            to={page.path}
            className={styles.page}
            aria-current={page === current ? 'page' : undefined}
          >
            {words(page.title)}
          </PageLink>
        </li>
      ))}
    </ul>
  );
}
