import { type Context, Hono } from 'hono';
import { checkAddress } from '../callbacks/pusher.ts';
import { type Confirmed, confirmTask, type Sent } from '../people/confirm.ts';
import { changeTag, dismissMember, putMember } from '../people/console.ts';
import { addCustomer, customerDeletes, customerMutes, customerReplies } from '../people/customers.ts';
import { memberAccepts, memberBroadcasts, memberDeletes, memberEdits } from '../people/staff.ts';
import { customerRefusesTransfer } from '../people/transfers.ts';
import { customerScans } from '../people/ways.ts';
import type { Simulation } from '../simulation.ts';
import { callbackSchema, customerSchema, memberSchema } from '../world/world.ts';
import { albumRoutes } from './album.routes.ts';
import {
  addBody,
  broadcastBody,
  confirmAllBody,
  confirmBody,
  customerBody,
  customersQuery,
  editBody,
  pairBody,
  replyBody,
  scanBody,
  tagBody,
} from './contract.ts';
import { groupRoutes } from './groups.routes.ts';
import { kfRoutes } from './kf.routes.ts';
import { linkRoutes } from './links.routes.ts';
import { momentRoutes } from './moments.routes.ts';
import { AdminProblem } from './problems.ts';
import { findCustomers, readCustomer, readTasks } from './reading.ts';
import { body, type Control, query } from './routes.ts';
import { webviewRoutes } from './webview.routes.ts';

/** What people do: customers on their phones, members in their client, administrators in the console. */
export function peopleRoutes({ simulation }: Control): Hono {
  const app = new Hono();
  app.use('/:corpid/*', async (context, next) => {
    const known = simulation.store.one('select 1 from corps where corpid = ?', corpOf(context));
    if (!known) throw new AdminProblem('unknown_corp');
    await next();
  });
  customerRoutes(app, simulation);
  memberRoutes(app, simulation);
  taskRoutes(app, simulation);
  groupRoutes(app, simulation);
  linkRoutes(app, simulation);
  albumRoutes(app, simulation);
  momentRoutes(app, simulation);
  kfRoutes(app, simulation);
  consoleRoutes(app, simulation);
  webviewRoutes(app, simulation);
  return app;
}

const corpOf = (context: Context) => context.req.param('corpid') ?? '';
const customerOf = (context: Context) => context.req.param('external') ?? '';
const memberOf = (context: Context) => context.req.param('userid') ?? '';

function customerRoutes(app: Hono, simulation: Simulation): void {
  const pair = (context: Context, { userid }: { userid: string }) => ({
    corpid: corpOf(context),
    external_userid: customerOf(context),
    userid,
  });
  app.get('/:corpid/customers', context =>
    context.json({ data: findCustomers(simulation, corpOf(context), query(context, customersQuery)) }),
  );
  app.get('/:corpid/customers/:external', context => {
    const customer = readCustomer(simulation, corpOf(context), customerOf(context));
    if (!customer) throw new AdminProblem('unknown_customer');
    return context.json(customer);
  });
  app.post('/:corpid/customers/:external/add', async context => {
    const { customer, ...follow } = await body(context, addBody);
    const known = readCustomer(simulation, corpOf(context), customerOf(context));
    if (!known && !customer) throw new AdminProblem('unknown_customer');
    const described = { name: known?.name, ...customer, external_userid: customerOf(context) };
    const outcome = addCustomer(simulation, corpOf(context), {
      customer: customerSchema.parse(described),
      follow,
    });
    if (typeof outcome === 'string') throw new AdminProblem(outcome);
    return context.json(outcome);
  });
  app.post('/:corpid/ways/:configId/scan', async context => {
    const { external_userid, customer, half } = await body(context, scanBody);
    const known = readCustomer(simulation, corpOf(context), external_userid);
    if (!known && !customer) throw new AdminProblem('unknown_customer');
    const described = { name: known?.name, ...customer, external_userid };
    const scan = { customer: customerSchema.parse(described), half };
    const outcome = customerScans(simulation, corpOf(context), context.req.param('configId'), scan);
    if (typeof outcome === 'string') throw new AdminProblem(outcome);
    return context.json(outcome);
  });
  app.post('/:corpid/customers/:external/reply', async context => {
    const reply = await body(context, replyBody);
    return done(context, customerReplies(simulation, pair(context, reply), reply.text), 'replied');
  });
  app.post('/:corpid/customers/:external/delete-member', async context =>
    done(context, customerDeletes(simulation, pair(context, await body(context, pairBody))), 'deleted'),
  );
  app.post('/:corpid/customers/:external/refuse-transfer', context => {
    const refused = customerRefusesTransfer(simulation, corpOf(context), customerOf(context));
    if (refused === 'no_transfer') throw new AdminProblem(refused);
    return context.body(null, 204);
  });
  app.post('/:corpid/customers/:external/mute', async context =>
    done(context, customerMutes(simulation, pair(context, await body(context, pairBody))), 'muted'),
  );
}

