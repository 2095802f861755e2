import { z } from 'zod';
import type { Platform } from '#platform/platform.ts';
import type { Db } from '#platform/postgres/connect.ts';
import type { Channel } from './contract.ts';
import { wecomChannel } from './wecom/channel.ts';
import { type WecomClient, wecomClient } from './wecom/client.ts';
import { postgresTokenStore } from './wecom/tokens.sql.ts';

/** What a WeCom account is configured with. The base address differs only for the simulator. */
export const wecomConfig = z.object({
  corpId: z.string(),
  agentId: z.number().int().optional(),
  baseUrl: z.url().optional(),
});
export const wecomSecrets = z.object({
  secret: z.string(),
  callbackToken: z.string().optional(),
  callbackKey: z.string().optional(),
});

/** Clients by account: each holds its throttle and its token, so there is one per process and account. */
const clientsOf = new WeakMap<Db, Map<string, WecomClient>>();

/** The channel behind an account. Throws when the account is not there, paused, or of a kind that cannot send. */
export async function openChannel(platform: Platform, accountId: number): Promise<Channel> {
  return wecomChannel(await openWecom(platform, accountId));
}

/** A WeCom account's settings with its secrets opened. Throws when there is no active account of that id. */
export async function readWecomAccount({ db, vault }: Pick<Platform, 'db' | 'vault'>, accountId: number) {
  const account = await db
    .selectFrom('channelAccounts')
    .selectAll()
    .where('id', '=', accountId)
    .executeTakeFirst();
  if (account?.kind !== 'wecom' || account.status !== 'active' || !account.secrets)
    throw new Error(`Channel account ${accountId} is no active WeCom account`);
  const config = wecomConfig.parse(account.config);
  const secrets = wecomSecrets.parse(JSON.parse(vault.open(account.secrets, secretsPlace(accountId))));
  return { ...config, ...secrets, updatedAt: account.updatedAt };
}

/** The WeCom client of an account. */
export async function openWecom(platform: Platform, accountId: number): Promise<WecomClient> {
  const { db, vault, clock, log } = platform;
  const { corpId, baseUrl, secret, updatedAt } = await readWecomAccount(platform, accountId);
  const key = `${accountId} ${updatedAt.getTime()}`;
  const clients = clientsOf.get(db) ?? new Map<string, WecomClient>();
  clientsOf.set(db, clients);
  const known = clients.get(key);
  if (known) return known;
  const store = postgresTokenStore(db, vault);
  const client = wecomClient({
    credentials: { accountId, corpId, secret },
    store,
    log,
    clock,
    ...(baseUrl && { baseUrl }),
  });
  clients.set(key, client);
  return client;
}

/** Where an account's secrets are sealed to. */
export function secretsPlace(accountId: number): string {
  return `channel_accounts/${accountId}`;
}
