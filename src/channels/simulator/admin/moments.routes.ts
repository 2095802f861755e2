import type { Hono } from 'hono';
import { customerReacts, memberPosts, publishMoment } from '../people/moments.ts';
import type { Simulation } from '../simulation.ts';
import { momentBody, publishBody, reactBody } from './contract.ts';
import { readMoments } from './moment-states.ts';
import { AdminProblem } from './problems.ts';
import { body } from './routes.ts';

/** What members and customers do with moments. */
export function momentRoutes(app: Hono, simulation: Simulation): void {
  app.post('/:corpid/moments/:moment/:userid/publish', context => {
    const { corpid, moment: moment_id, userid } = context.req.param();
    const published = publishMoment(simulation, { corpid, moment_id, userid });
    if (published === 'unknown') throw new AdminProblem('unknown_moment');
    if (typeof published === 'string') throw new AdminProblem(published);
    return context.json(published);
  });
  app.post('/:corpid/moments/publish-all', async context => {
    const { userid } = await body(context, publishBody);
    const corpid = context.req.param('corpid');
    const waiting = readMoments(simulation, { corpid, userid, state: 'waiting', limit: 10_000 });
    const ready = waiting.filter(one => one.state === 'waiting').reverse();
    for (const { moment_id, userid } of ready) publishMoment(simulation, { corpid, moment_id, userid });
    return context.json({ published: ready.length });
  });
  app.post('/:corpid/members/:userid/moment', async context => {
    const { text } = await body(context, momentBody);
    const { corpid, userid } = context.req.param();
    const posted = memberPosts(simulation, corpid, userid, { text: { content: text } });
    if (posted === 'unknown_member') throw new AdminProblem(posted);
    return context.json(posted);
  });
  app.post('/:corpid/customers/:external/react', async context => {
    const reaction = await body(context, reactBody);
    const { corpid, external: external_userid } = context.req.param();
    const done = customerReacts(simulation, { corpid, external_userid, ...reaction });
    if (done === 'already') throw new AdminProblem('already_liked');
    if (done === 'not_shown') throw new AdminProblem(done);
    return context.body(null, 204);
  });
}
