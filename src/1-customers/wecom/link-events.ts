import type { wecom } from '#channels';
import { appendEvents } from '#platform/log/events.ts';
import type { Platform } from '#platform/platform.ts';

type LinkEvent = Extract<wecom.WecomEvent, { event: 'customer_acquisition' }>;

const TYPES: Record<LinkEvent['change'], string> = {
  open_profile: 'acquisition.profile_opened',
  friend_request: 'acquisition.friend_requested',
  customer_start_chat: 'acquisition.chat_started',
  balance_low: 'acquisition.quota_low',
  balance_exhausted: 'acquisition.quota_exhausted',
  balance_increased: 'acquisition.quota_increased',
  quota_expire_soon: 'acquisition.quota_expiring',
  delete_link: 'acquisition.link_deleted',
};

/** What WeCom tells of acquisition links goes into the log: whoever keeps the links follows it there. */
export async function tellOfLink(platform: Platform, accountId: number, event: LinkEvent): Promise<void> {
  const { change, linkId, externalUserId = '', at } = event;
  await platform.db.transaction().execute(async tx => {
    const known = await tx
      .selectFrom('identities')
      .select('customerId')
      .where('kind', '=', 'external_userid')
      .where('accountId', '=', accountId)
      .where('key', '=', externalUserId)
      .executeTakeFirst();
    const data = linkId === undefined ? {} : { linkId };
    const told = { type: TYPES[change], customerId: known?.customerId, accountId, at: new Date(at), data };
    await appendEvents(tx, [{ ...told, actor: `account:${accountId}` }]);
  });
}
