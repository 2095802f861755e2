import { sql } from 'kysely';
import { z } from 'zod';
import { secretsPlace, youzan } from '#channels';
import { audit } from '#platform/audit/audit.ts';
import type { Actor } from '#platform/auth/actor.ts';
import { DAY } from '#platform/clock.ts';
import { NOT_FOUND, Problem, type ProblemKind } from '#platform/http/problem.ts';
import type { Platform } from '#platform/platform.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import { sourceById, sourceByName } from '../accounts/sources.ts';
import type { youzanBody, youzanPatch } from './contract.ts';

const SHOP_CONNECTED: ProblemKind = {
  code: 'shop_already_connected',
  status: 409,
  title: { zh: '已经接入过', en: 'Already connected' },
  detail: {
    zh: '这个店铺已经接入，请在列表里修改它。',
    en: 'This shop is already connected; change it in the list.',
  },
};

const NOT_A_SHOP: ProblemKind = {
  code: 'not_a_shop',
  status: 409,
  title: { zh: '不是店铺账号', en: 'Not the account of a shop' },
  detail: {
    zh: '这个账号不是店铺，不能接入有赞。请选择店铺，或填写新店铺的名称。',
    en: 'This account is no shop and cannot be connected to Youzan. Choose a shop, or name a new one.',
  },
};

/** Whoever may change options must not have the secret sent to an address of theirs without knowing it. */
const SECRET_NEEDED: ProblemKind = {
  code: 'client_secret_needed',
  status: 409,
  title: { zh: '请再填一次应用密钥', en: 'Enter the app secret again' },
  detail: {
    zh: '更改接口地址时，须同时填写应用密钥（client_secret），因为密钥会发往新的地址。',
    en: 'To change the address of the API, enter client_secret as well: it will be sent to the new address.',
  },
};

export const shopConfig = z.object({
  shopId: z.string(),
  clientId: z.string(),
  options: z.record(z.string(), z.unknown()).default({}),
});
const shopSecrets = z.object({ clientSecret: z.string() });

type Tools = Pick<Platform, 'vault' | 'clock'>;
type Who = Pick<Actor, 'name'>;

/** Connects a shop of Youzan: what is secret is sealed to its account. */
export async function connectYouzan(
  tx: Tx,
  { vault, clock }: Tools,
  actor: Who,
  { source, clientId, clientSecret, shopId, options = {} }: z.output<typeof youzanBody>,
): Promise<number> {
  const id = 'id' in source ? await sourceById(tx, source.id) : await sourceByName(tx, source.name);
  await refuseTwice(tx, id, shopId);
  const config = JSON.stringify({ shopId, clientId, options } satisfies z.input<typeof shopConfig>);
  const secrets = vault.seal(JSON.stringify({ clientSecret }), secretsPlace(id));
  const { name } = await tx
    .updateTable('channelAccounts')
    .set({
      platform: 'youzan',
      externalId: shopId,
      config,
      secrets,
      status: 'active',
      updatedAt: clock.now(),
    })
    .where('id', '=', id)
    .returning('name')
    .executeTakeFirstOrThrow();
  const { firstDays } = youzan.youzanOptions.parse(options);
  const cursorAt = new Date(clock.now().getTime() - firstDays * DAY);
  await tx
    .insertInto('shopPulls')
    .values({ accountId: id, cursorAt })
    .onConflict(conflict => conflict.column('accountId').doNothing())
    .execute();
  await audit(tx, clock, actor, {
    action: 'account.connected',
    object: { kind: 'account', id },
    after: { name, shopId },
  });
  return id;
}

async function refuseTwice(tx: Tx, id: number, shopId: string): Promise<void> {
  const { rows } = await sql<{ isShop: boolean }>`
    select kind = 'shop' as is_shop from channel_accounts where id = ${id} and (kind <> 'shop' or secrets is not null)
      or kind = 'shop' and external_id = ${shopId} and id <> ${id}`.execute(tx);
  if (rows.some(row => !row.isShop)) throw new Problem(NOT_A_SHOP);
  if (rows.length > 0) throw new Problem(SHOP_CONNECTED);
}

/**
 * New keys, other options, pause or resume; what is left out stays. With other options, orders that could not be read are
 * fetched again.
 */
export async function changeYouzan(
  tx: Tx,
  { vault, clock }: Tools,
  actor: Who,
  id: number,
  { clientSecret, status, clientId, options }: z.output<typeof youzanPatch>,
): Promise<void> {
  const row = await tx
    .selectFrom('channelAccounts')
    .select(['config', 'status', 'name'])
    .where('id', '=', id)
    .where('platform', '=', 'youzan')
    .where('secrets', 'is not', null)
    .where('status', '<>', 'removed')
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw new Problem(NOT_FOUND);
  const config = shopConfig.parse(row.config);
  const changed = { ...config, ...(clientId && { clientId }), options: { ...config.options, ...options } };
  if (!clientSecret && addressOf(changed.options) !== addressOf(config.options))
    throw new Problem(SECRET_NEEDED);
  await tx
    .updateTable('channelAccounts')
    .set({
      config: JSON.stringify(changed),
      updatedAt: clock.now(),
      ...(status && { status }),
      ...(clientSecret && { secrets: vault.seal(JSON.stringify({ clientSecret }), secretsPlace(id)) }),
    })
    .where('id', '=', id)
    .execute();
  if (options) await goBackToUnread(tx, id);
  // A token of other keys, or of another address, says nothing any more.
  if (clientId || clientSecret) await tx.deleteFrom('channelTokens').where('accountId', '=', id).execute();
  await audit(tx, clock, actor, {
    action: 'account.changed',
    object: { kind: 'account', id },
    before: { name: row.name, status: row.status },
    after: { status, clientId, options, ...(clientSecret && { secrets: ['clientSecret'] }) },
  });
}

const addressOf = (options: Record<string, unknown>) => youzan.youzanOptions.parse(options).baseUrl;

async function goBackToUnread(tx: Tx, id: number): Promise<void> {
  await sql`
    update shop_pulls set cursor_at = least(cursor_at, (select min((f ->> 'at')::timestamptz) from jsonb_array_elements(faults) f))
    where account_id = ${id}`.execute(tx);
}

export type OpenShop = { accountId: number; keys: youzan.YouzanKeys; options: youzan.YouzanOptions };

/** A connected shop with its secret opened; undefined when there is none, or it is paused. */
export async function openShop(
  { db, vault }: Pick<Platform, 'db' | 'vault'>,
  accountId: number,
): Promise<OpenShop | undefined> {
  const row = await db
    .selectFrom('channelAccounts')
    .select(['config', 'secrets'])
    .where('id', '=', accountId)
    .where('platform', '=', 'youzan')
    .where('status', '=', 'active')
    .executeTakeFirst();
  if (!row?.secrets) return undefined;
  const { shopId, clientId, options } = shopConfig.parse(row.config);
  const { clientSecret } = shopSecrets.parse(JSON.parse(vault.open(row.secrets, secretsPlace(accountId))));
  return {
    accountId,
    keys: { clientId, clientSecret, shopId },
    options: youzan.youzanOptions.parse(options),
  };
}

/** All shops that are connected and not paused. */
export async function activeShops({ db }: Pick<Platform, 'db'>): Promise<number[]> {
  const rows = await db
    .selectFrom('channelAccounts')
    .select('id')
    .where('platform', '=', 'youzan')
    .where('secrets', 'is not', null)
    .where('status', '=', 'active')
    .execute();
  return rows.map(row => row.id);
}
