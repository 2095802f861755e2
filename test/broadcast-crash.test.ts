import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { SimulatorAdmin, startSimulator } from '#channels/simulator/index.ts';
import { createWecomAccount, syncWecom } from '#customers';
import { project } from '#customers/testing';
import { createBroadcast, planJob, startBroadcast } from '#engagement';
import { SYSTEM } from '#platform/auth/actor.ts';
import { readConfig } from '#platform/config.ts';
import { silentLogger } from '#platform/logger.ts';
import { openPlatform, type Platform } from '#platform/platform.ts';
import { between, seededRandom, systemRandom } from '#platform/random.ts';
import { writeSetting } from '#platform/settings/settings.ts';
import { eventually } from '#platform/testing/eventually.ts';
import { stages } from '../src/app.ts';

/**
 * The headline promise, shown on real processes: a worker is killed with SIGKILL at random moments while it plans and
 * sends a broadcast to 2,000 people, and the platform's own log must then have each of them exactly once. The text
 * carries the name, so there are 2,000 calls; one in ten is carried out by the platform with the answer lost.
 */
const PEOPLE = 2_000;
const KILLS = 22;
const SEED = 20_261_121;
const CORP = 'ww_crash';
const MEMBERS = Array.from({ length: 8 }, (_, i) => `member${i}`);

const home = mkdtempSync(join(tmpdir(), 'siyu-crash-'));
chmodSync(home, 0o711);
const env = { ...process.env, SIYU_HOME: home, SIYU_DEMO: '0', SIYU_LOG_LEVEL: 'error' };
const simulator = await startSimulator({ data: ':memory:', seed: SEED });
const admin = new SimulatorAdmin(simulator.url);
const { platform, close } = await openPlatform(readConfig({ SIYU_HOME: home }), silentLogger);

afterAll(async () => {
  await close();
  await simulator.stop();
  rmSync(home, { recursive: true, force: true });
});

test(`0 lost, 0 doubled over ${KILLS} kills (seed ${SEED})`, { timeout: 600_000 }, async () => {
  await admin.beginWorld({ seed: SEED, corps: [corp()] });
  await admin.addFault({ kind: 'close_after', path: 'externalcontact/add_msg_template', percent: 10 });
  const broadcastId = await begin(platform);

  const random = seededRandom(SEED);
  for (let kill = 0; kill < KILLS; kill++) {
    const worker = await startWorker();
    await new Promise(resolve => setTimeout(resolve, between(random, 0, 900)));
    worker.kill('SIGKILL');
    await once(worker, 'exit');
  }
  const stateBefore = await countTasks(platform, broadcastId);
  const last = await startWorker();
  await eventually(async () => expect(await statusOf(platform, broadcastId)).toBe('sent'), 200_000);
  last.kill('SIGTERM');
  await once(last, 'exit');
  expect(stateBefore.created, 'the kills fell into the sending').toBeGreaterThan(20);

  await admin.confirmAll(CORP);
  const { repeated } = await admin.counts();
  const received = await allReceived();
  const people = await peopleOf(platform, broadcastId);
  expect(repeated, `doubled (seed ${SEED})`).toEqual([]);
  expect(received.size, `reached (seed ${SEED})`).toBe(PEOPLE);
  expect(people).toEqual([{ state: 'task_created', n: PEOPLE }]);
});

function corp() {
  const customers = Array.from({ length: PEOPLE }, (_, i) => ({
    external_userid: `wm${String(i).padStart(8, '0')}`,
    name: `客户${i}`,
    follow_user: [{ userid: MEMBERS[i % MEMBERS.length] ?? '', createtime: 1_780_000_000 }],
  }));
  return {
    corpid: CORP,
    apps: [{ agentid: 1, secret: 'secret' }],
    departments: [{ id: 1, name: '总部', parentid: 0 }],
    members: MEMBERS.map(userid => ({ userid, name: userid })),
    customers,
  };
}

/** Connects the corp, reads it in, and starts the broadcast; from here on only the workers act. */
async function begin(platform: Platform): Promise<number> {
  const { db, clock, jobs } = platform;
  await jobs.declare(stages.flatMap(stage => stage.jobs?.(platform) ?? []));
  await writeSetting(db, clock, 'test', 'broadcast.timing', { lease: 1_500, unseen: 3_000, again: 500 });
  await db
    .insertInto('ruleFacts')
    .values({
      name: 'marketing.hours',
      value: '{"from": "00:00", "to": "24:00"}',
      effectiveFrom: '2024-01-01',
      source: 'test',
      confidence: 'own',
    })
    .execute();
  const account = { name: CORP, corpId: CORP, agentId: 1, secret: 'secret', baseUrl: simulator.url };
  const accountId = await db.transaction().execute(tx => createWecomAccount(tx, platform, SYSTEM, account));
  await syncWecom(platform, accountId);
  await project(platform);
  return await db.transaction().execute(async tx => {
    const id = await createBroadcast(tx, clock, systemRandom, SYSTEM, {
      name: '崩溃测试',
      channel: 'wecom',
      accountId,
      segmentId: null,
      rule: { attribute: 'followed', test: { is: 'yes' } },
      message: { text: '{{name}}，早上好', attachments: [] },
      purpose: 'marketing',
      topic: null,
      holdoutPercent: 0,
      attributionDays: 7,
    });
    await startBroadcast(tx, clock, SYSTEM, id, null);
    await jobs.enqueue(tx, planJob, { broadcastId: id }, { onlyOne: String(id) });
    return id;
  });
}

async function startWorker(): Promise<ChildProcess> {
  const worker = spawn(process.execPath, ['src/main.ts', 'start', '--role', 'worker'], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await Promise.race([once(worker.stdout, 'data'), once(worker, 'exit')])) as [unknown];
  expect(String(line)).toContain('ready');
  return worker;
}

async function statusOf({ db }: Platform, id: number) {
  return (await db.selectFrom('broadcasts').select('status').where('id', '=', id).executeTakeFirstOrThrow())
    .status;
}

async function countTasks({ db }: Platform, id: number): Promise<Record<string, number>> {
  const rows = await db
    .selectFrom('sendTasks')
    .select(eb => ['state', eb.fn.countAll<number>().as('n')])
    .where('broadcastId', '=', id)
    .groupBy('state')
    .execute();
  return Object.fromEntries(rows.map(row => [row.state, row.n]));
}

function peopleOf({ db }: Platform, id: number) {
  return db
    .selectFrom('broadcastPeople')
    .select(eb => ['state', eb.fn.countAll<number>().as('n')])
    .where('broadcastId', '=', id)
    .groupBy('state')
    .execute();
}

/** Everybody the platform delivered to, page by page. */
async function allReceived(): Promise<Set<string>> {
  const people = new Set<string>();
  for (let after = 0; ; ) {
    const rows = await admin.received({ after, limit: 1_000 } as never);
    for (const row of rows) people.add(row.external_userid);
    const last = rows.at(-1) as { id?: number } | undefined;
    if (rows.length < 1_000 || !last?.id) return people;
    after = last.id;
  }
}
