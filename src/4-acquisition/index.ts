import { onFollowerCame, onWelcomeCode } from '#customers';
import type { Stage } from '#platform/stage.ts';
import { acquisitionJobs, resumeWelcomes } from './acquisition.jobs.ts';
import { buyerMigrationRoutes } from './buyer-migrations/buyer-migrations.routes.ts';
import { migrationTaskRoutes } from './buyer-migrations/tasks.routes.ts';
import { codeSetRoutes } from './code-sets/code-sets.routes.ts';
import { entryRoutes } from './entries/entries.routes.ts';
import { entriesReader } from './entries/entries.ts';
import { linkRoutes } from './links/links.routes.ts';
import { linkEventsReader } from './links/sync-links.ts';
import { codeDoor } from './live-codes/code.door.ts';
import { liveCodeRoutes } from './live-codes/live-codes.routes.ts';
import { published } from './published.ts';
import { touchpointRoutes } from './touchpoints/touchpoints.routes.ts';
import { variantRoutes } from './variants/variants.routes.ts';
import { greet } from './welcome/greet.ts';
import { greetFollower } from './welcome/official/greet-follower.ts';
import { welcomeRoutes } from './welcome/welcome.routes.ts';

export { settleEverybodysOrders } from './acquisition.jobs.ts';
export { advanceMigrations } from './buyer-migrations/advance.ts';
export { createMigration, startMigration } from './buyer-migrations/migrations.ts';
export { listTasks, settleTask, showTaskPhone } from './buyer-migrations/tasks.ts';
export { createCodeSet } from './code-sets/code-sets.ts';
export { noteCall } from './entries/calls.ts';
export { noteCameBy } from './entries/settle.ts';
export { createLink } from './links/links.ts';
export { syncLinks } from './links/sync-links.ts';
export { tellLinks } from './links/tell-links.ts';
export { createCode } from './live-codes/live-codes.ts';
export { openCode } from './live-codes/open-code.ts';
export { tellWays } from './live-codes/tell-ways.ts';
export { addCost } from './touchpoints/costs.ts';
export { createTouchpoint } from './touchpoints/touchpoints.ts';
export { createVariant } from './variants/variants.ts';
export { setAccountWelcome } from './welcome/account-welcomes.ts';
export { greetFollower } from './welcome/official/greet-follower.ts';

export const acquisition: Stage = {
  name: 'acquisition',
  routes: [
    ...touchpointRoutes,
    ...liveCodeRoutes,
    ...codeSetRoutes,
    ...variantRoutes,
    ...linkRoutes,
    ...welcomeRoutes,
    ...entryRoutes,
    ...buyerMigrationRoutes,
    ...migrationTaskRoutes,
  ],
  doors: [codeDoor()],
  open: platform => {
    onWelcomeCode(platform, code => greet(platform, code));
    onFollowerCame(platform, came => greetFollower(platform, came));
  },
  jobs: acquisitionJobs,
  published,
  readers: platform => [entriesReader(platform), linkEventsReader(platform)],
  resume: resumeWelcomes,
};
