import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { sql } from 'kysely';
import { officialAccount } from '#channels';
import { readWorld, worldText } from '#channels/simulator/official-account/keep.ts';
import { pageRoutes } from '#channels/simulator/official-account/page-routes.ts';
import { OfficialAccountServer } from '#channels/simulator/official-account/server.ts';
import { API } from '#platform/http/app.ts';
import type { Platform } from '#platform/platform.ts';

/** The demo's official account: a server in this process, its world in a file of the home. */
export type OfficialSimulator = { listening(port: number): Promise<void>; stop(): Promise<void> };

const EVERY = 5_000;

/** Starts it where an official account lives in it, on the port it had last time when that is free. */
export async function runOfficialSimulator(platform: Platform): Promise<OfficialSimulator | undefined> {
  const { db, home, log, clock } = platform;
  const { rows } = await sql<{ id: number }>`
    select id from channel_accounts where kind = 'official_account' and status = 'active' and config ? 'baseUrl'
      and secrets is not null order by id`.execute(db);
  const file = home.path('official-account.json');
  if (rows.length === 0 || !existsSync(file)) return undefined;
  const server = new OfficialAccountServer(clock);
  const kept = JSON.parse(readFileSync(file, 'utf8')) as { port: number; world: string };
  readWorld(server, kept.world);
  const port = { kept: kept.port };
  const keep = () => keepOfficialWorld(file, port.kept, server);
  server.more = pageRoutes(server, keep);
  await server.open(kept.port).catch(() => server.open());
  port.kept = Number(new URL(server.url).port);
  // Before anything asks it: the port may be another than the last time.
  for (const { id } of rows) await pointAt(platform, id, server.url);
  keep();
  // What the account sent lies in the followers' chats.
  const timer = setInterval(keep, EVERY);
  timer.unref();
  return {
    async listening(ours) {
      for (const { id } of rows) {
        const account = await officialAccount.readOfficialAccount(platform, id);
        const { appId, callbackToken: token, callbackKey: key } = account;
        const url = `http://127.0.0.1:${ours}${API}/callbacks/official-account/acc_${id}`;
        if (token)
          await server
            .setCallback(appId, { url, token, ...(key && { key }) })
            .catch(error =>
              log.warn({ err: error, accountId: id }, 'callback of the simulated account not set'),
            );
      }
    },
    async stop() {
      clearInterval(timer);
      keep();
      await server.close();
    },
  };
}

/** Written beside and put in its place, so that a crash leaves the one or the other. */
function keepOfficialWorld(file: string, port: number, server: OfficialAccountServer): void {
  writeFileSync(`${file}.new`, JSON.stringify({ port, world: worldText(server) }), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** The world the demo's story ends with. */
export function beginOfficialWorld({ home }: Pick<Platform, 'home'>, world: string): void {
  writeFileSync(home.path('official-account.json'), JSON.stringify({ port: 0, world }), { mode: 0o600 });
}

export function forgetOfficialWorld({ home }: Pick<Platform, 'home'>): void {
  rmSync(home.path('official-account.json'), { force: true });
}

async function pointAt({ db, clock }: Platform, accountId: number, url: string): Promise<void> {
  await sql`
    update channel_accounts set config = jsonb_set(config, '{baseUrl}', to_jsonb(${url}::text)), updated_at = ${clock.now()}
    where id = ${accountId} and config ->> 'baseUrl' <> ${url}`.execute(db);
  // The pictures of its codes are shown there too.
  await sql`
    update code_ways set image_url = regexp_replace(image_url, '^https?://[^/]+', ${url})
    where kind = 'official' and key = ${String(accountId)} and image_url is not null`.execute(db);
}
