import type { Db, Tx } from '#platform/postgres/connect.ts';

/** Whether an account is a corp of WeCom that is in use. */
export async function isActiveCorp(db: Db | Tx, accountId: number): Promise<boolean> {
  const account = await db
    .selectFrom('channelAccounts')
    .select('id')
    .where('id', '=', accountId)
    .where('kind', '=', 'wecom')
    .where('status', '=', 'active')
    .executeTakeFirst();
  return account !== undefined;
}
