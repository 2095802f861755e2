import { sql } from 'kysely';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import type { Vault } from '#platform/vault/vault.ts';
import type { Token, TokenKeeper } from './client.ts';

const NAME = 'youzan';

/** A shop's token in `channel_tokens`, sealed; the lock ends with the transaction in which one is fetched. */
export function keptTokens(db: Db, vault: Vault, accountId: number): TokenKeeper {
  const place = `channel_tokens/${accountId}/${NAME}`;
  const read = async (from: Db | Tx): Promise<Token | undefined> => {
    const row = await from
      .selectFrom('channelTokens')
      .select(['tokenSealed', 'expiresAt'])
      .where('accountId', '=', accountId)
      .where('name', '=', NAME)
      .executeTakeFirst();
    if (!row) return undefined;
    try {
      return { token: vault.open(row.tokenSealed, place), expiresAt: row.expiresAt };
    } catch {
      // The master key was changed: another is fetched.
      return undefined;
    }
  };
  return {
    get: () => read(db),
    renew: (stale, fetch) =>
      db.transaction().execute(async tx => {
        await sql`select pg_advisory_xact_lock(hashtextextended(${place}, 7480003))`.execute(tx);
        const known = await read(tx);
        if (known && known.token !== stale) return known;
        const token = await fetch();
        const row = { tokenSealed: vault.seal(token.token, place), expiresAt: token.expiresAt };
        await tx
          .insertInto('channelTokens')
          .values({ accountId, name: NAME, ...row })
          .onConflict(conflict => conflict.columns(['accountId', 'name']).doUpdateSet(row))
          .execute();
        return token;
      }),
  };
}
