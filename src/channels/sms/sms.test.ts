import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { DAY, ManualClock, MINUTE } from '#platform/clock.ts';
import { signAcs3 } from './acs3.ts';
import { smsChannel } from './channel.ts';
import { ALIYUN_CODES } from './codes/aliyun.ts';
import { TENCENT_CODES } from './codes/tencent.ts';
import { faultOf, type Meaning } from './faults.ts';
import { smsClient } from './index.ts';
import { costOf, partsOf } from './parts.contract.ts';
import { isStop } from './stop-words.ts';
import { startSmsFake } from './testing/fake.ts';
import { aliyunAuthorization } from './testing/helpers.ts';

const clock = new ManualClock('2026-06-03T10:00:00+08:00');
const fake = await startSmsFake(clock);
afterAll(() => fake.stop());
const { world } = fake;
let nonces = 0;
let numbers = 13_800_000_000;
const number = () => `+86${numbers++}`;

function client(vendor: 'aliyun' | 'tencent', over: object = {}) {
  const { signName, appId } = world;
  const common = {
    key: world.keys[vendor],
    signName,
    appId,
    region: 'ap-guangzhou',
    baseUrl: fake.url,
    clock,
  };
  return smsClient(vendor, { ...common, nonce: () => `nonce ${++nonces}`, ...over });
}
const sending = (to: readonly string[], reference = `t${nonces}`) => ({
  ...{ numbers: to, reference, template: 'SMS_1' },
  parameters: [{ name: 'name', value: "王先生*(~!' +" }],
});

describe('signatures', () => {
  test('ours is the one the vendor publishes for RunInstances', () => {
    const headers = {
      host: 'ecs.cn-shanghai.aliyuncs.com',
      'x-acs-action': 'RunInstances',
      'x-acs-content-sha256': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      'x-acs-date': '2023-10-26T10:22:32Z',
      'x-acs-signature-nonce': '3156853299f313e23d1673dc12e1703d',
      'x-acs-version': '2014-05-26',
    };
    const query = { ImageId: 'win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd', RegionId: 'cn-shanghai' };
    const key = { id: 'YourAccessKeyId', secret: 'YourAccessKeySecret' };
    expect(signAcs3({ method: 'POST', path: '/', query, headers, body: '' }, key)).toMatch(
      /Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0$/,
    );
  });

  test('whatever the values, the vendor’s helper signs the same', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.stringMatching(/^[A-Za-z]{1,8}$/), fc.string({ unit: 'grapheme' })),
        query => {
          const headers = { host: 'h', 'x-acs-date': '2026-06-03T02:00:00Z', 'x-acs-action': 'A' };
          const request = { method: 'POST', pathname: '/', query, headers };
          const ours = signAcs3(
            { method: 'POST', path: '/', query, headers, body: '' },
            { id: 'i', secret: 's' },
          );
          const hash = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
          expect(ours).toBe(aliyunAuthorization(request, hash, 'i', 's'));
        },
      ),
      { numRuns: 300, seed: 4_631 },
    );
  });
});

describe.each(['aliyun', 'tencent'] as const)('%s', vendor => {
  test('a text goes out once to each number, signed, with our own id', async () => {
    const to = [number(), number()];
    const outcome = await smsChannel(client(vendor)).send(sending(to, 't7'));
    expect(outcome).toMatchObject({
      outcome: 'answered',
      numbers: [{ fate: 'accepted' }, { fate: 'accepted' }],
    });
    const sent = world.sent.filter(one => one.reference === 't7' && one.vendor === vendor);
    expect(sent.map(one => one.number)).toEqual(to);
    expect(sent[0]?.parameters).toContain("王先生*(~!' +");
  });

  test('wrong keys, a wrong signature name and a wrong clock wait for somebody to put them right', async () => {
    const key = { ...world.keys[vendor], secret: 'other' };
    const late = new ManualClock(new Date(clock.now().getTime() + DAY));
    for (const wrong of [{ key }, { signName: '别家' }, { clock: late }]) {
      const outcome = await client(vendor, wrong).send(sending([number()]));
      expect(outcome, JSON.stringify(wrong)).toMatchObject({
        outcome: 'refused',
        because: 'account',
        again: true,
      });
    }
  });

  test('a line that breaks leaves the call uncertain, whether or not it was carried out; nobody listening is certain', async () => {
    const before = world.sent.length;
    for (const kind of ['before', 'after'] as const) {
      world.fail(kind);
      expect(await client(vendor).send(sending([number()]))).toMatchObject({ outcome: 'uncertain' });
    }
    expect(world.sent.length - before).toBe(1);
    const nobody = { baseUrl: 'http://127.0.0.1:47999/' };
    expect(await client(vendor, nobody).send(sending([number()]))).toMatchObject({
      outcome: 'refused',
      again: true,
    });
  });

  test('the check tells keys from a server that cannot be reached', async () => {
    expect(await client(vendor).check()).toMatchObject({ fault: undefined, reached: true });
    const wrong = await client(vendor, { key: { id: 'x', secret: 'y' } }).check();
    expect(wrong).toMatchObject({ reached: true, fault: { meaning: 'account' } });
    expect(await client(vendor, { baseUrl: 'http://127.0.0.1:47999/' }).check()).toMatchObject({
      reached: false,
    });
  });

  test('receipts and replies of the fake are read; what is no push of theirs is nothing', async () => {
    const { readReceipts, readReplies } = client(vendor);
    for (const strange of [null, 7, 'x', {}, [{}], [{ mobile: 1 }]])
      expect(readReceipts(strange)).toBeUndefined();
    expect(readReceipts([])).toEqual([]);
    expect(readReplies({})).toBeUndefined();
  });
});

