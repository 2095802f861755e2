import { type Page, SECTIONS, type Section, type StagePages } from './stage-pages.ts';

/**
 * Every `web/index.ts` beside us, in the order of the loop: the digits of the stages' folders sort them. The gallery
 * of the design kit is one more in development; vite.config.ts leaves it out of the product.
 */
const found = import.meta.glob<StagePages>(['../*/web/index.ts', './gallery/pages.ts'], {
  eager: true,
  import: 'pages',
});

export const STAGES: readonly StagePages[] = Object.keys(found)
  .sort()
  .flatMap(path => found[path] ?? []);

export const PAGES: readonly Page[] = STAGES.flatMap(stage => stage.pages);

export type NavigationEntry = { section: Section; pages: readonly Page[] };

/** The navigation for somebody: sections that have a page they may see. */
export function navigation(pages: readonly Page[], maySee: (page: Page) => boolean): NavigationEntry[] {
  return SECTIONS.map(section => ({
    section,
    pages: pages
      .filter(page => page.section === section && page.inNavigation === true && maySee(page))
      .sort((one, other) => Number(one.atEnd ?? false) - Number(other.atEnd ?? false)),
  })).filter(entry => entry.pages.length > 0);
}

/** Which of the navigation's pages a page stands under: itself, or the nearest above it. */
export function pageInNavigation(shown: readonly Page[], page: Page | undefined): Page | undefined {
  if (!page) return undefined;
  return shown
    .filter(entry => page.path === entry.path || page.path.startsWith(`${entry.path}/`))
    .reduce<Page | undefined>(
      (best, entry) => (best && best.path.length > entry.path.length ? best : entry),
      undefined,
    );
}

/** The pages above a page, nearest last: those whose path begins its path. Home is above nothing. */
export function pagesAbove(pages: readonly Page[], page: Page): Page[] {
  return pages
    .filter(above => above.path !== '/' && page.path.startsWith(`${above.path}/`))
    .sort((one, other) => one.path.length - other.path.length);
}
