import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { welcomeQuery } from '../session/session.ts';

/** The name in the browser's tab: what is shown, then whose shop it is. PageHeader does this for every page. */
export function useDocumentTitle(title: string): void {
  const { data: welcome } = useQuery(welcomeQuery);
  const shop = welcome?.name;
  useEffect(() => {
    document.title = shop && !title.includes(shop) ? `${title} · ${shop}` : title;
  }, [title, shop]);
}
