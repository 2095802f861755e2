import { sql } from 'kysely';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import type { Vault } from '#platform/vault/vault.ts';
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
      const row = await db
        .selectFrom('channelTokens')
        .select(['tokenSealed', 'expiresAt'])
        .where('accountId', '=', key.accountId)
        .where('name', '=', key.name)
        .executeTakeFirst();
      return row && unseal(vault, key, row);
    },
    async put(key, { token, refreshAt, expiresAt }) {
      const sealed = vault.seal(JSON.stringify({ token, refreshAt }), placeOf(key));
      // Those of secrets no longer in use go with the next token of the account.
      await sql`
        with outlived as (
          delete from channel_tokens
          where account_id = ${key.accountId} and expires_at < ${expiresAt}::timestamptz - interval '1 day'
            and name <> ${key.name}
        )
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
