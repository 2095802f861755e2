import type { ComponentType } from 'react';
import type { Words } from '#platform/contract.ts';
import type { TextSource } from './i18n/i18n.ts';

/**
 * What a stage gives the console. It exports `pages: StagePages` from its web/index.ts and is found there by
 * pages.ts; nothing else needs to know of it. The definitions are light and always loaded (the navigation shows all of
 * them); texts and components are chunks that load on use.
 */
export type StagePages = {
  /** The stage's name; also the namespace of its texts: `customers`. */
  name: string;
  texts?: TextSource;
  pages: readonly Page[];
  /** What ⌘K offers to do: "new broadcast". */
  actions?: readonly Action[];
  /** Where ⌘K looks things up: customers, segments. */
  finders?: readonly Finder[];
};

/** The loop, in the order of the navigation. */
export const SECTIONS = [
  'home',
  'customers',
  'segmentation',
  'brand',
  'acquisition',
  'engagement',
  'growth',
  'service',
  'feedback',
  'insight',
  'settings',
] as const;
export type Section = (typeof SECTIONS)[number];

/** As the server names them (platform/auth): `customers:write`. */
export type Permission = `${string}:${string}`;

export type Page = {
  /** `/customers`, `/customers/$customerId`. A page below another's path names it in its breadcrumb. */
  path: `/${string}`;
  /** The navigation entry it belongs to. */
  section: Section;
  title: Words;
  /** Shown in the navigation, in the order of the list. Pages for one thing (`/customers/$customerId`) are not. */
  inNavigation?: boolean;
  /** Stands below the pages that the section's own stage brings. */
  atEnd?: boolean;
  /** What a member needs to see it; without it the page is neither shown nor opened. */
  may?: Permission;
  /** More words ⌘K finds it by: pinyin, former names. */
  keywords?: string;
  component: () => Promise<{ default: ComponentType }>;
};

export type Action = { title: Words; to: string; may?: Permission; keywords?: string };

export type Finder = {
  /** The heading over what it finds. */
  title: Words;
  may?: Permission;
  find: () => Promise<{ default: Find }>;
};
export type Find = (query: string, signal: AbortSignal) => Promise<readonly Found[]>;
export type Found = { key: string; title: string; note?: string; to: string };
