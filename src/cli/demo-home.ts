import { mkdirSync, writeFileSync } from 'node:fs';
import { sql } from 'kysely';
import { readWecomAccount } from '#channels';
import { SimulatorAdmin } from '#channels/simulator/index.ts';
import { SYSTEM } from '#platform/auth/actor.ts';
import type { Config } from '#platform/config.ts';
import { API } from '#platform/http/app.ts';
import type { Platform } from '#platform/platform.ts';
import { readSetting, writeSetting } from '#platform/settings/settings.ts';
import { SAMPLE_NAME, sampleFile } from '../../demo/files/sample-file.ts';
import { makeDemoShop, peopleFor } from '../../demo/small/demo-shop.ts';
import { stages } from '../app.ts';
import { dropDemo } from '../drop-demo.ts';
import { beginOfficialWorld, forgetOfficialWorld, runOfficialSimulator } from './official-simulator.ts';
import { Refusal } from './refusal.ts';
import { forgetSimulator, runSimulator, type SimulatorProcess } from './simulator-process.ts';
import type { StartRole } from './start.ts';

/** What a home with the demo in it needs beside the server. */
export type DemoHome = {
  /** Tells the simulator where Siyu hears of changes, once it listens. */
  listening(port: number): Promise<void>;
  stop(): Promise<void>;
};

const SEED = 1;
const CUSTOMERS = 2_000;

/** Makes the demo shop in an empty home, once, and runs the simulator wherever an account lives in it. */
export async function openDemoHome(
  platform: Platform,
  role: StartRole,
  say: (line: string) => void,
): Promise<DemoHome | undefined> {
  const { db, home, log, config } = platform;
  const demo = await readSetting<boolean>(db, 'demo');
  const begun = (await readSetting<string>(db, 'demo.state')) === 'begun';
  const wanted = begun || (demo === undefined && isWished(config) && (await isEmptyHome(platform)));
  if (wanted && role !== 'all' && begun)
    throw new Refusal(
      `The demo shop in ${config.home} was not finished; start Siyu once without --role to make it anew.`,
    );
  if (wanted && role === 'all') {
    await clearBegun(platform, begun, say);
    const starting = runSimulator(home, log);
    starting.catch(() => undefined);
    await makeDemo(platform, async () => (await starting).url, say).catch(async error => {
      await (await starting).stop();
      throw error;
    });
    return await open(platform, await starting);
  }
  if (demo === false) {
    await forgetSimulator(home);
    forgetOfficialWorld(platform);
  }
  // An account of one's own may live in a simulator too; that one is not ours to run.
  if (demo !== true || role === 'worker' || (await simulated(platform)).length === 0) return undefined;
  return await open(platform, await runSimulator(home, log));
}

/** Both platforms are there: the corp's in a process of its own, the official account's in this one. */
async function open(platform: Platform, simulator: SimulatorProcess): Promise<DemoHome> {
  const official = await runOfficialSimulator(platform);
  return {
    async listening(port) {
      await setCallbacks(platform, simulator.url, port);
      await official?.listening(port);
    },
    async stop() {
      await official?.stop();
      await simulator.stop();
    },
  };
}

/** Databases of one's own are never filled with a demo. */
function isWished({ demo, databaseUrl, clickhouseUrl }: Config): boolean {
  return demo && databaseUrl === undefined && clickhouseUrl === undefined;
}

/** Nothing in it yet that somebody could miss. */
export async function isEmptyHome({ db }: Platform): Promise<boolean> {
  const { rows } = await sql<{ empty: boolean }>`
    select not exists (select 1 from customers) and not exists (select 1 from channel_accounts)
      and not exists (select 1 from imports) and not exists (select 1 from segments) as empty`.execute(db);
  return rows[0]?.empty ?? false;
}

/** A demo that was cut short goes, and is made anew; unless somebody has put something of their own beside it. */
async function clearBegun(platform: Platform, begun: boolean, say: (line: string) => void): Promise<void> {
  if (!begun) return;
  const own = await platform.db
    .selectFrom('imports')
    .select('fileName')
    .where('createdBy', '=', 'cli')
    .limit(1)
    .executeTakeFirst();
  if (own)
    throw new Refusal(
      `The demo shop in ${platform.config.home} was not finished and ${own.fileName} has been imported beside it; move that folder away and start again.`,
    );
  say('Siyu: the demo shop was not finished last time; making it anew');
  await forgetSimulator(platform.home);
  await dropDemo(platform, { ...SYSTEM, memberId: await ownerId(platform) });
}

