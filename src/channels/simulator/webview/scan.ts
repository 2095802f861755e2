import { type Context, Hono } from 'hono';
import { renderSVG } from 'uqr';
import { z } from 'zod';
import type { Language } from '#platform/contract.ts';
import { pictureOf } from '../cgi/media.ts';
import { type Html, html } from '../page/html.ts';
import { customerScansGroup } from '../people/join-ways.ts';
import { customerScans } from '../people/ways.ts';
import type { Simulation } from '../simulation.ts';
import { customerSchema } from '../world/world.ts';
import { showAuthorize } from './authorize.ts';
import { sayer } from './words.ts';

type Code = { corpid: string; config_id: string; of: 'member' | 'group' };

const form = z.object({ name: z.string().trim().min(1).max(32) });

/** Pictures of contact ways and join ways and those of messages, and the page a phone opens that scans one. */
export function scanRoutes(simulation: Simulation): Hono {
  const app = new Hono();
  app.get('/codes/:file{.+\\.svg}', context => {
    const code = codeOf(simulation, context.req.param('file').replace(/\.svg$/, ''));
    if (!code) return context.body(null, 404);
    const address = `${new URL(context.req.url).origin}/simulator/scan/${code.config_id}`;
    return context.body(renderSVG(address, { ecc: 'M', border: 2 }), 200, {
      'content-type': 'image/svg+xml',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
    });
  });
  app.get('/pictures/:name', context => {
    const picture = pictureOf(simulation, context.req.param('name'));
    if (!picture) return context.body(null, 404);
    const kind = picture[0] === 0xff ? 'image/jpeg' : 'image/png';
    return context.body(picture, 200, { 'content-type': kind, 'x-content-type-options': 'nosniff' });
  });
  app.get('/scan/:configId', context => showScan(simulation, context));
  app.post('/scan/:configId', async context => {
    const given = form.safeParse(await context.req.parseBody());
    if (!given.success) return showScan(simulation, context);
    return add(simulation, context, given.data.name);
  });
  return app;
}

function codeOf({ store }: Simulation, configId: string): Code | undefined {
  return store.one<Code>(
    `select corpid, config_id, 'member' as of from contact_ways where config_id = ?1
     union all select corpid, config_id, 'group' from join_ways where config_id = ?1`,
    configId,
  );
}

/** Somebody whom the corp does not know yet holds the phone. */
function showScan(simulation: Simulation, context: Context): Response {
  const say = sayer(languageOf(context));
  const code = codeOf(simulation, context.req.param('configId') ?? '');
  if (!code) return showAuthorize(context, say('scanGone'), html`<h1>${say('scanGone')}</h1>`, 400);
  const body = html`<h1>${say('scanTitle')}</h1><p class="muted">${say(code.of === 'group' ? 'scanJoin' : 'scanAdd')}</p>
    <form method="post" class="scan"><label>${say('scanName')}<input name="name" required maxlength="32" autocomplete="off"></label>
      <button>${say(code.of === 'group' ? 'join' : 'add')}</button></form>`;
  return showAuthorize(context, say('scanTitle'), body);
}

function add(simulation: Simulation, context: Context, name: string): Response {
  const say = sayer(languageOf(context));
  const code = codeOf(simulation, context.req.param('configId') ?? '');
  if (!code) return showScan(simulation, context);
  const external_userid = simulation.chance.name('wm', 30);
  const customer = customerSchema.parse({ external_userid, name });
  const outcome =
    code.of === 'member'
      ? customerScans(simulation, code.corpid, code.config_id, { customer, half: false })
      : customerScansGroup(simulation, code.corpid, code.config_id, external_userid);
  const view = new URLSearchParams({ tab: 'phone', corp: code.corpid, customer: external_userid });
  if (typeof outcome !== 'string' && 'userid' in outcome) return context.redirect(`/simulator/?${view}`, 303);
  const done: Html =
    typeof outcome === 'string'
      ? html`<h1>${say('nobodyThere')}</h1>`
      : html`<h1>${say('joined')}</h1><p><a href="/simulator/">${say('back')}</a></p>`;
  return showAuthorize(context, say('scanTitle'), done, typeof outcome === 'string' ? 400 : 200);
}

const languageOf = (context: Context): Language =>
  /^en\b/i.test(context.req.header('accept-language') ?? '') ? 'en' : 'zh';
