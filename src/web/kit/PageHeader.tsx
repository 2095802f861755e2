import { useMatches } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useWebTexts, useWords } from '../i18n/i18n.ts';
import { PAGES, pagesAbove } from '../pages.ts';
import styles from './PageHeader.module.css';
import { PageLink } from './PageLink.tsx';
import { useDocumentTitle } from './use-document-title.ts';

type Props = {
  /** Absent: the page's own title. Given: the thing it shows (a customer's name), for the tab of the browser too. */
  title?: string;
  /** One sentence on what this page is for. */
  lead?: ReactNode;
  /** Beside the title: a tag, a count. */
  aside?: ReactNode;
  /** Buttons; the most wanted last. */
  actions?: ReactNode;
};

/** The first thing on every page: where one is, what this is, what one can do. */
export function PageHeader({ title, lead, aside, actions }: Props) {
  const words = useWords();
  const page = useMatches({ select: matches => matches.at(-1)?.staticData.page });
  const shown = title ?? (page ? words(page.title) : '');
  useDocumentTitle(shown);
  return (
    <header className={styles.header}>
      <div className={styles.text}>
        <Breadcrumb />
        <div className={styles.line}>
          <h1 tabIndex={-1}>{shown}</h1>
          {aside}
        </div>
        {lead && <p className={styles.lead}>{lead}</p>}
      </div>
      {actions && <div className={styles.actions}>{actions}</div>}
    </header>
  );
}

/** The pages above this one. The page itself is the heading and is not said twice. */
function Breadcrumb() {
  const t = useWebTexts();
  const words = useWords();
  const match = useMatches({ select: matches => matches.at(-1) });
  const page = match?.staticData.page;
  const above = page ? pagesAbove(PAGES, page) : [];
  if (!match || above.length === 0) return null;
  const depth = (path: string) => path.split('/').length;
  const pathOf = (path: string) => match.pathname.split('/').slice(0, depth(path)).join('/');
  return (
    <nav aria-label={t('shell.breadcrumb')} className={styles.breadcrumb}>
      <ol>
        {above.map(page => (
          <li key={page.path}>
            <PageLink to={pathOf(page.path)}>{words(page.title)}</PageLink>
          </li>
        ))}
      </ol>
    </nav>
  );
}
