import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Hono } from 'hono';
import { z } from 'zod';
import { showPage } from './page.ts';
import type { OfficialAccountServer } from './server.ts';

const FILES = { 'official.css': 'text/css', 'official.js': 'text/javascript' } as const;

const actBody = z.object({
  act: z.enum(['follow', 'unfollow', 'scan', 'write', 'click', 'accept', 'reject', 'takeBack']),
  openid: z.string().max(64).optional(),
  name: z.string().max(20).optional(),
  ticket: z.string().max(200).optional(),
  text: z.string().max(200).optional(),
  template: z.string().max(128).optional(),
});

/** The page for people under /simulator/, beside the platform's interface; the first account is the one played. */
export function pageRoutes(server: OfficialAccountServer, onAct: () => void) {
  return (app: Hono): void => {
    for (const [name, type] of Object.entries(FILES))
      app.get(`/simulator/${name}`, context =>
        context.body(readFileSync(new URL(name, import.meta.url)), 200, { 'content-type': type }),
      );
    app.get('/', context => context.redirect('/simulator/'));
    app.get('/simulator/', context => {
      const lang = context.req.query('lang') === 'en' ? 'en' : 'zh';
      const [account] = server.accounts.values();
      const look = { lang, openid: context.req.query('openid'), now: server.clock.now().getTime() } as const;
      return context.html(showPage(account, look));
    });
    app.post('/simulator/act', async context => {
      const origin = context.req.header('origin');
      // A page of another site in the same browser must not be able to play with people here.
      if (origin !== undefined && URL.parse(origin)?.host !== context.req.header('host'))
        return context.json({}, 403);
      const body = actBody.safeParse(await context.req.json().catch(() => undefined));
      const [account] = server.accounts.values();
      if (!body.success || !account) return context.json({}, 400);
      const openid = body.data.openid ?? `o${randomBytes(12).toString('hex')}`;
      await carriedOut(server, account.appid, openid, body.data);
      onAct();
      return context.json({ openid });
    });
  };
}

async function carriedOut(
  server: OfficialAccountServer,
  appid: string,
  openid: string,
  { act, name, ticket, text = '', template = '' }: z.output<typeof actBody>,
): Promise<void> {
  if (act === 'follow')
    return void (await server.follow(appid, { openid, ...(ticket && { ticket }), ...(name && { name }) }));
  if (act === 'unfollow') return void (await server.unfollow(appid, openid));
  if (act === 'scan') return void (ticket && (await server.scan(appid, openid, ticket)));
  if (act === 'write') return void (await server.write(appid, openid, text));
  if (act === 'click') return void (await server.click(appid, openid, 'MENU'));
  if (act === 'takeBack') return void (await server.takeBack(appid, openid, template));
  await server.decide(appid, openid, { [template]: act });
}
