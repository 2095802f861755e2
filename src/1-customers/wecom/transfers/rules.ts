import { sql } from 'kysely';
import { z } from 'zod';
import { DAY, HOUR, shanghaiDate } from '#platform/clock.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';

const facts = z.object({
  'wecom.transfer.customer': z.object({ max: z.number().int().min(1), days: z.number().int().min(1) }),
  'wecom.transfer.waits': z.object({ hours: z.number().min(0) }),
});

/** `most` transfers of a customer within `window` milliseconds; one ends by itself after `waits` milliseconds. */
export type TransferRules = { most: number; window: number; waits: number };

/** What the platform says of transfers on a day. A fact that is missing is an error, not a licence. */
export async function transferRules(db: Db | Tx, at: Date): Promise<TransferRules> {
  const today = shanghaiDate(at);
  const { rows } = await sql<{ name: string; value: unknown }>`
    select distinct on (name) name, value from rule_facts
    where name like 'wecom.transfer.%' and effective_from <= ${today} and (effective_to is null or effective_to >= ${today})
    order by name, effective_from desc, id desc`.execute(db);
  const read = facts.parse(Object.fromEntries(rows.map(row => [row.name, row.value])));
  const { max, days } = read['wecom.transfer.customer'];
  return { most: max, window: days * DAY, waits: read['wecom.transfer.waits'].hours * HOUR };
}
