import { openWecom, wecom } from '#channels';
import type { Platform } from '#platform/platform.ts';
import { takeIn } from './take-in.ts';

/** Takes in a customer as WeCom knows them now; nothing where nobody follows them any more. */
export async function readAgain(
  platform: Platform,
  accountId: number,
  externalUserId: string,
): Promise<void> {
  const client = await openWecom(platform, accountId);
  const readAt = platform.clock.now();
  const found = await wecom.getCustomer(client, externalUserId);
  if (!found.ok && found.kind === 'gone') return;
  const { customer, follows } = wecom.orThrow(found);
  const followed = follows.map(follow => ({ customer, follow }));
  await takeIn(platform, client, accountId, followed, readAt);
}
