import type { z } from 'zod';
import { wecom } from '#channels';
import type { Clock } from '#platform/clock.ts';
import { type Language, say, type Words } from '#platform/contract.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import { writeSetting } from '#platform/settings/settings.ts';
import type { syncView } from '../contract.ts';
import type { FollowersRead } from '../official-account/sync-followers.ts';
import type { SyncReport } from './sync.ts';

/** How far the comparison of an account is, kept beside the settings: it is shown, and nothing depends on it. */
type SyncState =
  | { state: 'waiting' | 'running' }
  | ({ state: 'done'; first: boolean } & SyncReport)
  | ({ state: 'followers' } & FollowersRead)
  | { state: 'failed'; failure: Words };

const PREFIX = 'account.sync.';

export async function noteSync(
  { db, clock }: { db: Db | Tx; clock: Clock },
  accountId: number,
  state: SyncState,
): Promise<void> {
  const at = clock.now().toISOString();
  await writeSetting(db, clock, 'system', `${PREFIX}${accountId}`, { ...state, at });
}

/** What failed, for people: WeCom's refusals have words of their own; anything else is ours. */
export function syncFailure(error: unknown): Words {
  if (error instanceof wecom.WecomError) return error.failure.message;
  return {
    zh: '对比中断，已读取的部分都已保存，会自动再试。',
    en: 'The comparison broke off; what was read is kept, and it will be tried again.',
  };
}

export async function readSyncs(
  db: Db | Tx,
  language: Language,
): Promise<Map<number, z.output<typeof syncView>>> {
  const rows = await db
    .selectFrom('settings')
    .select(['name', 'value'])
    .where('name', 'like', `${PREFIX}%`)
    .execute();
  return new Map(
    rows.map(({ name, value }) => {
      const { at, ...rest } = value as unknown as SyncState & { at: string };
      const view =
        rest.state === 'failed'
          ? { state: rest.state, failure: say(rest.failure, language) }
          : rest.state === 'followers'
            ? { ...rest, state: 'done' as const }
            : rest;
      return [Number(name.slice(PREFIX.length)), { ...view, at: new Date(at) }];
    }),
  );
}