async function makeDemo(
  platform: Platform,
  simulatorUrl: () => Promise<string>,
  say: (line: string) => void,
): Promise<void> {
  const { db, clock, home } = platform;
  say('Siyu: making the demo shop 「小满面包房」, once (SIYU_DEMO=0 starts empty) …');
  await writeSetting(db, clock, 'system', 'demo.state', 'begun');
  const began = performance.now();
  const { officialWorld } = await makeDemoShop(platform, {
    ...{ simulatorUrl, stages, seed: SEED, customers: CUSTOMERS, ownerId: await ownerId(platform) },
    onStep: (step, milliseconds) =>
      platform.log.debug({ step, milliseconds: Math.round(milliseconds) }, 'demo'),
  });
  beginOfficialWorld(platform, officialWorld);
  const sample = sampleFile(SEED, clock.now(), peopleFor(CUSTOMERS));
  mkdirSync(home.path('sample'), { recursive: true, mode: 0o700 });
  writeFileSync(home.path('sample', SAMPLE_NAME), sample.bytes, { mode: 0o600 });
  await writeSetting(db, clock, 'system', 'demo.state', 'done');
  say(`Siyu: the demo shop is open (${((performance.now() - began) / 1_000).toFixed(1)} s)`);
}

async function ownerId({ db }: Platform): Promise<number> {
  const owner = await db
    .selectFrom('members')
    .select('id')
    .where('role', '=', 'owner')
    .orderBy('id')
    .limit(1)
    .executeTakeFirstOrThrow();
  return owner.id;
}

/** Accounts with an address of their own are in the simulator; the platform's is known. */
async function simulated({ db }: Platform): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select id from channel_accounts where kind = 'wecom' and status = 'active' and config ? 'baseUrl'`.execute(
    db,
  );
  return rows.map(row => row.id);
}

/** The simulator's port may have changed, and so may Siyu's: both are told anew at every start. */
async function setCallbacks(platform: Platform, simulatorUrl: string, port: number): Promise<void> {
  const admin = new SimulatorAdmin(simulatorUrl);
  for (const id of await simulated(platform)) {
    await pointAt(platform, id, simulatorUrl);
    const { corpId, agentId, callbackToken, callbackKey } = await readWecomAccount(platform, id);
    if (agentId !== undefined) await setSidebar(platform, admin, { id, corpId, agentId, port });
    if (agentId === undefined || !callbackToken || !callbackKey) continue;
    const url = `http://127.0.0.1:${port}${API}/callbacks/wecom/acc_${id}`;
    const callback = { url, token: callbackToken, encodingAesKey: callbackKey };
    await admin
      .setCallback(corpId, agentId, callback)
      .catch(error => platform.log.warn({ err: error, accountId: id }, 'simulator callback not set'));
  }
}

/** What an administrator enters in WeCom's console: the page of the chat toolbar, and its trusted domain. */
async function setSidebar(
  { config, log }: Platform,
  admin: SimulatorAdmin,
  account: { id: number; corpId: string; agentId: number; port: number },
): Promise<void> {
  const { id, corpId, agentId, port } = account;
  const page = new URL(`/sidebar/?account=acc_${id}`, config.publicUrl ?? `http://127.0.0.1:${port}`);
  await admin
    .setSidebar(corpId, agentId, { url: page.href, trustedDomain: page.host })
    .catch(error => log.warn({ err: error, accountId: id }, 'simulator sidebar not set'));
}

/** What the platform has given an address at, it now gives at another: pictures of codes, and links. */
async function pointAt({ db, clock }: Platform, accountId: number, url: string): Promise<void> {
  await sql`
    with moved as (
      select id, config ->> 'baseUrl' as url from channel_accounts
      where id = ${accountId} and config ->> 'baseUrl' <> ${url}
    ), codes as (
      update code_ways set image_url = replace(image_url, moved.url, ${url}) from moved where starts_with(image_url, moved.url)
    ), scenes as (
      update kf_scenes set url = replace(kf_scenes.url, moved.url, ${url}) from moved where starts_with(kf_scenes.url, moved.url)
    )
    update channel_accounts a set config = jsonb_set(config, '{baseUrl}', to_jsonb(${url}::text)), updated_at = ${clock.now()}
    from moved where a.id = moved.id`.execute(db);
}
