import type { Hono } from 'hono';
import { buyQuota, consoleDeletesLink, customerOpensLink } from '../people/acquisition-links.ts';
import type { Simulation } from '../simulation.ts';
import { customerSchema } from '../world/world.ts';
import { openLinkBody, quotaBody } from './contract.ts';
import { AdminProblem } from './problems.ts';
import { readCustomer } from './reading.ts';
import { body } from './routes.ts';

/** Acquisition links: who opens them, what is bought for them, and that one is deleted in the console. */
export function linkRoutes(app: Hono, simulation: Simulation): void {
  app.post('/:corpid/links/:linkId/open', async context => {
    const { external_userid, customer, customer_channel, adds } = await body(context, openLinkBody);
    const { corpid, linkId } = context.req.param();
    const known = readCustomer(simulation, corpid, external_userid);
    if (!known && !customer) throw new AdminProblem('unknown_customer');
    const described = customerSchema.parse({ name: known?.name, ...customer, external_userid });
    const opened = customerOpensLink(simulation, corpid, linkId, {
      customer: described,
      state: customer_channel,
      adds,
    });
    if (typeof opened === 'string') throw new AdminProblem(opened);
    return context.json(opened);
  });
  app.delete('/:corpid/links/:linkId', context => {
    const { corpid, linkId } = context.req.param();
    const deleted = consoleDeletesLink(simulation, corpid, linkId);
    if (deleted === 'unknown_link') throw new AdminProblem(deleted);
    return context.body(null, 204);
  });
  app.post('/:corpid/acquisition-quota', async context => {
    const { count, expires } = await body(context, quotaBody);
    buyQuota(simulation, context.req.param('corpid'), count, expires);
    return context.body(null, 204);
  });
}
