import type { Hono } from 'hono';
import { z } from 'zod';
import type { Simulation } from '../simulation.ts';
import { invoke, invokeBody } from '../webview/jsapi.ts';
import { AdminProblem } from './problems.ts';
import { body } from './routes.ts';

export const sidebarBody = z.strictObject({
  /** The page of 配置到聊天工具栏. */
  url: z.url(),
  /** 网页授权及JS-SDK可信域名, with its port. */
  trustedDomain: z.string().min(1).optional(),
});

/** What the member's client does for a page in its chat toolbar, and which page that is. */
export function webviewRoutes(app: Hono, simulation: Simulation): void {
  app.post('/:corpid/members/:userid/invoke', async context => {
    const call = await body(context, invokeBody);
    const { agentid, external_userid } = call;
    const chat = { corpid: context.req.param('corpid'), userid: context.req.param('userid') };
    return context.json(invoke(simulation, { ...chat, agentid, external_userid }, call));
  });
  app.put('/:corpid/apps/:agentid/sidebar', async context => {
    const { url, trustedDomain } = await body(context, sidebarBody);
    const changed = simulation.store.run(
      'update apps set sidebar_url = ?, trusted_domain = ? where corpid = ? and agentid = ?',
      ...[url, trustedDomain ?? null, context.req.param('corpid'), Number(context.req.param('agentid'))],
    );
    if (changed === 0) throw new AdminProblem('unknown_app');
    return context.body(null, 204);
  });
}
