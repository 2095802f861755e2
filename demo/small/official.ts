import { createCode, createTouchpoint, greetFollower, setAccountWelcome, tellWays } from '#acquisition';
import type { officialAccount } from '#channels';
import { worldText } from '#channels/simulator/official-account/keep.ts';
import { OfficialAccountServer } from '#channels/simulator/official-account/server.ts';
import {
  connectOfficialAccount,
  handleFollower,
  readNoticeTemplates,
  sendOfficialMessage,
  writeReply,
} from '#customers';
import { DAY, HOUR, MINUTE } from '#platform/clock.ts';
import { chanceOf } from '../people/chance.ts';
import { COMPANY } from '../shop/company.ts';
import type { Story } from './story.ts';

const APP = { appid: 'wx5c1a0b8f2d7e4a96', secret: 'f0c1a5e2b7d94386a1e0c3b5d7f98264' };
const KEYS = { callbackToken: 'XiaoMan2026', callbackKey: 'kT2xPq9vLm4RsZ7wYb1NcD6eHf3GjU8aQ5iXo0VtSyB' };
const TEMPLATES = [
  {
    ...{ priTmplId: 'q2Zt8Yk4LwN6hVbXe1RcUo3JmSgDpA7iFxT5KyQz0Hs', title: '取货提醒', type: 2 },
    content: '商品名称：{{thing1.DATA}}\n取货时间：{{time2.DATA}}\n取货地点：{{thing3.DATA}}',
  },
  {
    ...{ priTmplId: 'b7Wm3Rv9PqE1nCxGs5TdYk2JfLzHuA8oIi6XtV4wKc0', title: '新品上架通知', type: 2 },
    content: '商品名称：{{thing1.DATA}}\n上架时间：{{time4.DATA}}',
  },
];
/** How many follow in these weeks, and what share of them does what. */
const FOLLOWERS = 60;
const [BY_CODE, LEAVES, ACCEPTS] = [0.6, 0.1, 0.4];
const WEEKS = 38 * DAY;
/** Who wrote so lately that they can still be answered. */
const LATELY = [
  { hours: 3, text: '周末还有栗子蛋糕吗？' },
  { hours: 9, text: '滨江店几点关门' },
  { hours: 20, text: '我的券怎么用呀' },
  { hours: 31, text: '可以帮我留两个可颂吗' },
];

/**
 * The bakery’s official account: followers who are mostly customers of WeCom too, some by a code on the paper bag, a welcome,
 * notices, and a few who have just written. Told of the platform’s events directly, because its pushes carry real stamps.
 * @returns the platform’s world, for the server that goes on with it.
 */
export async function openOfficialAccount(story: Story): Promise<string> {
  const server = await new OfficialAccountServer(story.clock).open();
  try {
    server.add({ ...APP, name: COMPANY, templates: TEMPLATES });
    const now = story.clock.now();
    const accountId = await connect(story, server.url);
    await hangUpCode(story, accountId, now);
    await comeIn(story, server, accountId, now);
    await askLately(story, server, accountId, now);
    story.clock.set(now);
    return worldText(server);
  } finally {
    await server.close();
  }
}

async function connect({ platform, clock, owner, now }: Story, url: string): Promise<number> {
  clock.set(new Date(now.getTime() - WEEKS));
  const body = { name: `${COMPANY}公众号`, appId: APP.appid, secret: APP.secret, ...KEYS };
  const id = await platform.db
    .transaction()
    .execute(tx => connectOfficialAccount(tx, platform, owner, body, url));
  await platform.db.transaction().execute(async tx => {
    await readNoticeTemplates(tx, platform, owner, id);
    await setAccountWelcome(tx, clock, owner, id, {
      variants: [
        {
          who: 'anybody',
          message: {
            text: '您好，这里是小满面包房。每周三上新，回复“门店”查看离您最近的店。',
            attachments: [
              {
                ...{ kind: 'link', title: '本周面包单', url: 'https://example.com/menu' },
                description: '今天出炉的都在这里',
              },
            ],
          },
        },
      ],
    });
  });
  return id;
}

