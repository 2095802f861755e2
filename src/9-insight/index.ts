import type { Stage } from '#platform/stage.ts';
import { homeRoutes } from './home/home.routes.ts';

export const insight: Stage = { name: 'insight', routes: homeRoutes };
