import { expect, test } from 'vitest';
import { navigation, pageInNavigation, pagesAbove } from './pages.ts';
import type { Page } from './stage-pages.ts';

const page = (path: Page['path'], section: Page['section'], more: Partial<Page> = {}): Page => ({
  path,
  section,
  title: { zh: path, en: path },
  inNavigation: true,
  component: async () => ({ default: () => null }),
  ...more,
});

const pages = [
  page('/insight', 'insight', { may: 'insight:read' }),
  page('/customers', 'customers'),
  page('/customers/$customerId', 'customers', { inNavigation: false }),
  page('/customers/$customerId/orders', 'customers', { inNavigation: false }),
  page('/customers-import', 'customers'),
  page('/', 'home'),
];

test('the navigation follows the loop and leaves out what somebody may not see', () => {
  const entries = navigation(pages, page => page.may === undefined);
  expect(entries.map(entry => [entry.section, entry.pages.map(page => page.path)])).toEqual([
    ['home', ['/']],
    ['customers', ['/customers', '/customers-import']],
  ]);
});

test('the navigation marks one entry: the page itself or the nearest above it', () => {
  const shown = [page('/customers', 'customers'), page('/customers/tags', 'customers')];
  const marked = (path: Page['path']) => pageInNavigation(shown, page(path, 'customers'))?.path;
  expect(marked('/customers')).toBe('/customers');
  expect(marked('/customers/tags')).toBe('/customers/tags');
  expect(marked('/customers/tags/$tagId')).toBe('/customers/tags');
  expect(marked('/customers/$customerId')).toBe('/customers');
  expect(marked('/customers-import')).toBeUndefined();
});

test('a page stands below those whose path begins its path, by whole parts', () => {
  const above = (path: string) => {
    const page = pages.find(page => page.path === path);
    return page ? pagesAbove(pages, page).map(page => page.path) : undefined;
  };
  expect(above('/customers/$customerId/orders')).toEqual(['/customers', '/customers/$customerId']);
  expect(above('/customers-import')).toEqual([]);
  expect(above('/customers')).toEqual([]);
});
