import { z } from 'zod';
import type { Platform } from '#platform/platform.ts';
import type { AnswerChannel } from '../contract.ts';
import { postgresMediaStore } from '../wecom/media.sql.ts';
import { mediaShelf } from '../wecom/media.ts';
import { postgresTokenStore } from '../wecom/tokens.sql.ts';
import { answerChannel } from './channel.ts';
import { type OfficialAccountClient, officialAccountClient } from './client.ts';

/** What an official account is configured with. The base address differs only for the simulator. */
const config = z.object({ appId: z.string(), baseUrl: z.url().optional() });
const secrets = z.object({
  secret: z.string(),
  callbackToken: z.string().optional(),
  callbackKey: z.string().optional(),
});

/** An account's settings with its secrets opened. Throws when there is no active official account of that id. */
export async function readOfficialAccount({ db, vault }: Pick<Platform, 'db' | 'vault'>, accountId: number) {
  const account = await db
    .selectFrom('channelAccounts')
    .select(['kind', 'status', 'config', 'secrets'])
    .where('id', '=', accountId)
    .executeTakeFirst();
  if (account?.kind !== 'official_account' || account.status !== 'active' || !account.secrets)
    throw new Error(`Channel account ${accountId} is no active official account`);
  const opened = vault.open(account.secrets, `channel_accounts/${accountId}`);
  return { ...config.parse(account.config), ...secrets.parse(JSON.parse(opened)) };
}

/** A client of its own each time: what is shared, the token, is in the database. */
export async function openOfficialAccount(
  platform: Pick<Platform, 'db' | 'vault' | 'clock'>,
  accountId: number,
): Promise<OfficialAccountClient> {
  const { db, vault, clock } = platform;
  const { appId, secret, baseUrl } = await readOfficialAccount(platform, accountId);
  const credentials = { accountId, appId, secret };
  return officialAccountClient({ credentials, store: postgresTokenStore(db, vault), clock, baseUrl });
}

/** The account as a channel that answers its followers. */
export async function openAnswers(
  platform: Pick<Platform, 'db' | 'vault' | 'clock'>,
  accountId: number,
): Promise<AnswerChannel> {
  const client = await openOfficialAccount(platform, accountId);
  return answerChannel(client, mediaShelf(client, postgresMediaStore(platform.db)));
}
