import { z } from 'zod';
import type { Endpoint } from '../wecom/endpoint.ts';
import { done, type Outcome } from '../wecom/outcome.ts';
import type { OfficialAccountClient } from './client.ts';

/** Names, faces and places are no longer told by the platform. */
export type Follower = {
  openId: string;
  /** Only where the account is bound to an Open Platform account. */
  unionId: string | undefined;
  subscribedAt: Date;
  /** By what they came: `ADD_SCENE_QR_CODE`, `ADD_SCENE_SEARCH` … */
  cameBy: string;
  /** Of the code they came by, where it had one. */
  scene: string;
};

const listing: Endpoint<{ count: number; data?: { openid: string[] } | undefined; next_openid: string }> = {
  path: 'user/get',
  method: 'GET',
  effect: 'repeatable',
  answer: z.object({
    count: z.int(),
    data: z.object({ openid: z.array(z.string()) }).optional(),
    next_openid: z.string().default(''),
  }),
};

const MOST_PAGES = 10_000;

/** All who follow, up to 10,000 a page. A page that leads nowhere new ends it. */
export async function* walkFollowers(client: OfficialAccountClient): AsyncGenerator<Outcome<string[]>> {
  let next = '';
  for (let page = 0; page < MOST_PAGES; page++) {
    const got = await client.call(listing, next ? { next_openid: next } : {});
    if (!got.ok) return yield got;
    const { data, next_openid } = got.data;
    if (!data || data.openid.length === 0) return;
    yield done(data.openid);
    if (next_openid === '' || next_openid === next) return;
    next = next_openid;
  }
}

const followerSchema = z.object({
  subscribe: z.union([z.literal(0), z.literal(1)]),
  openid: z.string(),
  unionid: z.string().optional(),
  subscribe_time: z.number().optional(),
  subscribe_scene: z.string().optional(),
  qr_scene_str: z.string().optional(),
});

const batch: Endpoint<{ user_info_list: z.output<typeof followerSchema>[] }> = {
  path: 'user/info/batchget',
  method: 'POST',
  effect: 'repeatable',
  answer: z.object({ user_info_list: z.array(followerSchema) }),
};

export const FOLLOWERS_AT_ONCE = 100;

/** Those of at most a hundred who follow now; of others nothing is told. */
export async function readFollowers(
  client: OfficialAccountClient,
  openIds: readonly string[],
): Promise<Outcome<Follower[]>> {
  const user_list = openIds.slice(0, FOLLOWERS_AT_ONCE).map(openid => ({ openid, lang: 'zh_CN' }));
  const got = await client.call(batch, { user_list });
  if (!got.ok) return got;
  return done(
    got.data.user_info_list.flatMap(one =>
      one.subscribe === 0
        ? []
        : [
            {
              openId: one.openid,
              unionId: one.unionid || undefined,
              subscribedAt: new Date((one.subscribe_time ?? 0) * 1_000),
              cameBy: one.subscribe_scene ?? '',
              scene: one.qr_scene_str ?? '',
            },
          ],
    ),
  );
}

const creating: Endpoint<{ ticket: string }> = {
  path: 'qrcode/create',
  method: 'POST',
  // The same scene again is the same code; a permanent one counts once against 100,000.
  effect: 'repeatable',
  answer: z.object({ ticket: z.string().min(1) }),
};

/** A permanent code; `scene` (1 to 64 characters) comes back with everybody who comes by it. */
export async function makeSceneCode(
  client: OfficialAccountClient,
  scene: string,
): Promise<Outcome<{ ticket: string; imageUrl: string }>> {
  const input = { action_name: 'QR_LIMIT_STR_SCENE', action_info: { scene: { scene_str: scene } } };
  const got = await client.call(creating, input);
  if (!got.ok) return got;
  const { ticket } = got.data;
  const imageUrl = new URL('/cgi-bin/showqrcode', client.site);
  imageUrl.searchParams.set('ticket', ticket);
  return done({ ticket, imageUrl: imageUrl.href });
}
