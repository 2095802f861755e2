import { useQuery } from '@tanstack/react-query';
import { Outlet, useRouter } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useWebTexts } from '../i18n/i18n.ts';
import { useHotkey } from '../kit/use-hotkey.ts';
import { welcomeQuery } from '../session/session.ts';
import { BottomBar } from './BottomBar.tsx';
import styles from './Shell.module.css';
import { SideNavigation } from './SideNavigation.tsx';
import { SubNavigation } from './SubNavigation.tsx';
import { TopBar } from './TopBar.tsx';
import { useCurrentPage, useNavigation } from './use-navigation.ts';

const Palette = lazy(() => import('./palette/Palette.tsx'));

/** What stands around every page: where one is, where one can go, and the search that finds the rest. */
export function Shell() {
  const t = useWebTexts();
  const entries = useNavigation();
  const current = useCurrentPage();
  const { data: welcome } = useQuery(welcomeQuery);
  const [isSearching, setSearching] = useState(false);
  const content = useRef<HTMLElement>(null);
  const shop = welcome?.name ?? t('brand');
  useHotkey('mod+k', () => setSearching(true));
  useFocusOnNewPage(content);
  return (
    <div className={styles.shell}>
      <button type="button" className={styles.skip} onClick={() => content.current?.focus()}>
        {t('skip')}
      </button>
      <SideNavigation entries={entries} shop={shop} />
      <div className={styles.column}>
        <TopBar shop={shop} onSearch={() => setSearching(true)} />
        <SubNavigation entry={entries.find(entry => entry.section === current?.section)} />
        <main ref={content} id="content" tabIndex={-1} className={styles.content}>
          <Outlet />
        </main>
      </div>
      <BottomBar entries={entries} />
      {isSearching && (
        <Suspense fallback={null}>
          <Palette onClose={() => setSearching(false)} />
        </Suspense>
      )}
    </div>
  );
}

/** A new page is announced: its heading takes the focus, so the keyboard and the screen reader start there. */
function useFocusOnNewPage(content: { current: HTMLElement | null }): void {
  const router = useRouter();
  useEffect(
    () =>
      router.subscribe('onRendered', ({ fromLocation, pathChanged }) => {
        if (!fromLocation || !pathChanged) return;
        const heading = content.current?.querySelector<HTMLElement>('h1[tabindex]');
        (heading ?? content.current)?.focus({ preventScroll: true });
      }),
    [router, content],
  );
}
