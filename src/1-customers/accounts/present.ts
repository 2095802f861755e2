import type { z } from 'zod';
import { secretsPlace, wecomConfig, wecomSecrets } from '#channels';
import type { Language } from '#platform/contract.ts';
import { API } from '#platform/http/app.ts';
import type { Platform } from '#platform/platform.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import type { accountView } from '../contract.ts';
import { readSyncs } from '../wecom/sync-state.ts';

type View = z.output<typeof accountView>;
type WecomRow = { id: number; config: unknown; secrets: Buffer | null };

/** The accounts as people see them: what is secret stays, only that it is there is told. */
export async function presentAccounts(
  db: Db | Tx,
  platform: Pick<Platform, 'config' | 'vault'>,
  language: Language,
): Promise<View[]> {
  const rows = await db
    .selectFrom('channelAccounts')
    .selectAll()
    .where('status', '<>', 'removed')
    .orderBy('id')
    .execute();
  const syncs = await readSyncs(db, language);
  return rows.map(row => ({
    ...(row as unknown as View),
    ...(row.kind === 'wecom'
      ? presentWecom(platform, row)
      : row.kind === 'official_account'
        ? presentOfficial(platform, row)
        : NOT_WECOM),
    lastSync: syncs.get(row.id) ?? null,
  }));
}

const NOT_WECOM = { agentId: null, callbackUrl: null, hasCallbackKeys: false, simulatorUrl: null };

function presentWecom({ config, vault }: Pick<Platform, 'config' | 'vault'>, row: WecomRow) {
  const { agentId = null, baseUrl } = wecomConfig.partial().parse(row.config);
  const secrets = row.secrets
    ? wecomSecrets.parse(JSON.parse(vault.open(row.secrets, secretsPlace(row.id))))
    : undefined;
  return {
    agentId,
    callbackUrl: `${config.publicUrl?.replace(/\/$/, '') ?? ''}${API}/callbacks/wecom/acc_${row.id}`,
    hasCallbackKeys: secrets?.callbackToken !== undefined && secrets.callbackKey !== undefined,
    simulatorUrl: simulatorAt(baseUrl),
  };
}

/** In plain mode it has a token and no key. */
function presentOfficial({ config, vault }: Pick<Platform, 'config' | 'vault'>, row: WecomRow) {
  const secrets = row.secrets
    ? wecomSecrets.parse(JSON.parse(vault.open(row.secrets, secretsPlace(row.id))))
    : undefined;
  return {
    ...NOT_WECOM,
    callbackUrl: row.secrets
      ? `${config.publicUrl?.replace(/\/$/, '') ?? ''}${API}/callbacks/official-account/acc_${row.id}`
      : null,
    hasCallbackKeys: secrets?.callbackToken !== undefined,
    simulatorUrl: simulatorAt((row.config as { baseUrl?: string }).baseUrl),
  };
}

function simulatorAt(baseUrl: string | undefined): string | null {
  return baseUrl !== undefined && isLoopback(baseUrl) ? new URL('/simulator/', baseUrl).href : null;
}

/** WeCom itself is never on this machine; what is, is the simulator. */
function isLoopback(url: string): boolean {
  return ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(url).hostname);
}
