import { readFileSync } from 'node:fs';
import { Hono } from 'hono';
import { z } from 'zod';
import type { Simulation } from '../simulation.ts';
import { addCorp } from '../world/load.ts';
import { sampleCorp } from '../world/sample.ts';
import { albumPage } from './album.ts';
import { partsOf, STYLES, showPage } from './page.ts';
import { look } from './view.ts';

const optional = z.string().optional();
const choiceSchema = z.object({
  lang: z.enum(['zh', 'en']).catch('zh'),
  tab: z.enum(['staff', 'phone', 'backstage']).catch('staff'),
  corp: optional,
  member: optional,
  customer: optional,
  chat: optional,
  q: optional,
});

/** No script but our own file runs here, whatever a message contains. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data: http: https:";

/** The page where a person plays members and customers. */
export function pageRoutes(simulation: Simulation): Hono {
  const app = new Hono();
  app.use('*', async (context, next) => {
    await next();
    if (!context.res.headers.has('content-security-policy'))
      context.header('content-security-policy', POLICY);
    context.header('cache-control', 'no-store');
  });
  app.get('/', context => context.html(showPage(look(simulation, choiceSchema.parse(context.req.query())))));
  app.get('/parts', context => {
    const parts = partsOf(look(simulation, choiceSchema.parse(context.req.query())));
    return context.json(Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, part.markup])));
  });
  app.route('/', albumPage(simulation));
  for (const name of STYLES) asset(app, name, 'text/css');
  asset(app, 'album.css', 'text/css');
  asset(app, 'page.js', 'text/javascript');
  asset(app, 'icon.svg', 'image/svg+xml');
  asset(app, 'webview.css', 'text/css', '../webview/');
  asset(app, 'sidebar.js', 'text/javascript', '../webview/');
  asset(app, 'kf.css', 'text/css', '../webview/');
  app.post('/sample', context => {
    const corp = sampleCorp(simulation.clock.seconds());
    const known = simulation.store.one('select 1 from corps where corpid = ?', corp.corpid);
    if (!known) addCorp(simulation, corp);
    return context.body(null, 204);
  });
  return app;
}

function asset(app: Hono, name: string, type: string, folder = './'): void {
  const text = readFileSync(new URL(folder + name, import.meta.url), 'utf8');
  app.get(`/${name}`, context => context.body(text, 200, { 'content-type': `${type}; charset=utf-8` }));
}