test('a number too often: Aliyun refuses the call, Tencent the number', async () => {
  const [often, fresh] = [number(), number()];
  await client('aliyun').send(sending([often]));
  expect(await client('aliyun').send(sending([often, fresh]))).toMatchObject({
    outcome: 'refused',
    because: 'capped',
    again: false,
  });
  await client('tencent').send(sending([often]));
  expect(await client('tencent').send(sending([often, fresh]))).toMatchObject({
    numbers: [{ fate: 'refused', reason: 'capped' }, { fate: 'accepted' }],
  });
  clock.advance(MINUTE);
  expect(await client('aliyun').send(sending([often, fresh]))).toMatchObject({ outcome: 'answered' });
});

test('an uncertain call is found again by our own id at Aliyun; Tencent cannot be asked', async () => {
  const [asked, never] = [sending([number()], 't_lost'), sending([number()], 't_never')];
  world.fail('after');
  await client('aliyun').send(asked);
  expect(await client('aliyun').lookUp(asked, clock.now())).toBe('carried_out');
  expect(await client('aliyun').lookUp(never, clock.now())).toBe('not_there');
  world.fail('code', 'isv.SYSTEM', { action: 'QuerySendDetails' });
  expect(await client('aliyun').lookUp(asked, clock.now())).toBe('cannot_tell');
  expect(await client('tencent').lookUp(asked, clock.now())).toBe('cannot_tell');
});

/** What each meaning comes to when it is of a whole call. */
const OF_CALL: Record<Meaning, object> = {
  retry: { outcome: 'refused', again: true, because: 'call' },
  slow_down: { outcome: 'refused', again: true, because: 'call', at: expect.any(Date) },
  account: { outcome: 'refused', again: true, because: 'account', at: expect.any(Date) },
  fix_data: { outcome: 'refused', again: false, because: 'call' },
  uncertain: { outcome: 'uncertain' },
  capped: { outcome: 'refused', again: false, because: 'capped' },
  barred: { outcome: 'refused', again: false, because: 'barred' },
  bad_number: { outcome: 'refused', again: false, because: 'bad_number' },
  rejected: { outcome: 'refused', again: false, because: 'rejected' },
};
const codes = [
  ...ALIYUN_CODES.map(row => ['aliyun', ...row] as const),
  ...TENCENT_CODES.map(row => ['tencent', ...row] as const),
];

test.each(codes)('%s %s means %s', async (vendor, known, meaning) => {
  const code = known.replace('*', '.Whatever');
  expect(faultOf(vendor, code).meaning).toBe(meaning);
  world.fail('code', code);
  expect(await client(vendor).send(sending([number()]))).toMatchObject(OF_CALL[meaning]);
});

test('a code nobody knows is not tried again', () => {
  expect(faultOf('aliyun', 'isv.NEW').meaning).toBe('fix_data');
});

test('one of several numbers put off or unknown is told apart from the others', async () => {
  const to = [number(), number()];
  world.fail('number', 'InternalError.Timeout');
  expect(await client('tencent').send(sending(to))).toMatchObject({
    numbers: [{ fate: 'unknown' }, { fate: 'unknown' }],
  });
  world.fail('number', 'FailedOperation.InsufficientBalanceInSmsPackage');
  expect(await client('tencent').send(sending(to))).toMatchObject({ outcome: 'refused', because: 'account' });
});

test.each(['R', 'r', ' Ｒ ', 'T', 'td', 'ＴＤ', 't d', '退订', '退 订。', '回复R', '回T', 'R!'])(
  '“%s” asks to be left alone',
  said => {
    expect(isStop(said)).toBe(true);
  },
);
test.each(['', '好的', 'Room', '退订单', '不要退订', '退货', 'RR', '1'])('“%s” does not', said => {
  expect(isStop(said)).toBe(false);
});

test('70 characters are one part, of more each part holds 67; cost is rounded up to the fen', () => {
  const rules = { single: 70, part: 67 };
  const parts = (n: number) => partsOf('字'.repeat(n), rules);
  expect([0, 1, 70, 71, 134, 135, 500].map(parts)).toEqual([0, 1, 1, 2, 2, 3, 8]);
  expect([costOf(1, 4_500), costOf(1_000, 4_500), costOf(3, 4_500)]).toEqual([5, 4_500, 14]);
});
