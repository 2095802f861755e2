import type { z } from 'zod';
import { secretsPlace } from '#channels';
import { audit } from '#platform/audit/audit.ts';
import type { Actor } from '#platform/auth/actor.ts';
import { Problem, type ProblemKind } from '#platform/http/problem.ts';
import type { Platform } from '#platform/platform.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import { noteSync } from '../wecom/sync-state.ts';
import type { officialAccountBody } from './contract.ts';
import { SYNC_FOLLOWERS } from './official-account.jobs.ts';

const ALREADY_CONNECTED: ProblemKind = {
  code: 'official_account_already_connected',
  status: 409,
  title: { zh: '已经接入过', en: 'Already connected' },
  detail: {
    zh: '这个公众号（{appId}）已经接入，请在列表里修改它。',
    en: 'This official account ({appId}) is already connected; change it in the list.',
  },
};

/** Connects an official account: what is secret is sealed to it, and who follows is read at once. */
export async function connectOfficialAccount(
  tx: Tx,
  { vault, clock, jobs }: Pick<Platform, 'vault' | 'clock' | 'jobs'>,
  actor: Pick<Actor, 'name'>,
  { name, appId, ...secrets }: z.output<typeof officialAccountBody>,
  /** Only for the simulator. */
  baseUrl?: string,
): Promise<number> {
  const now = clock.now();
  const made = await tx
    .insertInto('channelAccounts')
    .values({
      ...{ kind: 'official_account', platform: 'wechat', name, externalId: appId },
      ...{ config: JSON.stringify({ appId, baseUrl }), createdAt: now, updatedAt: now },
    })
    .onConflict(conflict =>
      conflict.columns(['kind', 'externalId']).where('externalId', 'is not', null).doNothing(),
    )
    .returning('id')
    .executeTakeFirst();
  if (!made) throw new Problem(ALREADY_CONNECTED, { appId });
  const { id } = made;
  const sealed = vault.seal(JSON.stringify(secrets), secretsPlace(id));
  await tx.updateTable('channelAccounts').set({ secrets: sealed }).where('id', '=', id).execute();
  const object = { kind: 'account', id };
  await audit(tx, clock, actor, { action: 'account.connected', object, after: { name, appId } });
  await noteSync({ db: tx, clock }, id, { state: 'waiting' });
  await jobs.enqueue(tx, SYNC_FOLLOWERS, { accountId: id }, { onlyOne: String(id) });
  return id;
}