/** On the paper bag: who scans it is led to the official account. */
async function hangUpCode({ platform, clock, owner, accountId, seed }: Story, official: number, now: Date) {
  await platform.db.transaction().execute(async tx => {
    const place = { kind: 'parcel', campaign: '面包袋', store: '', url: '', memberId: null } as const;
    const touchpointId = await createTouchpoint(tx, clock, owner, {
      ...{ ...place, name: '面包袋上的公众号', stopLoss: null },
    });
    const said = '谢谢您带走我们的面包。袋子上的保质期是常温，冷冻可以放两周，回烤 180 度 5 分钟。';
    const welcome = {
      variants: [{ who: 'anybody' as const, message: { text: said, attachments: [] } }],
    };
    const target = { kind: 'official_account' as const, accountId: official, title: '小满面包房', welcome };
    await createCode(tx, clock, chanceOf(seed, 32), owner, {
      ...{ name: '面包袋', touchpointId, accountId, welcome: null, tagIds: [], remark: '' },
      plan: { routes: [{ when: {}, target }], backup: [], fallback: { text: '', phone: '' } },
    });
  });
  await tellWays(platform);
  clock.set(now);
}

type Event = officialAccount.FollowerEvent;

/** The platform’s event is worked off as the callback would be, the welcome first. */
async function hear(story: Story, accountId: number, event: Omit<Event, 'event' | 'at'>): Promise<void> {
  const { platform, clock } = story;
  const at = new Date(Math.floor(clock.now().getTime() / 1_000) * 1_000);
  const { openId, change, scene } = event;
  if (change === 'followed' || change === 'scanned')
    await greetFollower(platform, { accountId, openId, scene, at, followed: change === 'followed' });
  await handleFollower(platform, accountId, { event: 'follower', at, ...event });
}

async function comeIn(
  story: Story,
  server: OfficialAccountServer,
  accountId: number,
  now: Date,
): Promise<void> {
  const random = chanceOf(story.seed, 31);
  const [ticket, scene] = [...(server.accounts.get(APP.appid)?.codes ?? [])][0] ?? [];
  const people = story.cast.filter(({ relation }) => relation).slice(0, FOLLOWERS);
  for (const [at, { person, relation }] of people.entries()) {
    const came = now.getTime() - 2 * DAY - (WEEKS - 3 * DAY) * (1 - at / people.length);
    story.clock.set(new Date(came));
    const openid = openIdOf(at);
    const isByCode = ticket !== undefined && random.next() < BY_CODE;
    const unionid = relation?.unionid ?? '';
    await server.follow(APP.appid, {
      ...{ openid, unionid, name: person.nickname },
      ...(isByCode && { ticket }),
    });
    await hear(story, accountId, {
      openId: openid,
      change: 'followed',
      scene: isByCode ? (scene ?? '') : '',
    });
    if (random.next() < ACCEPTS) {
      const { priTmplId: code } = TEMPLATES[at % TEMPLATES.length] ?? { priTmplId: '' };
      await server.decide(APP.appid, openid, { [code]: 'accept' });
      const words = [{ code, word: 'accepted' as const, id: '', why: '' }];
      await hear(story, accountId, { openId: openid, change: 'noticed', scene: '', words });
    }
    if (at >= LATELY.length && random.next() < LEAVES) {
      story.clock.set(new Date(Math.min(came + 9 * DAY, now.getTime() - HOUR)));
      await server.unfollow(APP.appid, openid);
      await hear(story, accountId, { openId: openid, change: 'unfollowed', scene: '' });
    }
  }
}

/** A few have just written; one of them has been answered. */
async function askLately(
  story: Story,
  server: OfficialAccountServer,
  accountId: number,
  now: Date,
): Promise<void> {
  const { platform, clock, owner } = story;
  for (const [at, { hours, text }] of [...LATELY.entries()].toReversed()) {
    clock.set(new Date(now.getTime() - hours * HOUR));
    await server.write(APP.appid, openIdOf(at), text);
    await hear(story, accountId, { openId: openIdOf(at), change: 'wrote', scene: '' });
  }
  const { customerId } = await platform.db
    .selectFrom('followers')
    .select('customerId')
    .where('accountId', '=', accountId)
    .where('openid', '=', openIdOf(1))
    .executeTakeFirstOrThrow();
  clock.set(new Date(now.getTime() - 9 * HOUR + 4 * MINUTE));
  const id = await platform.db.transaction().execute(tx =>
    writeReply(tx, platform, owner, customerId, {
      ...{ accountId, text: '滨江店今天 21:30 关门，面包 20:00 后八折。', link: null },
    }),
  );
  await sendOfficialMessage(platform, id);
}

const openIdOf = (at: number) => `oXiaoMan${String(at).padStart(4, '0')}Demo`;
