import type { Clock } from '../clock.ts';
import type { Db } from '../postgres/connect.ts';
import { DatabaseError } from '../postgres/reach.ts';
import type { Vault } from './vault.ts';

const NAME = 'vault.fingerprint';

/**
 * The first process to use a database notes which master key it uses, as a hash that tells nothing of it; any later one
 * with another key is refused. It would read no phone number, and store the next ones where nobody finds them.
 */
export async function sameKeyAsEver(db: Db, clock: Clock, vault: Vault): Promise<void> {
  const fingerprint = vault.blindIndex('', 'fingerprint');
  await db
    .insertInto('settings')
    .values({ name: NAME, value: JSON.stringify(fingerprint), updatedAt: clock.now(), updatedBy: 'system' })
    .onConflict(conflict => conflict.doNothing())
    .execute();
  const noted = await db.selectFrom('settings').select('value').where('name', '=', NAME).executeTakeFirst();
  if (noted?.value !== fingerprint)
    throw new DatabaseError(
      'The master key is not the one this database was filled with; put secret.key back into SIYU_HOME from a backup, or set SIYU_SECRET_KEY to what it was.',
    );
}
