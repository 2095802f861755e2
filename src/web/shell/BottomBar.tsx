import { AppstoreOutlined } from '@ant-design/icons';
import { Drawer } from 'antd';
import { useState } from 'react';
import { useWebTexts, useWords } from '../i18n/i18n.ts';
import { PageLink } from '../kit/PageLink.tsx';
import { type NavigationEntry, pageInNavigation } from '../pages.ts';
import type { Section } from '../stage-pages.ts';
import styles from './BottomBar.module.css';
import { SECTION_ICONS } from './section-icons.tsx';
import { useCurrentPage } from './use-navigation.ts';

/** What an owner or a shop assistant opens on a phone, most wanted first; five fit under a thumb. */
const WANTED: readonly Section[] = [
  'home',
  'customers',
  'service',
  'engagement',
  'insight',
  'segmentation',
  'acquisition',
  'growth',
  'brand',
  'feedback',
  'settings',
];
const PLACES = 5;

export function BottomBar({ entries }: { entries: readonly NavigationEntry[] }) {
  const t = useWebTexts();
  const current = useCurrentPage();
  const [isOpen, setOpen] = useState(false);
  const direct = directEntries(entries);
  const hasMore = direct.length < entries.length;
  const isElsewhere = hasMore && !direct.some(entry => entry.section === current?.section);
  return (
    <nav className={styles.bar} aria-label={t('shell.navigation')}>
      {direct.map(entry => (
        <Place key={entry.section} entry={entry} isCurrent={entry.section === current?.section} />
      ))}
      {hasMore && (
        <button
          type="button"
          className={styles.place}
          data-current={isElsewhere}
          aria-haspopup="dialog"
          onClick={() => setOpen(true)}
        >
          <AppstoreOutlined />
          {t('shell.more')}
        </button>
      )}
      <Drawer
        open={isOpen}
        onClose={() => setOpen(false)}
        placement="bottom"
        size="80%"
        title={t('shell.allPages')}
      >
        <AllPages entries={entries} onChosen={() => setOpen(false)} />
      </Drawer>
    </nav>
  );
}

function Place({ entry, isCurrent }: { entry: NavigationEntry; isCurrent: boolean }) {
  const t = useWebTexts();
  const Icon = SECTION_ICONS[entry.section];
  return (
    <PageLink
      to={entry.pages[0]?.path ?? '/'}
      className={styles.place}
      data-current={isCurrent}
      aria-current={isCurrent || undefined}
    >
      <Icon />
      {t(`section.${entry.section}`)}
    </PageLink>
  );
}

function AllPages({ entries, onChosen }: { entries: readonly NavigationEntry[]; onChosen: () => void }) {
  const t = useWebTexts();
  const words = useWords();
  const page = useCurrentPage();
  return (
    <div className={styles.all}>
      {entries.map(entry => (
        <section key={entry.section}>
          <h3>{t(`section.${entry.section}`)}</h3>
          <ul>
            {entry.pages.map(({ path, title }) => (
              <li key={path}>
                <PageLink
                  to={path}
                  onClick={onChosen}
                  aria-current={path === pageInNavigation(entry.pages, page)?.path ? 'page' : undefined}
                >
                  {words(title)}
                </PageLink>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

/** The entries with a place of their own, in the order of the loop; one place is kept for "more" when not all fit. */
function directEntries(entries: readonly NavigationEntry[]): NavigationEntry[] {
  if (entries.length <= PLACES) return [...entries];
  const chosen = [...entries]
    .sort((one, other) => WANTED.indexOf(one.section) - WANTED.indexOf(other.section))
    .slice(0, PLACES - 1);
  return entries.filter(entry => chosen.includes(entry));
}
