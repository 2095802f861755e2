import type { z } from 'zod';
import { secretsPlace, wecomConfig, wecomSecrets } from '#channels';
import { audit } from '#platform/audit/audit.ts';
import type { Actor } from '#platform/auth/actor.ts';
import { NOT_FOUND, Problem, type ProblemKind } from '#platform/http/problem.ts';
import type { Platform } from '#platform/platform.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import type { accountPatch } from '../contract.ts';

const ALREADY_CONNECTED: ProblemKind = {
  code: 'account_already_connected',
  status: 409,
  title: { zh: '已经接入过', en: 'Already connected' },
  detail: {
    zh: '这个企业（{corpId}）已经接入，请在列表里修改它。',
    en: 'This corp ({corpId}) is already connected; change it in the list.',
  },
};

const NO_SECRETS: ProblemKind = {
  code: 'account_has_no_secrets',
  status: 422,
  title: { zh: '这个账号没有密钥', en: 'This account has no secrets' },
  detail: {
    zh: '只有企业微信和公众号需要填写 Secret 和回调密钥。',
    en: 'Only WeCom and official accounts have a secret and callback keys.',
  },
};

export type WecomAccountInput = {
  name: string;
  corpId: string;
  agentId?: number | undefined;
  secret: string;
  callbackToken?: string | undefined;
  callbackKey?: string | undefined;
  /** Only for the simulator. */
  baseUrl?: string | undefined;
};

/** Connects a WeCom corp: what is secret is sealed to the account. */
export async function createWecomAccount(
  tx: Tx,
  { vault, clock }: Pick<Platform, 'vault' | 'clock'>,
  actor: Pick<Actor, 'name'>,
  input: WecomAccountInput,
): Promise<number> {
  const { name, corpId, agentId, baseUrl, secret, callbackToken, callbackKey } = input;
  const known = await tx
    .selectFrom('channelAccounts')
    .select('id')
    .where('kind', '=', 'wecom')
    .where('externalId', '=', corpId)
    .executeTakeFirst();
  if (known) throw new Problem(ALREADY_CONNECTED, { corpId });
  const now = clock.now();
  const { id } = await tx
    .insertInto('channelAccounts')
    .values({
      kind: 'wecom',
      platform: 'wecom',
      name,
      externalId: corpId,
      config: JSON.stringify({ corpId, agentId, baseUrl }),
      createdAt: now,
      updatedAt: now,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const sealed = vault.seal(JSON.stringify({ secret, callbackToken, callbackKey }), secretsPlace(id));
  await tx.updateTable('channelAccounts').set({ secrets: sealed }).where('id', '=', id).execute();
  await audit(tx, clock, actor, {
    action: 'account.connected',
    object: { kind: 'account', id },
    after: { name, corpId },
  });
  return id;
}

/** Renames, pauses, resumes an account, or gives it new secrets; those left out stay. */
export async function changeAccount(
  tx: Tx,
  { vault, clock }: Pick<Platform, 'vault' | 'clock'>,
  actor: Pick<Actor, 'name'>,
  id: number,
  { name, status, agentId, ...given }: z.output<typeof accountPatch>,
): Promise<void> {
  const account = await tx
    .selectFrom('channelAccounts')
    .selectAll()
    .where('id', '=', id)
    .where('status', '<>', 'removed')
    .forUpdate()
    .executeTakeFirst();
  if (!account) throw new Problem(NOT_FOUND);
  const isWecom = account.kind === 'wecom' && account.secrets !== null;
  const hasSecrets = isWecom || (account.kind === 'official_account' && account.secrets !== null);
  const secretNames = Object.keys(given);
  if ((!isWecom && agentId !== undefined) || (!hasSecrets && secretNames.length > 0))
    throw new Problem(NO_SECRETS);
  const change = {
    ...(name !== undefined && { name }),
    ...(status !== undefined && { status }),
    ...(agentId !== undefined && {
      config: JSON.stringify({ ...wecomConfig.parse(account.config), agentId }),
    }),
    ...(account.secrets && secretNames.length > 0 && { secrets: reseal(vault, id, account.secrets, given) }),
  };
  await tx
    .updateTable('channelAccounts')
    .set({ ...change, updatedAt: clock.now() })
    .where('id', '=', id)
    .execute();
  await audit(tx, clock, actor, {
    action: 'account.changed',
    object: { kind: 'account', id },
    before: { name: account.name, status: account.status },
    after: { name, status, agentId, ...(secretNames.length > 0 && { secrets: secretNames }) },
  });
}

function reseal(
  vault: Platform['vault'],
  id: number,
  sealed: Buffer,
  given: Record<string, unknown>,
): Buffer {
  const kept = wecomSecrets.parse(JSON.parse(vault.open(sealed, secretsPlace(id))));
  return vault.seal(JSON.stringify({ ...kept, ...given }), secretsPlace(id));
}
