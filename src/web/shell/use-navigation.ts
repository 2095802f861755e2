import { useMatches } from '@tanstack/react-router';
import { useMemo } from 'react';
import { type NavigationEntry, navigation, PAGES } from '../pages.ts';
import { useSession } from '../session/session.ts';
import type { Page } from '../stage-pages.ts';

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    page?: Page;
  }
}

/** The entries this member sees. */
export function useNavigation(): NavigationEntry[] {
  const { permissions } = useSession();
  return useMemo(
    () => navigation(PAGES, page => page.may === undefined || permissions.includes(page.may)),
    [permissions],
  );
}

/** The page shown now; undefined where there is none (404). */
export function useCurrentPage(): Page | undefined {
  return useMatches({ select: matches => matches.at(-1)?.staticData.page });
}
