import type { Context, Hono } from 'hono';
import { dissolvesGroup, editsGroup, joinsGroup, leavesGroup, memberCreatesGroup } from '../people/groups.ts';
import { customerScansGroup } from '../people/join-ways.ts';
import type { Simulation } from '../simulation.ts';
import { customerBody, type GroupWho, groupBody, groupEdit, joinBody, leaveBody } from './contract.ts';
import { AdminProblem } from './problems.ts';
import { body } from './routes.ts';

/** Customer groups: who makes them, comes in and goes. */
export function groupRoutes(app: Hono, simulation: Simulation): void {
  const corpOf = (context: Context) => context.req.param('corpid') ?? '';
  const chatOf = (context: Context) => context.req.param('chatId') ?? '';
  app.post('/:corpid/groups', async context => {
    const outcome = memberCreatesGroup(simulation, corpOf(context), await body(context, groupBody));
    if (typeof outcome === 'string') throw new AdminProblem(outcome);
    return context.json(outcome, 201);
  });
  app.post('/:corpid/groups/:chatId/join', async context => {
    const { who, invitor = '' } = await body(context, joinBody);
    const person = { ...personOf(who), corpid: corpOf(context), chat_id: chatOf(context) };
    return done(context, joinsGroup(simulation, person, { scene: 1, invitor }));
  });
  app.post('/:corpid/groups/:chatId/leave', async context => {
    const { who, removed } = await body(context, leaveBody);
    const person = { ...personOf(who), corpid: corpOf(context), chat_id: chatOf(context) };
    return done(context, leavesGroup(simulation, person, removed));
  });
  app.patch('/:corpid/groups/:chatId', async context =>
    done(context, editsGroup(simulation, corpOf(context), chatOf(context), await body(context, groupEdit))),
  );
  app.delete('/:corpid/groups/:chatId', context =>
    done(context, dissolvesGroup(simulation, corpOf(context), chatOf(context))),
  );
  app.post('/:corpid/join-ways/:configId/scan', async context => {
    const { external_userid } = await body(context, customerBody);
    const configId = context.req.param('configId');
    const outcome = customerScansGroup(simulation, corpOf(context), configId, external_userid);
    if (typeof outcome === 'string') throw new AdminProblem(outcome);
    return context.json(outcome);
  });
}

const personOf = (who: GroupWho) =>
  'userid' in who
    ? { person: who.userid, type: 1 as const }
    : { person: who.external_userid, type: 2 as const };

type Done = 'joined' | 'left' | 'edited' | 'dissolved';
type Refused = Exclude<ReturnType<typeof joinsGroup>, Done>;

function done(context: Context, outcome: Done | Refused): Response {
  const isDone = (['joined', 'left', 'edited', 'dissolved'] as const).some(one => one === outcome);
  if (!isDone) throw new AdminProblem(outcome as Refused);
  return context.body(null, 204);
}
