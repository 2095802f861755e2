import { addCost, createTouchpoint, noteCall, settleEverybodysOrders } from '#acquisition';
import { DAY, HOUR, shanghaiDate } from '#platform/clock.ts';
import type { Story } from './story.ts';

/** What the flagship shop pays for being found, a week. */
const ADS = 120_000;
const WEEKS = 8;
const CALLERS = 4;

/**
 * Two places at which nobody scans: the flagship shop, whose buyers come in with their first order, and the advertisement
 * in the lift, whose readers call.
 */
export async function comeWithoutScanning({ platform, owner, now, shops }: Story): Promise<void> {
  const { clock } = platform;
  await platform.db.transaction().execute(async tx => {
    const place = { campaign: '', store: '', url: '', memberId: null, stopLoss: null };
    const shop = await createTouchpoint(tx, clock, owner, {
      ...{ ...place, name: '天猫旗舰店', kind: 'shop', campaign: '双 11' },
      orderSources: [{ accountId: shops.get('tmall') ?? 0, source: '' }],
    });
    for (let week = 1; week <= WEEKS; week++)
      await addCost(tx, clock, owner, shop, {
        ...{ day: shanghaiDate(new Date(now.getTime() - week * 7 * DAY)), kind: 'money', amount: ADS },
        note: '直通车',
      });
    const lift = await createTouchpoint(tx, clock, owner, {
      ...place,
      name: '小区电梯广告',
      kind: 'ad',
      stopLoss: 5_000,
    });
    await addCost(tx, clock, owner, lift, {
      ...{
        day: shanghaiDate(new Date(now.getTime() - 20 * DAY)),
        kind: 'money',
        amount: 60_000,
        note: '两周投放',
      },
    });
    const callers = await tx
      .selectFrom('customers')
      .select('id')
      .where('status', '=', 'active')
      .orderBy('id', 'desc')
      .limit(CALLERS)
      .execute();
    for (const [at, { id }] of callers.entries())
      await noteCall(tx, platform, owner, id, {
        ...{
          touchpointId: lift,
          at: new Date(now.getTime() - (at + 3) * DAY - HOUR),
          note: CALLED[at] ?? '',
        },
      });
  });
  await settleEverybodysOrders(platform);
}

const CALLED = ['问生日蛋糕能不能送到家', '问滨江店几点关门', '想订二十份下午茶', ''];
