import type { Db } from '#platform/postgres/connect.ts';
import type { MediaStore } from './media.ts';

/** What files have become at WeCom, shared by all processes, in `channel_media`. */
export function postgresMediaStore(db: Db): MediaStore {
  return {
    async get(key) {
      const row = await db
        .selectFrom('channelMedia')
        .select(['reference', 'expiresAt'])
        .where('key', '=', key)
        .executeTakeFirst();
      return row && { reference: row.reference, expiresAt: row.expiresAt ?? undefined };
    },
    async put(key, { reference, expiresAt = null }) {
      await db
        .insertInto('channelMedia')
        .values({ key, reference, expiresAt })
        .onConflict(conflict => conflict.column('key').doUpdateSet({ reference, expiresAt }))
        .execute();
    },
  };
}
