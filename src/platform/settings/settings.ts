import type { Clock } from '../clock.ts';
import type { Db, Tx } from '../postgres/connect.ts';

/** Reads what the company has chosen under this name; undefined when it has not. */
export async function readSetting<T>(db: Db | Tx, name: string): Promise<T | undefined> {
  const row = await db.selectFrom('settings').select('value').where('name', '=', name).executeTakeFirst();
  return row?.value as T | undefined;
}

export async function writeSetting(
  tx: Db | Tx,
  clock: Clock,
  actor: string,
  name: string,
  value: unknown,
): Promise<void> {
  const row = { value: JSON.stringify(value), updatedAt: clock.now(), updatedBy: actor };
  await tx
    .insertInto('settings')
    .values({ name, ...row })
    .onConflict(conflict => conflict.column('name').doUpdateSet(row))
    .execute();
}
