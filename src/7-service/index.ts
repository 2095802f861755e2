import { onKfNews } from '#customers';
import type { Stage } from '#platform/stage.ts';
import { kfJobs } from './kf/kf.jobs.ts';
import { kfRoutes } from './kf/kf.routes.ts';
import { hearKf, readDueKf } from './kf/read.ts';
import { published } from './published.ts';

export {
  changeKfAccount as setKfWelcome,
  changeServicers as addServicers,
  syncKfAccounts,
} from './kf/accounts.ts';
export { answer } from './kf/answer.ts';
export { assign as assignSession } from './kf/assign.ts';
export { createScene } from './kf/scenes.ts';
export { sendAnswers } from './kf/send.ts';
export { countOverdue, listSessions } from './kf/sessions.ts';

export const service: Stage = {
  name: 'service',
  routes: kfRoutes,
  jobs: kfJobs,
  open: platform => onKfNews(platform, news => hearKf(platform, news)),
  published,
  resume: readDueKf,
};
