import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { expireTokens } from '../cgi/tokens.ts';
import { addFault, faultSchema, listFaults, removeFault } from '../faults/faults.ts';
import {
  logQuery,
  readCounts,
  readLog,
  readReceived,
  readReplies,
  receivedQuery,
} from '../recorder/reading.ts';
import type { Simulation } from '../simulation.ts';
import { changeSettings, settingsPatch } from '../store/settings.ts';
import { addCorp, beginWorld } from '../world/load.ts';
import { corpSchema, worldSchema } from '../world/world.ts';
import { callbacksQuery, clockBody, expireBody, feedQuery, momentsQuery, tasksQuery } from './contract.ts';
import { readFeed, readMoments } from './moment-states.ts';
import { AdminProblem } from './problems.ts';
import { readCallbacks, readState, readTasks } from './reading.ts';

/** What the admin API needs beside the simulation: to let what became due happen before it answers. */
export type Control = { simulation: Simulation; settle(): Promise<void> };

/** The world as a whole: what it is, what time it is, what goes wrong, what happened. */
export function worldRoutes({ simulation, settle }: Control): Hono {
  const app = new Hono();
  const { store, clock } = simulation;
  app.get('/state', context => context.json(readState(simulation)));
  app.post('/world', async context => {
    beginWorld(simulation, await body(context, worldSchema));
    return context.json(readState(simulation));
  });
  app.post('/corps', async context => {
    const corp = await body(context, corpSchema);
    if (store.one('select 1 from corps where corpid = ?', corp.corpid)) throw new AdminProblem('corp_taken');
    addCorp(simulation, corp);
    return context.json(readState(simulation));
  });
  app.patch('/settings', async context => {
    simulation.settings = changeSettings(store, await body(context, settingsPatch));
    return context.json(simulation.settings);
  });
  app.post('/clock', async context => {
    const wish = await body(context, clockBody);
    if ('at' in wish) clock.set(new Date(wish.at));
    else if ('real' in wish) clock.set(clock.base.now());
    else clock.advance(wish.advanceSeconds * 1_000);
    await settle();
    return context.json({
      now: clock.now().toISOString(),
      offsetSeconds: Math.round(clock.offset() / 1_000),
    });
  });
  app.post('/tokens/expire', async context => {
    const { corpid, as } = await body(context, expireBody);
    return context.json({ expired: expireTokens(simulation, as, corpid) });
  });
  faultRoutes(app, simulation);
  recordRoutes(app, simulation);
  return app;
}

function faultRoutes(app: Hono, simulation: Simulation): void {
  app.get('/faults', context => context.json({ data: listFaults(simulation) }));
  app.post('/faults', async context =>
    context.json({ id: addFault(simulation, await body(context, faultSchema)) }, 201),
  );
  app.delete('/faults', context => {
    simulation.store.run('delete from faults');
    return context.body(null, 204);
  });
  app.delete('/faults/:id', context => {
    if (!removeFault(simulation, Number(context.req.param('id')))) throw new AdminProblem('unknown_fault');
    return context.body(null, 204);
  });
}

function recordRoutes(app: Hono, simulation: Simulation): void {
  const { store } = simulation;
  app.get('/log', context => context.json({ data: readLog(store, query(context, logQuery)) }));
  app.get('/received', context => context.json({ data: readReceived(store, query(context, receivedQuery)) }));
  app.get('/replies', context => context.json({ data: readReplies(store, query(context, receivedQuery)) }));
  app.get('/counts', context => context.json(readCounts(store)));
  app.get('/tasks', context => context.json({ data: readTasks(simulation, query(context, tasksQuery)) }));
  app.get('/moments', context =>
    context.json({ data: readMoments(simulation, query(context, momentsQuery)) }),
  );
  app.get('/feed', context => context.json({ data: readFeed(simulation, query(context, feedQuery)) }));
  app.get('/callbacks', context =>
    context.json({ data: readCallbacks(simulation, query(context, callbacksQuery)) }),
  );
}

/** @throws AdminProblem `invalid` with the first thing that is wrong. */
export async function body<Schema extends z.ZodType>(
  context: Context,
  schema: Schema,
): Promise<z.output<Schema>> {
  const text = await context.req.text();
  return checked(schema, () => (text === '' ? {} : JSON.parse(text)));
}

export function query<Schema extends z.ZodType>(context: Context, schema: Schema): z.output<Schema> {
  return checked(schema, () => context.req.query());
}

function checked<Schema extends z.ZodType>(schema: Schema, read: () => unknown): z.output<Schema> {
  const result = schema.safeParse(parsed(read));
  if (!result.success) throw new AdminProblem('invalid', z.prettifyError(result.error));
  return result.data;
}

function parsed(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    throw new AdminProblem('invalid', error instanceof Error ? error.message : 'JSON');
  }
}
