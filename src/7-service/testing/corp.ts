import type { TestPlatform } from '#platform/testing/test-platform.ts';
import { greetingCorp } from '../../4-acquisition/testing/corp.ts';
import { service, syncKfAccounts } from '../index.ts';

/** The corp with one customer-service account; `ann` has two of its customers, of three more nobody has any. */
export async function servingCorp(platform: TestPlatform) {
  const customer = (n: number) => ({ external_userid: `wm${n}`, name: `客户${n}` });
  const hers = [{ userid: 'ann', createtime: 1_780_000_000 }];
  const corp = await greetingCorp(platform, {
    people: [
      ...[1, 2].map(n => ({ ...customer(n), unionid: `union${n}`, follow_user: hers })),
      ...[3, 4, 5].map(customer),
    ],
    stages: [service],
  });
  const kf = await corp.admin.consoleAddsKf(corp.corpId, { name: '小满客服' });
  await syncKfAccounts(platform, corp.accountId);
  return { ...corp, kf };
}
