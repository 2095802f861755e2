import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/postgres/connect.ts';
import type { Vault } from '../../platform/vault/vault.ts';
import type { StoredToken, TokenKey, TokenPlace, TokenStore } from './tokens.ts';

/**
 * Tokens shared by all processes, in `channel_tokens`, sealed with the vault. The lock is an advisory one of the
 * transaction in which the token is fetched and written: it ends with the process that holds it.
 */
export function postgresTokenStore(db: Db, vault: Vault): TokenStore {
  return {
    ...placeIn(db, vault),
    async withLock(key, work) {
      return await db.transaction().execute(async tx => {
        await sql`select pg_advisory_xact_lock(hashtextextended(${placeOf(key)}, 7480003))`.execute(tx);
        return await work(placeIn(tx, vault));
      });
    },
  };
}

function placeIn(db: Db | Tx, vault: Vault): TokenPlace {
  return {
    async get(key) {
      const { rows } = await sql<{ tokenSealed: Buffer; expiresAt: Date }>`
        select token_sealed, expires_at from channel_tokens
        where account_id = ${key.accountId} and name = ${key.name}`.execute(db);
      return rows[0] && unseal(vault, key, rows[0]);
    },
    async put(key, { token, refreshAt, expiresAt }) {
      const sealed = vault.seal(JSON.stringify({ token, refreshAt }), placeOf(key));
      await sql`
        insert into channel_tokens (account_id, name, token_sealed, expires_at)
        values (${key.accountId}, ${key.name}, ${sealed}, ${expiresAt})
        on conflict (account_id, name) do update
          set token_sealed = excluded.token_sealed, expires_at = excluded.expires_at`.execute(db);
    },
  };
}

/** A token that does not open (the master key was changed) is no token: another is fetched. */
function unseal(
  vault: Vault,
  key: TokenKey,
  row: { tokenSealed: Buffer; expiresAt: Date },
): StoredToken | undefined {
  try {
    const { token, refreshAt } = JSON.parse(vault.open(row.tokenSealed, placeOf(key)));
    return { token: String(token), refreshAt: new Date(refreshAt), expiresAt: row.expiresAt };
  } catch {
    return undefined;
  }
}

function placeOf(key: TokenKey): string {
  return `channel_tokens/${key.accountId}/${key.name}`;
}
