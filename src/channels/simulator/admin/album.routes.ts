import type { Hono } from 'hono';
import { albumOf, consoleAddsToAlbum, consoleChangesAlbum } from '../people/album.ts';
import type { Simulation } from '../simulation.ts';
import { albumBody, albumChange } from './contract.ts';
import { AdminProblem } from './problems.ts';
import { body } from './routes.ts';

/** The product album as the console shows it, and what an administrator does there. */
export function albumRoutes(app: Hono, simulation: Simulation): void {
  app.get('/:corpid/album', context =>
    context.json({ data: albumOf(simulation, context.req.param('corpid')) }),
  );
  app.post('/:corpid/album', async context => {
    const words = await body(context, albumBody);
    const product_id = consoleAddsToAlbum(simulation, context.req.param('corpid'), words);
    return context.json({ product_id }, 201);
  });
  app.post('/:corpid/album/:productId', async context => {
    const change = await body(context, albumChange);
    const { corpid, productId } = context.req.param();
    const done = consoleChangesAlbum(simulation, corpid, productId, change);
    if (done === 'unknown_product') throw new AdminProblem(done);
    return context.body(null, 204);
  });
  app.delete('/:corpid/album/:productId', context => {
    const { corpid, productId } = context.req.param();
    const done = consoleChangesAlbum(simulation, corpid, productId, 'delete');
    if (done === 'unknown_product') throw new AdminProblem(done);
    return context.body(null, 204);
  });
}
