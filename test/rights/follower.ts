import { OfficialAccountServer } from '#channels/simulator/official-account/server.ts';
import { workOffInbox } from '#customers';
import { connectOfficialAccount } from '#customers/testing';
import { SYSTEM } from '#platform/auth/actor.ts';
import type { Platform } from '#platform/platform.ts';

const APP = { appid: 'wx_rights', secret: 'secret' };

/** Somebody who follows an official account that a platform is connected to. */
export async function officialFollower(ids: { openid: string; unionid: string }) {
  const wechat = await new OfficialAccountServer({ now: () => new Date() }).open();
  wechat.add(APP);
  await wechat.follow(APP.appid, ids);
  /** They wrote to the account, and that is heard. */
  const heard = async (platform: Platform, accountId: number, dedupeKey: string): Promise<void> => {
    const at = new Date();
    const body = { event: 'follower', change: 'wrote', openId: ids.openid, at, scene: '' };
    const row = { accountId, dedupeKey, body: JSON.stringify(body), receivedAt: at };
    await platform.db.insertInto('channelInbox').values(row).execute();
    await workOffInbox(platform);
  };
  return {
    heard,
    async connect(platform: Platform): Promise<number> {
      const body = { name: '公众号', appId: APP.appid, secret: APP.secret };
      const id = await platform.db
        .transaction()
        .execute(tx => connectOfficialAccount(tx, platform, SYSTEM, body, wechat.url));
      await heard(platform, id, 'first');
      return id;
    },
    close: () => wechat.close(),
  };
}
