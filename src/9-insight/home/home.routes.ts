import { listBroadcasts } from '#engagement';
import { type Route, read } from '#platform/http/route.ts';
import { readSetting } from '#platform/settings/settings.ts';
import { homeView, todoList } from './contract.ts';
import { readFigures, readRevenueByDay, readTiers } from './figures.ts';
import { readTodos } from './todos.ts';

export const homeRoutes: Route[] = [
  read({
    path: '/home',
    name: 'readHome',
    summary: 'The home page: the first number, what changed, what came of it',
    tag: '首页',
    may: 'insight:read',
    returns: homeView,
    handle: async ({ db, platform }) => {
      const now = platform.clock.now();
      const [figures, revenueByDay, tiers, broadcasts, company] = await Promise.all([
        readFigures(db, platform.clickhouse, now),
        readRevenueByDay(platform.clickhouse, now),
        readTiers(platform.clickhouse),
        listBroadcasts(db, { limit: 3, offset: 0 }, { started: true }),
        readSetting<string>(db, 'company.name'),
      ]);
      return {
        at: now,
        company: company ?? null,
        ...figures,
        revenueByDay,
        tiers,
        broadcasts: broadcasts.data,
      };
    },
  }),
  read({
    path: '/todos',
    name: 'listTodos',
    summary: 'What to do today, the most pressing first',
    tag: '首页',
    may: 'signed-in',
    returns: todoList,
    handle: async ({ platform, actor }) => ({ data: await readTodos(platform, actor) }),
  }),
];
