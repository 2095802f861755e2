import type { Position } from '#platform/log/events.ts';
import type { Reader } from '#platform/log/readers.ts';
import type { Platform } from '#platform/platform.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import { noteAccepted } from '../buyer-migrations/accepted.ts';
import { joinReceipts } from '../code-sets/receipts.ts';
import { writeAdds } from './adds.sql.ts';
import { noteFates } from './fates.ts';
import { writeFollows, writeJoins } from './joins.sql.ts';
import { noteOfficialEntries } from './official-entries.ts';
import { buyersTold, settleOrders } from './orders.sql.ts';
import { settle } from './settle.ts';

/**
 * Follows the log: whoever adds a member, joins a group or follows an official account by one of our codes has come in
 * there, and whoever pays for the first time in a shop that belongs to a touchpoint. Written once however often it is
 * told; with it the code's tags and remark, a fact for rules, and a line in the person's timeline.
 */
export function entriesReader(platform: Platform): Reader {
  return {
    name: 'acquisition.entries',
    batch: 20_000,
    // All that the statements below look for.
    only: ['follow.%', 'group.%', 'official_account.%', 'order.%', 'refund.%', 'entry.%', 'customers.%'],
    advance: async (from, to) => {
      await platform.db.transaction().execute(async tx => {
        const ids = await writeEntries(tx, from, to);
        await settle(tx, platform, ids);
        await joinReceipts(tx, platform.clock, ids);
        await noteOfficialEntries(tx, platform, from, to);
        await noteFates(tx, from, to);
        await noteAccepted(tx, platform.clock, from, to);
      });
    },
  };
}

/** One kind after the other: who came in by the first is not new to the next. */
async function writeEntries(tx: Tx, from: Position, to: Position): Promise<number[]> {
  const ids = [];
  for (const write of [writeAdds, writeJoins, writeFollows]) ids.push(...(await write(tx, from, to)));
  ids.push(...(await settleOrders(tx, await buyersTold(tx, from, to))));
  return ids;
}
