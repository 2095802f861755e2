import { randomBytes } from 'node:crypto';
import type { Clock } from '#platform/clock.ts';
import { type Call, refused } from './answers.ts';
import { customSent, noticeSent, templatesOf, uploaded } from './sending.ts';
import type { FakeAccount, FakeFollower } from './world.ts';

type World = {
  accounts: ReadonlyMap<string, FakeAccount>;
  clock: Clock;
  url: string;
  /** A notice went out: the platform tells of it. */
  noticed(account: FakeAccount, follower: FakeFollower, template: string, id: string): void;
};

const LIFE = 7_200;
const CALLER = '127.0.0.1';

/** One call's answer. HTTP is always 200; errcode says what happened. */
export function answer(server: World, call: Call): object {
  if (call.path === 'stable_token') return stableToken(server, call.body);
  const now = server.clock.now().getTime();
  const account = [...server.accounts.values()].find(
    ({ token }) => token !== undefined && token.value === call.query.access_token && token.until > now,
  );
  if (!account)
    return refused(
      40001,
      'invalid credential, access_token is invalid or not latest, could get access_token by getStableAccessToken',
    );
  if (call.path === 'user/get') return listed(account, call.query.next_openid ?? '');
  if (call.path === 'user/info/batchget') return told(account, call.body.user_list);
  if (call.path === 'qrcode/create') return created(account, call.body);
  if (call.path === 'message/custom/send') return customSent(account, call, now);
  if (call.path === 'message/subscribe/bizsend')
    return noticeSent(account, call, now, (...told) => server.noticed(account, ...told));
  if (call.path === 'media/upload') return uploaded(account, call.file, now);
  if (call.path === 'media/uploadimg')
    return { url: `${server.url}/picture/${randomBytes(8).toString('hex')}` };
  if (call.path === 'wxaapi/newtmpl/gettemplate') return templatesOf(account);
  return refused(40066, 'invalid url');
}

/** The same token while it is valid; by force another, and the one before ends. */
function stableToken(server: World, body: Record<string, unknown>): object {
  const account = server.accounts.get(String(body.appid));
  if (!account) return refused(40013, 'invalid appid');
  if (body.secret !== account.secret) return refused(40125, 'invalid appsecret');
  if (account.allowlist && !account.allowlist.includes(CALLER))
    return refused(40164, `invalid ip ${CALLER} ipv6 ::ffff:${CALLER}, not in whitelist`);
  const now = server.clock.now().getTime();
  if (!account.token || account.token.until <= now || body.force_refresh === true)
    account.token = { value: `T_${randomBytes(24).toString('hex')}`, until: now + LIFE * 1_000 };
  return { access_token: account.token.value, expires_in: Math.floor((account.token.until - now) / 1_000) };
}

/** Pages small enough that a test needs more than one. */
const PAGE = 150;

function listed({ followers }: FakeAccount, next: string): object {
  const all = [...followers.values()].filter(one => one.subscribe).map(one => one.openid);
  const from = next ? all.indexOf(next) + 1 : 0;
  const openid = all.slice(from, from + PAGE);
  const total = all.length;
  if (openid.length === 0) return { total, count: 0, next_openid: '' };
  return { total, count: openid.length, data: { openid }, next_openid: openid.at(-1) };
}

function told({ followers, bound }: FakeAccount, given: unknown): object {
  if (!Array.isArray(given) || given.length === 0 || given.length > 100)
    return refused(40032, 'invalid openid list size');
  const users: (FakeFollower | undefined)[] = given.map(({ openid }: { openid: string }) =>
    followers.get(openid),
  );
  if (users.some(one => one === undefined)) return refused(40003, 'invalid openid');
  return { user_info_list: users.flatMap(one => (one ? [infoOf(one, bound)] : [])) };
}

/** Of who does not follow nothing else; of who does, fields that once said more are there and empty. */
function infoOf({ subscribe, openid, unionid, ...rest }: FakeFollower, bound: boolean): object {
  if (!subscribe) return { subscribe: 0, openid };
  const { subscribe_time, subscribe_scene, qr_scene_str } = rest;
  return {
    ...{ subscribe: 1, openid, nickname: '', sex: 0, language: 'zh_CN', city: '', province: '', country: '' },
    ...{ headimgurl: '', subscribe_time, remark: '', groupid: 0, tagid_list: [], subscribe_scene },
    ...{ qr_scene: 0, qr_scene_str },
    ...(bound && unionid && { unionid }),
  };
}

function created({ codes }: FakeAccount, body: Record<string, unknown>): object {
  const info = body.action_info as { scene?: { scene_str?: unknown } } | undefined;
  const scene = info?.scene?.scene_str;
  if (
    body.action_name !== 'QR_LIMIT_STR_SCENE' ||
    typeof scene !== 'string' ||
    scene.length < 1 ||
    scene.length > 64
  )
    return refused(40053, 'invalid action info');
  const known = [...codes].find(([, one]) => one === scene)?.[0];
  const ticket = known ?? `gQ${randomBytes(24).toString('hex')}`;
  codes.set(ticket, scene);
  return { ticket, url: `http://weixin.qq.com/q/${ticket.slice(0, 12)}` };
}
