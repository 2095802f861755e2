import { afterAll, expect, test } from 'vitest';
import { SimulatorAdmin, startSimulator } from '#channels/simulator/index.ts';
import { createWecomAccount, customers, syncWecom, workOffInbox } from '#customers';
import { HOUR } from '#platform/clock.ts';
import { seededRandom } from '#platform/random.ts';
import { eventually } from '#platform/testing/eventually.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { listen, makeServerApp } from '../src/server.ts';
import { CORP, corpOf, live, weather } from './week/life.ts';
import { known, truth } from './week/pictures.ts';

/**
 * A week of a corp's life, of whose callbacks a fifth is lost, a fifth comes twice and a fifth too late. After the nightly
 * comparison Siyu knows what the corp knows, entity by entity, and says what it found. With WEEK_CUSTOMERS=10000 it is a
 * big corp, which takes minutes.
 */
const CUSTOMERS = Number(process.env.WEEK_CUSTOMERS ?? 200);
const DOINGS_A_DAY = Math.ceil(CUSTOMERS / 6);
const SEED = 20_261_122;
const KEYS = { token: 'QDG6eK', encodingAesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C' };

const platform = await testPlatform();
const { clock } = platform;
const simulator = await startSimulator({ data: ':memory:', clock, seed: SEED });
const admin = new SimulatorAdmin(simulator.url);
const app = makeServerApp(platform, [customers], { stopping: false });
const { server, port } = await listen(app, '127.0.0.1', 0);
afterAll(async () => {
  server.close();
  await simulator.stop();
});

async function connect(): Promise<number> {
  const account = { name: '一周', corpId: CORP, agentId: 1, secret: 'secret', baseUrl: simulator.url };
  const keys = { callbackToken: KEYS.token, callbackKey: KEYS.encodingAesKey };
  const accountId = await platform.db
    .transaction()
    .execute(tx => createWecomAccount(tx, platform, { name: 'test' }, { ...account, ...keys }));
  await syncWecom(platform, accountId);
  const url = `http://127.0.0.1:${port}/api/v1/callbacks/wecom/acc_${accountId}`;
  await admin.setCallback(CORP, 1, { url, ...KEYS });
  return accountId;
}

/** What was told has come in, and has been worked off. */
async function hear(): Promise<void> {
  await eventually(async () => {
    // One that was not answered in time is told again later.
    clock.advance(10_000);
    await admin.advance(0);
    expect(await admin.callbacks({ state: 'waiting' })).toEqual([]);
  }, 30_000);
  await workOffInbox(platform);
}

test(`after a week of ${CUSTOMERS} customers and lost, doubled and overtaken callbacks both worlds are equal (seed ${SEED})`, {
  timeout: 1_800_000,
}, async () => {
  const random = seededRandom(SEED);
  await admin.beginWorld({ seed: SEED, settings: unlimited, corps: [corpOf(CUSTOMERS, random)] });
  clock.advance(HOUR);
  const accountId = await connect();
  expect((await known(platform)).sure).toEqual((await truth(simulator.url, CORP)).picture);
  await weather(admin);
  for (let day = 0; day < 7; day++) {
    for (let n = 0; n < DOINGS_A_DAY; n++) {
      clock.advance((24 * HOUR) / DOINGS_A_DAY);
      await live(admin, random, CUSTOMERS);
    }
    await hear();
  }
  expect((await known(platform)).sure).not.toEqual((await truth(simulator.url, CORP)).picture);
  clock.advance(HOUR);
  const { found } = await syncWecom(platform, accountId);
  const [{ sure, ended, carried }, { picture: theirs, since }] = [
    await known(platform),
    await truth(simulator.url, CORP),
  ];
  // Begun before the customer ended it: what began anew after that must be known as such.
  const isEnded = (pair: string) => (since.get(pair) ?? 0) <= (ended.get(pair) ?? -1);
  const isMaybe = (what: string, line: string) =>
    (what === 'relations' && isEnded(line.split(' ', 2).join(' '))) || (what === 'tags' && carried.has(line));
  for (const what of ['relations', 'tags', 'groups', 'inGroups'] as const) {
    const [ours, told] = [new Set(sure[what]), new Set(theirs[what])];
    expect({
      missing: theirs[what].filter(line => !(ours.has(line) || isMaybe(what, line))),
      wrong: sure[what].filter(line => !told.has(line)),
    }).toEqual({ missing: [], wrong: [] });
  }
  expect(found.begun).toBeGreaterThan(0);
  expect(found.ended).toBeGreaterThan(0);
  const again = await syncWecom(platform, accountId);
  expect(
    Object.values(again.found).every(count => count === 0),
    JSON.stringify(again.found),
  ).toBe(true);
});

const many = 1e9;
const unlimited = {
  ...{
    corpCallsPerMinute: many,
    corpCallsPerHour: many,
    addressCallsPerMinute: many,
    addressCallsPerHour: many,
  },
};
