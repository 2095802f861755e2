import { secretsPlace } from '#channels';
import { audit } from '#platform/audit/audit.ts';
import type { Actor } from '#platform/auth/actor.ts';
import { Problem, type ProblemKind } from '#platform/http/problem.ts';
import type { Platform } from '#platform/platform.ts';
import type { Tx } from '#platform/postgres/connect.ts';

const ALREADY_CONNECTED: ProblemKind = {
  code: 'account_already_connected',
  status: 409,
  title: { zh: '已经接入过', en: 'Already connected' },
  detail: {
    zh: '这个企业（{corpId}）已经接入，请在列表里修改它。',
    en: 'This corp ({corpId}) is already connected; change it in the list.',
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
