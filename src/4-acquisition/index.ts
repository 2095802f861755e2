import { onWelcomeCode } from '#customers';
import type { Stage } from '#platform/stage.ts';
import { acquisitionJobs, resumeWelcomes } from './acquisition.jobs.ts';
import { entryRoutes } from './entries/entries.routes.ts';
import { entriesReader } from './entries/entries.ts';
import { linkRoutes } from './links/links.routes.ts';
import { linkEventsReader } from './links/sync-links.ts';
import { codeDoor } from './live-codes/code.door.ts';
import { liveCodeRoutes } from './live-codes/live-codes.routes.ts';
import { touchpointRoutes } from './touchpoints/touchpoints.routes.ts';
import { greet } from './welcome/greet.ts';
import { welcomeRoutes } from './welcome/welcome.routes.ts';

export { createLink } from './links/links.ts';
export { syncLinks } from './links/sync-links.ts';
export { tellLinks } from './links/tell-links.ts';
export { createCode } from './live-codes/live-codes.ts';
export { openCode } from './live-codes/open-code.ts';
export { tellWays } from './live-codes/tell-ways.ts';
export { addCost } from './touchpoints/costs.ts';
export { createTouchpoint } from './touchpoints/touchpoints.ts';
export { setAccountWelcome } from './welcome/account-welcomes.ts';

export const acquisition: Stage = {
  name: 'acquisition',
  routes: [...touchpointRoutes, ...liveCodeRoutes, ...linkRoutes, ...welcomeRoutes, ...entryRoutes],
  doors: [codeDoor()],
  open: platform => onWelcomeCode(platform, code => greet(platform, code)),
  jobs: acquisitionJobs,
  readers: platform => [entriesReader(platform), linkEventsReader(platform)],
  resume: resumeWelcomes,
};
