import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { serve } from '@hono/node-server';
import { createCode, createTouchpoint, tellWays } from '#acquisition';
import { readWecomAccount, wecom } from '#channels';
import { SimulatorAdmin } from '#channels/simulator/index.ts';
import { createWecomAccount, syncWecom } from '#customers';
import { SYSTEM } from '#platform/auth/actor.ts';
import { systemClock } from '#platform/clock.ts';
import type { Platform } from '#platform/platform.ts';
import { systemRandom } from '#platform/random.ts';
import { withHome } from './home.ts';
import type { BenchOptions } from './main.ts';
import { median, type Report, report } from './report.ts';
import { startServer } from './server.ts';

const CORP = 'ww_bench';
const KEYS = { token: 'QDG6eK', encodingAesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C' };
const PER_SECOND = 100;
const SECONDS = 20;

/**
 * A hundred people a second scan a code; how long until each has been greeted, from the scan to the message in their
 * hands. Beside it the floor: a receiver that opens the callback and calls the platform at once, with nothing stored,
 * nobody looked up and the same words for everybody.
 */
export async function run({ runs, home: named }: BenchOptions): Promise<Report> {
  return await withHome(named, async (platform, home) => {
    const accountId = await connect(platform);
    // An account with an address of its own lives in the simulator that the server brings along.
    const server = await startServer(home);
    const { baseUrl } = await readWecomAccount(platform, accountId);
    const admin = new SimulatorAdmin(baseUrl ?? '');
    const configId = await prepare(platform, admin, accountId);
    const bare = await startBare(baseUrl ?? '');
    const times = { ours: [] as number[][], peer: [] as number[][] };
    try {
      for (let round = 0; round < runs; round++) {
        await listenAt(admin, bare.url);
        times.peer.push(await scans(admin, configId, `peer${round}`));
        await listenAt(admin, `${server.url}/api/v1/callbacks/wecom/acc_${accountId}`);
        times.ours.push(await scans(admin, configId, `ours${round}`));
      }
    } finally {
      const gone = once(server.child, 'exit');
      server.child.kill('SIGTERM');
      await gone;
      bare.stop();
    }
    return told(times);
  });
}

function told({ ours, peer }: { ours: number[][]; peer: number[][] }): Report {
  const of = (rounds: number[][], share: number) => rounds.map(times => quantile(times, share));
  const people = { people: ours[0]?.length ?? 0 };
  return report(
    'welcome',
    [
      { job: 'scan to welcome, median', ours: of(ours, 0.5), peer: of(peer, 0.5), answer: people },
      { job: 'scan to welcome, p99', ours: of(ours, 0.99), peer: of(peer, 0.99), answer: people },
    ],
    {
      'welcomes a second': PER_SECOND,
      'p99 of the first round after a start, ms': Math.round(quantile(ours[0] ?? [], 0.99)),
      'p99 of later rounds, ms': Math.round(median(of(ours.slice(1), 0.99))),
    },
  );
}

async function connect(platform: Platform): Promise<number> {
  const account = {
    name: 'bench',
    corpId: CORP,
    agentId: 1,
    secret: 'secret',
    baseUrl: 'http://127.0.0.1:9',
  };
  const keys = { callbackToken: KEYS.token, callbackKey: KEYS.encodingAesKey };
  return await platform.db
    .transaction()
    .execute(tx => createWecomAccount(tx, platform, SYSTEM, { ...account, ...keys }));
}

const NO_LIMIT = 1e9;

/** @returns the way behind which those on duty wait. */
async function prepare(platform: Platform, admin: SimulatorAdmin, accountId: number): Promise<string> {
  const corp = {
    ...{ corpid: CORP, apps: [{ agentid: 1, secret: 'secret' }], customers: [] },
    departments: [{ id: 1, name: '总部', parentid: 0 }],
    members: [{ userid: 'ann', name: '安' }],
  };
  await admin.beginWorld({ seed: 1, corps: [corp] });
  await admin.changeSettings({
    ...{ corpCallsPerMinute: NO_LIMIT, corpCallsPerHour: NO_LIMIT },
    ...{ addressCallsPerMinute: NO_LIMIT, addressCallsPerHour: NO_LIMIT },
  });
  await syncWecom(platform, accountId);
  const { memberId } = await platform.db
    .selectFrom('memberAccounts')
    .select('memberId')
    .executeTakeFirstOrThrow();
  await platform.db.transaction().execute(tx => makeCode(tx, platform, accountId, memberId));
  await tellWays(platform);
  const way = await platform.db
    .selectFrom('codeWays')
    .select('configId')
    .where('kind', '=', 'duty')
    .executeTakeFirstOrThrow();
  return way.configId ?? '';
}

async function makeCode(
  tx: Parameters<typeof createTouchpoint>[0],
  { clock }: Platform,
  accountId: number,
  memberId: number,
) {
  const place = { campaign: '', store: '', url: '', memberId: null, stopLoss: null };
  const touchpointId = await createTouchpoint(tx, clock, SYSTEM, { name: '柜台', kind: 'counter', ...place });
  const members = [{ memberId, weight: 1, dailyCap: null }];
  const target = { kind: 'staff' as const, pick: 'weight' as const, members };
  await createCode(tx, clock, systemRandom, SYSTEM, {
    ...{ name: '柜台', touchpointId, accountId, tagIds: [], remark: '' },
    plan: { routes: [{ when: {}, target }], backup: [], fallback: { text: '', phone: '' } },
    welcome: {
      variants: [{ who: 'anybody', message: { text: '{{name|您好}}，我是{{member}}', attachments: [] } }],
    },
  });
}

const listenAt = (admin: SimulatorAdmin, url: string) => admin.setCallback(CORP, 1, { url, ...KEYS });

/** The floor: no database behind it. */
async function startBare(baseUrl: string): Promise<{ url: string; stop(): void }> {
  const callback = wecom.wecomCallback({ ...KEYS, receiveId: CORP }, systemClock);
  const answer = await fetch(`${baseUrl}/cgi-bin/gettoken?corpid=${CORP}&corpsecret=secret`);
  const { access_token } = (await answer.json()) as { access_token: string };
  const fetchOne = async (request: Request): Promise<Response> => {
    const query = Object.fromEntries(new URL(request.url).searchParams) as never;
    if (request.method === 'GET') {
      const verified = callback.verifyUrl(query);
      return new Response(verified.ok ? verified.text : '');
    }
    const received = callback.receive(query, await request.text());
    const event = received.ok ? received.event : undefined;
    if (event?.event === 'change_external_contact' && 'welcomeCode' in event)
      void fetch(`${baseUrl}/cgi-bin/externalcontact/send_welcome_msg?access_token=${access_token}`, {
        method: 'POST',
        body: JSON.stringify({ welcome_code: event.welcomeCode, text: { content: '您好' } }),
      });
    return new Response('success');
  };
  return await new Promise(resolve => {
    const server = serve({ fetch: fetchOne, hostname: '127.0.0.1', port: 0 }, ({ port }) =>
      resolve({ url: `http://127.0.0.1:${port}/`, stop: () => server.close() }),
    );
  });
}

/** Scans come at their times, whatever became of those before. @returns milliseconds, one for each person. */
async function scans(admin: SimulatorAdmin, configId: string, mark: string): Promise<number[]> {
  const began = new Map<string, number>();
  const began0 = Date.now();
  const asked: Promise<unknown>[] = [];
  for (let n = 0; n < PER_SECOND * SECONDS; n++) {
    const wait = began0 + (n * 1_000) / PER_SECOND - Date.now();
    if (wait > 0) await sleep(wait);
    const external = `wm_${mark}_${n}`;
    began.set(external, Date.now());
    asked.push(
      admin.customerScans(CORP, configId, { external_userid: external, customer: { name: `客${n}` } }),
    );
  }
  await Promise.all(asked);
  return await greeted(admin, began);
}

async function greeted(admin: SimulatorAdmin, began: ReadonlyMap<string, number>): Promise<number[]> {
  const times = new Map<string, number>();
  for (
    const deadline = Date.now() + 25_000;
    times.size < began.size && Date.now() < deadline;
    await sleep(200)
  ) {
    let after = 0;
    for (;;) {
      const rows = await admin.received({ after, limit: 10_000 } as never);
      for (const { external_userid, at } of rows) {
        const since = began.get(external_userid);
        if (since !== undefined) times.set(external_userid, new Date(at).getTime() - since);
      }
      if (rows.length < 10_000) break;
      after = rows.at(-1)?.id ?? after;
    }
  }
  if (times.size < began.size)
    throw new Error(`${began.size - times.size} of ${began.size} were not greeted (${[...began.keys()][0]})`);
  return [...times.values()];
}

function quantile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
