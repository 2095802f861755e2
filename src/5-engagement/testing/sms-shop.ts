import { afterAll, beforeEach, expect } from 'vitest';
import { brand } from '#brand';
import { openChannel } from '#channels';
import { startSmsFake } from '#channels/sms/testing/fake.ts';
import { createSmsAccount, customers } from '#customers';
import { buildCustomer, project } from '#customers/testing';
import { DAY } from '#platform/clock.ts';
import { testClient, testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { workOffSms } from '../../1-customers/sms/inbox.ts';
import { listen, makeServerApp } from '../../server.ts';
import { broadcastRoutes } from '../broadcasts/broadcasts.routes.ts';
import { dispatchBroadcast } from '../broadcasts/dispatch.ts';
import { planBroadcast } from '../broadcasts/plan.ts';
import { syncResults } from '../broadcasts/results.ts';

type Vendor = 'aliyun' | 'tencent';
type Made = { id: number; phone: string };
type View = {
  funnel: Record<string, number>;
  reasons: { reason: string; words: string }[];
  cost: object;
  failure: string | null;
};

const TEXTS = {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the vendor writes its places so
  aliyun: '${name}，周三新品第二份半价，拒收请回复R',
  tencent: '{1}，周三新品第二份半价，拒收请回复R',
};
const ANSWERS = { aliyun: { code: 0, msg: '成功' }, tencent: { result: 0, errmsg: 'OK' } };

/** A shop with an account at each vendor's fake, a template in each, and a door that the fakes push to. */
export async function smsShop() {
  const opened = await openShop();
  const accounts = { aliyun: await connect(opened, 'aliyun'), tencent: await connect(opened, 'tencent') };
  const templates = {
    aliyun: await enterTemplate(opened, accounts, 'aliyun'),
    tencent: await enterTemplate(opened, accounts, 'tencent'),
  };
  return {
    ...opened,
    accounts,
    templates,
    answers: ANSWERS,
    ...people(opened),
    ...sending(opened, templates),
  };
}
type Opened = Awaited<ReturnType<typeof openShop>>;

async function openShop() {
  const platform = await testPlatform();
  const { db, clock, vault } = platform;
  clock.set('2026-06-03T10:00:00+08:00');
  const fake = await startSmsFake(clock);
  const app = makeServerApp(platform, [customers], { stopping: false });
  const { server, port } = await listen(app, '127.0.0.1', 0);
  const nobody = testClient(platform, [...broadcastRoutes, ...brand.routes, ...customers.routes]);
  let client = nobody.as(await testMember(platform));
  beforeEach(async () => {
    fake.world.clearFaults();
    // Another week, in which nobody has had anything; sessions do not last that long.
    clock.advance(7 * DAY);
    client = nobody.as(await testMember(platform));
  });
  afterAll(async () => {
    server.close();
    await fake.stop();
  });
  return { platform, db, clock, vault, fake, world: fake.world, port, api: () => client };
}

function connect({ platform, db, fake, world }: Opened, vendor: Vendor): Promise<number> {
  const { id: keyId, secret: keySecret } = world.keys[vendor];
  const common = { name: '短信', signName: world.signName, pricePerThousand: 4_500, baseUrl: fake.url };
  const account = {
    ...{ ...common, vendor, keyId, keySecret },
    ...(vendor === 'tencent' && { appId: world.appId }),
  };
  return db.transaction().execute(tx => createSmsAccount(tx, platform, { name: 'test' }, account));
}

async function enterTemplate({ api }: Opened, accounts: Record<Vendor, number>, vendor: Vendor) {
  const account = { accountId: `sms_${accounts[vendor]}`, name: vendor, code: '1234' };
  const made = await api().post('/sms-templates', { ...account, kind: 'marketing', text: TEXTS[vendor] });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  return (made.body as { id: string }).id;
}

function people({ platform, api, world }: Opened) {
  let next = 13_900_000_000;
  const newPhone = () => `+86${next++}`;
  return {
    newPhone,
    async someone(name: string, { agrees = true }: { agrees?: boolean } = {}): Promise<Made> {
      const phone = newPhone();
      const id = await buildCustomer(platform, { name, phone });
      const word = { purpose: 'marketing', channel: 'sms', given: true, evidence: '在结账时勾选' };
      const how = { source: 'shop', textVersion: '短信告知 2026-05' };
      if (agrees) await api().post(`/customers/cus_${id}/consents`, { ...word, ...how });
      return { id, phone };
    },
    got: (made: Made) => world.sent.filter(one => one.number === made.phone),
  };
}

const named = (...names: string[]) => ({ attribute: 'name', test: { is: 'one_of', values: names } });

function sending({ platform, api, fake, port }: Opened, templates: Record<Vendor, string>) {
  const channelOf = (accountId: number) => openChannel(platform, accountId);
  const results = () => syncResults(platform, channelOf);
  const workOff = () => workOffSms(platform);
  const body = (vendor: Vendor, names: string[], over: object = {}) => {
    const parameters = { [vendor === 'aliyun' ? 'name' : '1']: '{{name|朋友}}' };
    const sms = { templateId: templates[vendor], parameters };
    return { name: '周三新品', channel: 'sms', rule: named(...names), attributionDays: 7, sms, ...over };
  };
  const address = async (vendor: Vendor, kind: 'receipts' | 'replies') => {
    const { data } = (await api().get('/sms-accounts')).body as { data: Record<string, string>[] };
    return `http://127.0.0.1:${port}${data.find(one => one.vendor === vendor)?.[`${kind}Url`] ?? ''}`;
  };
  return {
    ...{ named, body, address, results, workOff },
    async start(vendor: Vendor, names: string[], over: object = {}): Promise<string> {
      await project(platform);
      const made = await api().post('/broadcasts', body(vendor, names, over));
      expect(made.status, JSON.stringify(made.body)).toBe(201);
      const { id } = made.body as { id: string };
      await api().post(`/broadcasts/${id}/start`);
      await planBroadcast(platform, Number(id.slice(4)));
      return id;
    },
    dispatch: (id: string) => dispatchBroadcast(platform, Number(id.slice(4)), channelOf),
    view: async (id: string) => (await api().get(`/broadcasts/${id}`)).body as unknown as View,
    async receipts(vendor: Vendor) {
      const pushed = await fake.pushReceipts(await address(vendor, 'receipts'), vendor);
      expect(pushed).toEqual({ status: 200, body: ANSWERS[vendor] });
      await workOff();
      await results();
    },
  };
}
