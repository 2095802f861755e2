import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { z } from 'zod';
import { readSmsAccount, secretsPlace, smsConfig, smsSecrets } from '#channels';
import { audit } from '#platform/audit/audit.ts';
import type { Actor } from '#platform/auth/actor.ts';
import { NOT_FOUND, Problem } from '#platform/http/problem.ts';
import type { Platform } from '#platform/platform.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import type { smsAccountBody, smsAccountPatch, smsAccountView } from './contract.ts';

type Tools = Pick<Platform, 'vault' | 'clock'>;

/** Connects an account at a vendor. `baseUrl` is for a simulator only. */
export async function createSmsAccount(
  tx: Tx,
  { vault, clock }: Tools,
  actor: Pick<Actor, 'name'>,
  { name, keyId, keySecret, ...given }: z.output<typeof smsAccountBody> & { baseUrl?: string },
): Promise<number> {
  const config = smsConfig.parse(given);
  const now = clock.now();
  const { id } = await tx
    .insertInto('channelAccounts')
    .values({
      ...{ kind: 'sms', platform: config.vendor, name, config: JSON.stringify(config) },
      ...{ createdAt: now, updatedAt: now },
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const secrets = { keyId, keySecret, token: randomBytes(24).toString('base64url') };
  const sealed = vault.seal(JSON.stringify(secrets), secretsPlace(id));
  await tx.updateTable('channelAccounts').set({ secrets: sealed }).where('id', '=', id).execute();
  await audit(tx, clock, actor, {
    action: 'account.connected',
    object: { kind: 'account', id },
    after: { name, vendor: config.vendor, signName: config.signName },
  });
  return id;
}

/** Another signature, price or key, a pause or its end; what is left out stays. */
export async function changeSmsAccount(
  tx: Tx,
  { vault, clock }: Tools,
  actor: Pick<Actor, 'name'>,
  id: number,
  { name, status, keyId, keySecret, ...given }: z.output<typeof smsAccountPatch>,
): Promise<void> {
  const account = await tx
    .selectFrom('channelAccounts')
    .selectAll()
    .where('id', '=', id)
    .where('kind', '=', 'sms')
    .where('status', '<>', 'removed')
    .forUpdate()
    .executeTakeFirst();
  if (!account?.secrets) throw new Problem(NOT_FOUND);
  const before = smsConfig.parse(account.config);
  const config = smsConfig.parse({ ...before, ...given });
  const kept = smsSecrets.parse(JSON.parse(vault.open(account.secrets, secretsPlace(id))));
  const secrets = { ...kept, ...(keyId && { keyId }), ...(keySecret && { keySecret }) };
  await tx
    .updateTable('channelAccounts')
    .set({
      ...(name && { name }),
      ...(status && { status }),
      config: JSON.stringify(config),
      secrets: vault.seal(JSON.stringify(secrets), secretsPlace(id)),
      updatedAt: clock.now(),
    })
    .where('id', '=', id)
    .execute();
  const said = { signName: config.signName, pricePerThousand: config.pricePerThousand };
  await audit(tx, clock, actor, {
    action: 'account.changed',
    object: { kind: 'account', id },
    before: { name: account.name, signName: before.signName, pricePerThousand: before.pricePerThousand },
    after: { name, status, ...said, ...((keyId || keySecret) && { secrets: ['key'] }) },
  });
}

/** @param mayChange whether the reader may see the addresses the vendor pushes to. */
export async function listSmsAccounts(
  db: Db | Tx,
  platform: Pick<Platform, 'config' | 'vault' | 'clock' | 'db'>,
  mayChange: boolean,
): Promise<z.output<typeof smsAccountView>[]> {
  const { rows } = await sql<{
    id: number;
    name: string;
    lastReceiptAt: Date | null;
    lastReplyAt: Date | null;
  }>`
    select a.id, a.name,
      (select max(received_at) from sms_inbox i where i.account_id = a.id and i.kind = 'receipts') as last_receipt_at,
      (select max(received_at) from sms_inbox i where i.account_id = a.id and i.kind = 'replies') as last_reply_at
    from channel_accounts a where a.kind = 'sms' and a.status <> 'removed' order by a.id`.execute(db);
  const views = rows.map(async row => {
    const account = await readSmsAccount(platform, row.id);
    if (!account) return [];
    const { vendor, signName, appId, region, keyId, pricePerThousand, token, status } = account;
    const address = platform.config.publicUrl?.replace(/\/$/, '') ?? '';
    const url = (kind: string) => (mayChange ? `${address}/hooks/sms/sms_${row.id}/${token}/${kind}` : null);
    const isTencent = vendor === 'tencent';
    return [
      {
        ...row,
        ...{ vendor, signName, pricePerThousand, status: status as 'active' | 'paused' },
        ...{ appId: isTencent ? appId : null, region: isTencent ? region : null },
        ...{ keyShown: `${keyId.slice(0, 4)}****${keyId.slice(-2)}` },
        ...{ receiptsUrl: url('receipts'), repliesUrl: url('replies') },
      },
    ];
  });
  return (await Promise.all(views)).flat();
}