/** @throws AdminProblem when the outcome is not the wished one; they can only not be friends. */
function done(context: Context, outcome: string, wished: string): Response {
  if (outcome !== wished) throw new AdminProblem('not_friends');
  return context.body(null, 204);
}

function memberRoutes(app: Hono, simulation: Simulation): void {
  const pair = (context: Context, { external_userid }: { external_userid: string }) => ({
    corpid: corpOf(context),
    external_userid,
    userid: memberOf(context),
  });
  app.post('/:corpid/members/:userid/delete-customer', async context =>
    done(context, memberDeletes(simulation, pair(context, await body(context, customerBody))), 'deleted'),
  );
  app.post('/:corpid/members/:userid/accept-customer', async context =>
    done(context, memberAccepts(simulation, pair(context, await body(context, customerBody))), 'accepted'),
  );
  app.post('/:corpid/members/:userid/edit-customer', async context => {
    const edit = await body(context, editBody);
    return done(context, memberEdits(simulation, pair(context, edit), edit), 'edited');
  });
  app.post('/:corpid/members/:userid/broadcast', async context => {
    const { text, external_userid } = await body(context, broadcastBody);
    const own = { userid: memberOf(context), external_userid, content: { text: { content: text } } };
    const outcome = memberBroadcasts(simulation, corpOf(context), own);
    if (outcome === 'unknown_member') throw new AdminProblem(outcome);
    return context.json(outcome);
  });
  app.put('/:corpid/members/:userid', async context => {
    const described = await body(context, memberSchema.omit({ userid: true }));
    const outcome = putMember(simulation, corpOf(context), { ...described, userid: memberOf(context) });
    return context.json({ outcome }, outcome === 'created' ? 201 : 200);
  });
  app.delete('/:corpid/members/:userid', context => {
    const outcome = dismissMember(simulation, corpOf(context), memberOf(context));
    if (outcome === 'unknown') throw new AdminProblem('unknown_member');
    return context.body(null, 204);
  });
}

function taskRoutes(app: Hono, simulation: Simulation): void {
  app.post('/:corpid/tasks/:msgid/:userid/confirm', async context => {
    const { only } = await body(context, confirmBody);
    const key = { corpid: corpOf(context), msgid: context.req.param('msgid'), userid: memberOf(context) };
    return context.json(sentOr(confirmTask(simulation, key, only)));
  });
  app.post('/:corpid/tasks/confirm-all', async context => {
    const which = await body(context, confirmAllBody);
    const tasks = readTasks(simulation, {
      ...which,
      corpid: corpOf(context),
      state: 'waiting',
      limit: 10_000,
    });
    const ready = tasks.filter(task => task.state === 'waiting').reverse();
    for (const { corpid, msgid, userid } of ready) sentOr(confirmTask(simulation, { corpid, msgid, userid }));
    return context.json({ confirmed: ready.length });
  });
}

function sentOr(outcome: Confirmed): Sent {
  if (outcome === 'unknown') throw new AdminProblem('unknown_task');
  if (typeof outcome === 'string') throw new AdminProblem(outcome);
  return outcome;
}

function consoleRoutes(app: Hono, simulation: Simulation): void {
  const { store } = simulation;
  app.post('/:corpid/tags', async context => {
    const outcome = changeTag(simulation, corpOf(context), await body(context, tagBody));
    if (outcome === 'unknown') throw new AdminProblem('unknown_tag');
    return context.json(outcome);
  });
  app.put('/:corpid/apps/:agentid/callback', async context => {
    const { url, token, encodingAesKey } = await body(context, callbackSchema);
    const key = [corpOf(context), Number(context.req.param('agentid'))] as const;
    if (!store.one('select 1 from apps where corpid = ? and agentid = ?', ...key))
      throw new AdminProblem('unknown_app');
    const receiver = {
      corpid: key[0],
      agentid: key[1],
      callback_url: url,
      callback_token: token,
      callback_key: encodingAesKey,
    };
    const refused = await checkAddress(simulation, receiver);
    if (refused) throw new AdminProblem('callback_refused', refused);
    const change =
      'update apps set callback_url = ?, callback_token = ?, callback_key = ? where corpid = ? and agentid = ?';
    store.run(change, url, token, encodingAesKey, ...key);
    return context.body(null, 204);
  });
  app.delete('/:corpid/apps/:agentid/callback', context => {
    const key = [corpOf(context), Number(context.req.param('agentid'))] as const;
    store.transaction(() => {
      const forget =
        'update apps set callback_url = null, callback_verified = 0 where corpid = ? and agentid = ?';
      store.run(forget, ...key);
      const drop = `update callbacks set state = 'dropped' where state = 'waiting' and corpid = ? and agentid = ?`;
      store.run(drop, ...key);
    });
    return context.body(null, 204);
  });
}
