import { z } from 'zod';
import { acquisition } from '#acquisition';
import { brand } from '#brand';
import { customers } from '#customers';
import { engagement } from '#engagement';
import { insight } from '#insight';
import { auditRoutes } from '#platform/audit/audit.routes.ts';
import { sealAudit } from '#platform/audit/seals.ts';
import { memberRoutes } from '#platform/auth/members.routes.ts';
import { sessionRoutes } from '#platform/auth/session.routes.ts';
import { companyRoutes } from '#platform/settings/company.routes.ts';
import { ruleFactRoutes } from '#platform/settings/rule-facts.routes.ts';
import type { Stage } from '#platform/stage.ts';
import { webhooksOut } from '#platform/webhooks/webhooks.ts';
import { segmentation } from '#segmentation';
import { service } from '#service';
import { demoRoutes } from './demo.routes.ts';

/** What is there before any stage: signing in, members, the audit log, and the way out of the demo. */
const foundation: Stage = {
  name: 'foundation',
  routes: [
    ...sessionRoutes,
    ...memberRoutes,
    ...auditRoutes,
    ...ruleFactRoutes,
    ...companyRoutes,
    ...demoRoutes,
  ],
  jobs: ({ db, clock }) => [
    {
      name: 'audit.seal',
      data: z.unknown(),
      cron: '*/5 * * * *',
      handle: async () => {
        while ((await sealAudit(db, clock)) > 0);
      },
    },
  ],
};

/** The stages in loop order. Each brings its routes, jobs, log readers and what it publishes. */
const loop: readonly Stage[] = [customers, segmentation, brand, acquisition, engagement, service, insight];

/** The table of contents. */
export const stages: readonly Stage[] = [foundation, ...loop, webhooksOut(loop)];
