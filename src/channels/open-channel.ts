import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Platform } from '#platform/platform.ts';
import type { Db } from '#platform/postgres/connect.ts';
import { callCounts } from './call-counts.ts';
import type { Channel } from './contract.ts';
import { openAnswers } from './official-account/open.ts';
import { smsChannel } from './sms/channel.ts';
import { smsClient, type VendorClient } from './sms/index.ts';
import { wecomChannel } from './wecom/channel.ts';
import { type WecomClient, wecomClient } from './wecom/client.ts';
import { postgresMediaStore } from './wecom/media.sql.ts';
import { type MediaShelf, mediaShelf } from './wecom/media.ts';
import { makeTickets, type Tickets } from './wecom/tickets.ts';
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

/** What an SMS account is configured with. Price: fen for 1,000 parts, because a part costs fractions of a fen. */
export const smsConfig = z.object({
  vendor: z.enum(['aliyun', 'tencent']),
  signName: z.string(),
  /** Tencent's SdkAppId; Aliyun has none. */
  appId: z.string().default(''),
  region: z.string().default('ap-guangzhou'),
  pricePerThousand: z.number().int().min(0),
  baseUrl: z.url().optional(),
});
/** `token` makes the address unguessable to which the vendor pushes receipts and replies. */
export const smsSecrets = z.object({ keyId: z.string(), keySecret: z.string(), token: z.string() });

type Opened = { version: number; client: WecomClient; channel: Channel; tickets: Tickets; media: MediaShelf };

/**
 * What is open, by account: a client holds its throttle and its token, a channel the uploads under way, so there is one
 * of each per process and account. An account that was changed is opened anew.
 */
const openedOf = new WeakMap<Db, Map<number, Opened>>();

/** The channel behind an account. Throws when the account is not there, paused, or of a kind that cannot send. */
export async function openChannel(platform: Platform, accountId: number): Promise<Channel> {
  const kind = await platform.db
    .selectFrom('channelAccounts')
    .select('kind')
    .where('id', '=', accountId)
    .executeTakeFirst();
  if (kind?.kind === 'sms') return smsChannel((await openSms(platform, accountId)).client);
  if (kind?.kind === 'official_account') return await openAnswers(platform, accountId);
  return (await open(platform, accountId)).channel;
}

/** The WeCom client of an account. */
export async function openWecom(platform: Platform, accountId: number): Promise<WecomClient> {
  return (await open(platform, accountId)).client;
}

/** The tickets with which pages of an account's app are signed. */
export async function openTickets(platform: Platform, accountId: number): Promise<Tickets> {
  return (await open(platform, accountId)).tickets;
}

/** Where the files of an account's messages become what WeCom takes. */
export async function openWecomMedia(platform: Platform, accountId: number): Promise<MediaShelf> {
  return (await open(platform, accountId)).media;
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

/** An SMS account with its secrets opened. Throws when there is no active account of that id. */
export async function openSms(
  platform: Pick<Platform, 'db' | 'vault' | 'clock'>,
  accountId: number,
): Promise<SmsAccount> {
  const account = await readSmsAccount(platform, accountId);
  if (account?.status !== 'active') throw new Error(`Channel account ${accountId} is no active SMS account`);
  return account;
}

export type SmsAccount = z.output<typeof smsConfig> & {
  client: VendorClient;
  token: string;
  keyId: string;
  status: string;
};

/** An SMS account, paused or not; nothing when there is none. */
export async function readSmsAccount(
  { db, vault, clock }: Pick<Platform, 'db' | 'vault' | 'clock'>,
  accountId: number,
): Promise<SmsAccount | undefined> {
  const account = await db
    .selectFrom('channelAccounts')
    .selectAll()
    .where('id', '=', accountId)
    .where('kind', '=', 'sms')
    .where('status', '<>', 'removed')
    .executeTakeFirst();
  if (!account?.secrets) return undefined;
  const config = smsConfig.parse(account.config);
  const secrets = smsSecrets.parse(JSON.parse(vault.open(account.secrets, secretsPlace(accountId))));
  const { keyId, keySecret, token } = secrets;
  const key = { id: keyId, secret: keySecret };
  const client = smsClient(config.vendor, { ...config, key, clock, nonce: randomUUID });
  return { ...config, client, token, keyId, status: account.status };
}

async function open(platform: Platform, accountId: number): Promise<Opened> {
  const { db, vault, clock, log } = platform;
  const { corpId, baseUrl, secret, updatedAt } = await readWecomAccount(platform, accountId);
  const version = updatedAt.getTime();
  const accounts = openedOf.get(db) ?? new Map<number, Opened>();
  openedOf.set(db, accounts);
  const known = accounts.get(accountId);
  if (known?.version === version) return known;
  const credentials = { accountId, corpId, secret };
  const store = postgresTokenStore(db, vault);
  const client = wecomClient({
    credentials,
    store,
    log,
    clock,
    onCall: note => callCounts(platform).note(accountId, note),
    ...(baseUrl && { baseUrl }),
  });
  const files = postgresMediaStore(db);
  const [channel, media] = [wecomChannel(client, files), mediaShelf(client, files)];
  const opened = { version, client, channel, media, tickets: makeTickets(client, credentials, store) };
  accounts.set(accountId, opened);
  return opened;
}

/** Where an account's secrets are sealed to. */
export function secretsPlace(accountId: number): string {
  return `channel_accounts/${accountId}`;
}
