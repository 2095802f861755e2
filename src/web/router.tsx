import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  notFound,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { language, loadTexts, speak } from './i18n/i18n.ts';
import { PageSkeleton } from './kit/PageSkeleton.tsx';
import { STAGES } from './pages.ts';
import { can, sessionQuery } from './session/session.ts';
import { BrokenPage, ForbiddenPage, MissingPage, StartPage } from './shell/pages.tsx';
import { ReachBanner } from './shell/ReachBanner.tsx';
import { Shell } from './shell/Shell.tsx';
import type { Page, StagePages } from './stage-pages.ts';
import { parseSearch, stringifySearch } from './url/search.ts';

type Context = { queryClient: QueryClient };

const root = createRootRouteWithContext<Context>()({
  component: () => (
    <>
      <ReachBanner />
      <Outlet />
    </>
  ),
  notFoundComponent: MissingPage,
});

const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  component: lazyRouteComponent(() => import('./session/LoginPage.tsx')),
});

/** Everything but the door: asks who is there first, and comes back here after signing in. */
const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  component: Shell,
  beforeLoad: async ({ context, location }) => {
    const session = await context.queryClient.ensureQueryData(sessionQuery);
    if (!session) throw redirect({ to: '/login', search: targetOf(location.href) as never, replace: true });
    if (session.member.language !== language()) await speak(session.member.language);
    return { session };
  },
});

/** `/` is whatever page claims it; until one does, the first page there is. */
const start = createRoute({ getParentRoute: () => signedIn, path: '/', component: StartPage });

const missing = createRoute({ getParentRoute: () => signedIn, path: '$', component: MissingPage });

function pageRoute(stage: StagePages, page: Page) {
  return createRoute({
    getParentRoute: () => signedIn,
    path: page.path,
    staticData: { page },
    loader: async ({ context }) => {
      if (!can(context.session, page.may)) throw notFound();
      if (stage.texts) await loadTexts(stage.name, stage.texts);
    },
    component: lazyRouteComponent(page.component),
    notFoundComponent: ForbiddenPage,
  });
}

export function makeRouter(queryClient: QueryClient) {
  const pages = STAGES.flatMap(stage => stage.pages.map(page => pageRoute(stage, page)));
  const hasStart = STAGES.some(stage => stage.pages.some(page => page.path === '/'));
  const shown = signedIn.addChildren([...pages, ...(hasStart ? [] : [start]), missing]);
  return createRouter({
    routeTree: root.addChildren([login, shown]),
    context: { queryClient },
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    defaultPendingComponent: PageSkeleton,
    defaultPendingMs: 200,
    defaultErrorComponent: ({ error, reset }) => <BrokenPage error={error} onRetry={reset} />,
    scrollRestoration: true,
  });
}

export type Router = ReturnType<typeof makeRouter>;

/** Sends whoever is no longer signed in to the door, which leads back here. */
export async function toLogin(router: Router): Promise<void> {
  const { href, pathname } = router.state.location;
  if (pathname === '/login') return;
  await router.navigate({ to: '/login', search: targetOf(href) as never });
}

function targetOf(href: string): { to?: string } {
  return href === '/' ? {} : { to: href };
}
