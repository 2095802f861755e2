import { type For, insert, next } from './insert.ts';
import { customer, type makers } from './makers.ts';

/** Records of 微信客服, beside the others. */
export const SERVICE_MAKERS: typeof makers = { kfa: kfAccount, kfc: kfScene, kfs: kfSession };

async function kfScene(given: For): Promise<number> {
  const [kfAccountId, now] = [await kfAccount(given), given.platform.clock.now()];
  const row = { kfAccountId, name: '样例', scene: 'sample', url: 'https://example.com/kf' };
  return await insert(given, 'kfScenes', { ...row, createdBy: 'test', createdAt: now, updatedAt: now });
}

async function kfAccount(given: For): Promise<number> {
  const now = given.platform.clock.now();
  const row = { accountId: given.accountId, openKfid: `wk${next()}`, name: '样例', isManaged: true };
  return await insert(given, 'kfAccounts', {
    ...row,
    nextRead: now,
    syncedAt: now,
  });
}

/** A customer who has just written, and whom nobody has answered. */
async function kfSession(given: For): Promise<number> {
  const [kfAccountId, customerId, now] = [
    await kfAccount(given),
    await customer(given),
    given.platform.clock.now(),
  ];
  const key = `wm${next()}`;
  await insert(given, 'identities', {
    ...{ customerId, kind: 'external_userid', accountId: given.accountId, key, shown: key, source: 'wecom' },
    ...{ firstSeenAt: now, lastSeenAt: now },
  });
  const said = { state: 'new', customerAt: now, waitingSince: now, lastAt: now, lastFrom: 'customer' };
  return await insert(given, 'kfSessions', { kfAccountId, externalId: key, customerId, ...said });
}
