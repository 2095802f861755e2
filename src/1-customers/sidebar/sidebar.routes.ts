import type { Context } from 'hono';
import { INVALID_REQUEST, Problem, SIGN_IN_FIRST } from '#platform/http/problem.ts';
import { type Route, read } from '#platform/http/route.ts';
import { sidebarCustomer, sidebarCustomerQuery, sidebarQuery, sidebarView } from './contract.ts';
import { openSidebar, personOfContact } from './sidebar.ts';

const tag = '客户';

export const sidebarRoutes: Route[] = [
  read({
    path: '/sidebar',
    name: 'openSidebar',
    summary: 'Who looks at the sidebar, and its page’s signatures for WeCom’s client',
    tag,
    may: 'customers:read',
    query: sidebarQuery,
    returns: sidebarView,
    handle: async ({ db, platform, actor, query, http }) => {
      if (actor.memberId === undefined) throw new Problem(SIGN_IN_FIRST);
      refuseForeign(http, query.url, platform.config.publicUrl);
      const member = await db
        .selectFrom('members')
        .select(['id', 'name'])
        .where('id', '=', actor.memberId)
        .executeTakeFirstOrThrow();
      const opened = await openSidebar(platform, actor, { accountId: query.account, url: query.url });
      return { ...opened, member: { ...member, language: actor.language } };
    },
  }),
  read({
    path: '/sidebar/customer',
    name: 'findCustomerOfContact',
    summary: 'The customer behind the WeCom contact somebody chats with',
    tag,
    may: 'customers:read',
    query: sidebarCustomerQuery,
    returns: sidebarCustomer,
    handle: async ({ db, actor, query }) => ({
      id: await personOfContact(db, actor, { ...query, accountId: query.account }),
    }),
  }),
];

/** Only our own page is signed: a signature makes WeCom's client trust an address. */
function refuseForeign(http: Context, url: string, publicUrl: string | undefined): void {
  const own = [http.req.header('host'), publicUrl && URL.parse(publicUrl)?.host];
  const { host, pathname } = new URL(url);
  if (own.includes(host) && pathname.startsWith('/sidebar/')) return;
  throw new Problem(INVALID_REQUEST, { count: 1 }, [
    { path: 'query.url', code: 'not_ours', message: 'the address of the sidebar' },
  ]);
}
