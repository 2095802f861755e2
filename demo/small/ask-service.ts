import { createTouchpoint } from '#acquisition';
import { MINUTE } from '#platform/clock.ts';
import {
  addServicers,
  answer,
  assignSession,
  createScene,
  listSessions,
  sendAnswers,
  setKfWelcome,
  syncKfAccounts,
} from '#service';
import { chanceOf } from '../people/chance.ts';
import { CORP } from '../shop/company.ts';
import { ONLINE_STAFF } from '../shop/staff.ts';
import type { Receiver } from './receiver.ts';
import { moveTo, type Story } from './story.ts';

type Talk = {
  /** A customer one knows, by their place among those who were asked; a name is somebody new. */
  who: number | string;
  scene?: 'parcel' | 'menu';
  asks: readonly string[];
  answer?: string;
  /** What becomes of the session. */
  becomes?: 'pool' | 'servicer';
};

const TALKS: readonly Talk[] = [
  {
    who: 0,
    scene: 'menu',
    asks: ['你好，周末可以预订生日蛋糕吗？'],
    answer: '可以的，提前一天说好尺寸和口味就行，要几号取？',
  },
  {
    who: '小枣馒头',
    scene: 'parcel',
    asks: ['包裹里的吐司压扁了，怎么办'],
    answer: '非常抱歉！拍张照片发我，马上给您补发。',
    becomes: 'servicer',
  },
  { who: 1, scene: 'menu', asks: ['会员日是周三还是周四？'], answer: '每周三是会员日，欢迎来店里。' },
  { who: '夏天的风', scene: 'parcel', asks: ['保质期怎么算的', '是从做出来那天算吗'] },
  { who: 2, asks: ['上次买的司康还有吗，想再订两盒'], becomes: 'pool' },
  { who: 3, scene: 'menu', asks: ['发票可以开吗？'] },
];

/** So long before now the first of them asks. */
const BEGAN = 45 * MINUTE;
const WELCOME = '您好，这里是小满面包房，请问有什么可以帮您？';
const TEXTS = ['今天还有吐司吗？', '几点关门呀', '可以送到公司吗', '想问下低糖的有哪些', '订单什么时候发货'];

/** Some customers ask at 微信客服 shortly before now: some were answered, some wait. More will ask by themselves. */
export async function askService(story: Story, receiver: Receiver): Promise<void> {
  const { platform, admin, clock, accountId } = story;
  await moveTo(story, new Date(story.now.getTime() - BEGAN));
  const kf = await admin.consoleAddsKf(CORP.corpid, { name: '小满客服' });
  await receiver.worked();
  await syncKfAccounts(platform, accountId);
  const scenes = await setUp(story);
  const known = story.cast.flatMap(({ relation }) => (relation ? [relation.external] : []));
  for (const [at, talk] of TALKS.entries()) {
    await moveTo(story, new Date(clock.now().getTime() + MINUTE));
    const external =
      typeof talk.who === 'number' ? (known[talk.who * 7] ?? '') : `wmService${story.seed}x${at}`;
    const customer = typeof talk.who === 'string' ? { name: talk.who } : undefined;
    const scene = talk.scene && scenes[talk.scene];
    await admin.customerEntersKf(CORP.corpid, kf, external, {
      ...(scene && { scene }),
      ...(customer && { customer }),
    });
    await receiver.worked();
    for (const words of talk.asks) await admin.customerWritesKf(CORP.corpid, kf, external, words);
    await receiver.worked();
    await goOn(story, talk, { kf, external });
    await receiver.worked();
  }
  await admin.crowdAsksKf(CORP.corpid, kf, { count: 8, withinSeconds: 6 * 3_600, scene: '', texts: TEXTS });
}

/** Who answers, what is said first, and by what customers come. */
async function setUp(story: Story): Promise<Record<'parcel' | 'menu', string>> {
  const { platform, owner, seed, accountId } = story;
  return await platform.db.transaction().execute(async tx => {
    const [account] = await tx
      .selectFrom('kfAccounts')
      .select('id')
      .where('accountId', '=', accountId)
      .execute();
    const id = account?.id ?? 0;
    const staff = await tx
      .selectFrom('memberAccounts')
      .select('memberId')
      .where('accountId', '=', accountId)
      .where('externalId', 'in', [ONLINE_STAFF])
      .execute();
    await addServicers(tx, platform, owner, id, { memberIds: staff.map(one => one.memberId), isAdded: true });
    await setKfWelcome(tx, platform.clock, owner, id, { welcome: WELCOME });
    const place = { campaign: '', store: '', url: '', memberId: null, stopLoss: null };
    const touchpointId = await createTouchpoint(tx, platform.clock, owner, {
      ...{ ...place, name: '包裹客服卡', kind: 'parcel' },
    });
    const random = chanceOf(seed, 33);
    const parcel = {
      name: '包裹客服卡',
      scene: 'parcel',
      touchpointId,
      welcome: '感谢购买小满！收到的面包有任何问题，直接告诉我们。',
    };
    const menu = { name: '公众号菜单', scene: 'menu', touchpointId: null, welcome: '' };
    for (const scene of [parcel, menu]) await createScene(tx, platform, random, owner, id, scene);
    return { parcel: 'parcel', menu: 'menu' };
  });
}

async function goOn(
  story: Story,
  talk: Talk,
  { kf, external }: { kf: string; external: string },
): Promise<void> {
  const { platform, owner, clock, admin } = story;
  const { data } = await listSessions(platform.db, owner, clock.now(), { view: 'all' });
  const session = data[0];
  if (!session) return;
  if (talk.answer !== undefined) {
    const text = talk.answer;
    await moveTo(story, new Date(clock.now().getTime() + 2 * MINUTE));
    await platform.db.transaction().execute(tx => answer(tx, platform, owner, session.id, text));
    await sendAnswers(platform);
  }
  const { memberId } = await platform.db
    .selectFrom('memberAccounts')
    .select('memberId')
    .where('externalId', '=', ONLINE_STAFF)
    .executeTakeFirstOrThrow();
  const to = talk.becomes === 'pool' ? ({ to: 'pool' } as const) : ({ to: 'servicer', memberId } as const);
  if (talk.becomes) await assignSession(platform, owner, session.id, to);
  if (talk.becomes !== 'servicer') return;
  const text = '我是小满的客服，补发的快递单号稍后发给您。';
  await admin.servicerActs(CORP.corpid, kf, external, { does: 'write', userid: ONLINE_STAFF, text });
}
