import type { Stage } from '#platform/stage.ts';
import { accountRoutes } from './accounts/accounts.routes.ts';
import { customerRoutes } from './customers/customers.routes.ts';
import { projectionReader } from './projection/projection.ts';
import { tagRoutes } from './tags/tags.routes.ts';

export const customers: Stage = {
  name: 'customers',
  routes: [...customerRoutes, ...tagRoutes, ...accountRoutes],
  readers: platform => [projectionReader(platform)],
};
