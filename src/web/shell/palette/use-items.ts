import { useQueries, useQueryClient } from '@tanstack/react-query';
import type { Words } from '#platform/contract.ts';
import { useWebTexts, useWords } from '../../i18n/i18n.ts';
import { useDebounced } from '../../kit/use-debounced.ts';
import { PAGES, STAGES } from '../../pages.ts';
import { useSession } from '../../session/session.ts';
import type { Finder } from '../../stage-pages.ts';
import { chooseAppearance, useShade } from '../../theme/appearance.ts';
import { signOut } from '../MemberMenu.tsx';
import { useLanguageSwitch } from '../Switches.tsx';
import { type Item, matchItems, recall } from './search-items.ts';

export type Group = { title: string; items: readonly Item[]; state: 'ready' | 'searching' | 'failed' };
export const RECENT = 'siyu.recent';

/** Everything ⌘K offers for a query: finders first (people outrank pages), then pages, then actions. */
export function useGroups(query: string): Group[] {
  const t = useWebTexts();
  const found = useFound(query.trim());
  const pages = usePageItems();
  const actions = useActionItems();
  if (query.trim() === '') {
    const recent = recall(localStorage.getItem(RECENT));
    const again = recent.flatMap(path => pages.find(item => item.key === path) ?? []);
    const others = pages.filter(item => !again.includes(item));
    return [
      group(t('palette.recent'), again),
      group(t('palette.pages'), others),
      group(t('palette.actions'), actions),
    ].filter(({ items }) => items.length > 0);
  }
  return [
    ...found,
    group(t('palette.pages'), matchItems(pages, query)),
    group(t('palette.actions'), matchItems(actions, query)),
  ].filter(({ items, state }) => items.length > 0 || state !== 'ready');
}

function group(title: string, items: readonly Item[]): Group {
  return { title, items, state: 'ready' };
}

function usePageItems(): Item[] {
  const t = useWebTexts();
  const words = useWords();
  const { permissions } = useSession();
  return PAGES.filter(page => page.inNavigation && (!page.may || permissions.includes(page.may))).map(
    page => ({
      key: page.path,
      title: words(page.title),
      note: t(`section.${page.section}`),
      names: names(page.title, `${page.keywords ?? ''} ${t(`section.${page.section}`)}`),
      to: page.path,
    }),
  );
}

function useActionItems(): Item[] {
  const t = useWebTexts();
  const words = useWords();
  const { permissions } = useSession();
  const shade = useShade();
  const switchLanguage = useLanguageSwitch();
  const own = STAGES.flatMap(stage => stage.actions ?? [])
    .filter(action => !action.may || permissions.includes(action.may))
    .map(({ title, keywords, to }) => ({ key: to, title: words(title), names: names(title, keywords), to }));
  const toggleShade = () => chooseAppearance(shade === 'dark' ? 'light' : 'dark');
  return [
    ...own,
    shellAction('language', t('shell.switchLanguage'), 'language 语言 yuyan 中文 english', switchLanguage),
    shellAction(
      'shade',
      t(shade === 'dark' ? 'palette.toLight' : 'palette.toDark'),
      'dark light theme 深色 浅色 外观',
      toggleShade,
    ),
    shellAction('out', t('shell.signOut'), 'sign out log out logout 退出 登出 tuichu', signOut),
  ];
}

function shellAction(key: string, title: string, more: string, run: () => void): Item {
  return { key, title, names: `${title} ${more}`.toLowerCase(), run };
}

function names(title: Words, keywords = ''): string {
  return `${title.zh} ${title.en} ${keywords}`.toLowerCase();
}

function useFound(query: string): Group[] {
  const words = useWords();
  const client = useQueryClient();
  const { permissions } = useSession();
  const settled = useDebounced(query, 150);
  const finders = STAGES.flatMap(stage => stage.finders ?? []).filter(
    finder => !finder.may || permissions.includes(finder.may),
  );
  const results = useQueries(
    { queries: settled === '' ? [] : finders.map(finder => finderQuery(finder, settled)) },
    client,
  );
  return results.map((result, at): Group => {
    const items = (result.data ?? []).map(found => ({ ...found, names: '' }));
    const state = result.isError ? 'failed' : result.isPending ? 'searching' : 'ready';
    return { title: words(finders[at]?.title ?? { zh: '', en: '' }), items, state };
  });
}

function finderQuery(finder: Finder, query: string) {
  return {
    queryKey: ['find', finder.title.en, query],
    queryFn: async ({ signal }: { signal: AbortSignal }) => (await finder.find()).default(query, signal),
    staleTime: 30_000,
  };
}
