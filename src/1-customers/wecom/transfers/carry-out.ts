import { sql } from 'kysely';
import { openWecom, wecom } from '#channels';
import { MINUTE } from '#platform/clock.ts';
import type { Platform } from '#platform/platform.ts';
import { oneAtATime } from '#platform/postgres/one-at-a-time.ts';
import { carryOutGroups } from './carry-out-groups.ts';
import { isPassing, later, openOr, wordsOf } from './failing.ts';
import { pollTransfers } from './poll.ts';
import { transferRules } from './rules.ts';

export const TRANSFERS = { name: 'wecom.transfers' };

/**
 * Carries planned transfers out, one process at a time. Before WeCom is asked for a customer, that is written down; when
 * the answer is lost, WeCom's results are read before anything is asked again.
 * @returns for how many customers and groups WeCom was asked.
 */
export function carryOutTransfers(platform: Platform): Promise<number> {
  return oneAtATime(platform.pool, TRANSFERS.name, async () => {
    await pollTransfers(platform);
    let asked = 0;
    for (;;) {
      const batch = await nextBatch(platform);
      if (!batch) break;
      asked += await ask(platform, batch);
    }
    return asked + (await carryOutGroups(platform));
  });
}

type Batch = {
  transferId: number;
  accountId: number;
  kind: wecom.TransferKind;
  words: string;
  giver: string;
  takerId: number;
  taker: string;
};
type Row = { id: number; externalId: string };

/** WeCom takes so many in one call (page 92125). */
const AT_ONCE = 100;

async function nextBatch({ db, clock }: Platform): Promise<Batch | undefined> {
  const { rows } = await sql<Batch>`
    select x.id as transfer_id, x.account_id, x.kind, x.words, g.external_id as giver, p.taker_id, t.external_id as taker
    from transfer_people p join transfers x on x.id = p.transfer_id
    join lateral (select external_id from member_accounts where account_id = x.account_id and member_id = x.from_id
      order by (active = (x.kind = 'on_job')) desc, external_id limit 1) g on true
    join lateral (select external_id from member_accounts where account_id = x.account_id and member_id = p.taker_id
      order by active desc, external_id limit 1) t on true
    where p.state = 'planned' and p.next_try <= ${clock.now()} order by p.next_try, p.id limit 1`.execute(db);
  return rows[0];
}

async function ask(platform: Platform, batch: Batch): Promise<number> {
  const client = await openOr(platform, batch.accountId, openWecom);
  if (!client) return await postpone(platform, batch);
  const rows = await writeAsked(platform, batch);
  const begun = await wecom.transferCustomers(client, batch.kind, {
    ...{ from: batch.giver, to: batch.taker, words: batch.words },
    externalUserIds: rows.map(row => row.externalId),
  });
  if (begun.ok) await writeBegun(platform, rows, begun.data);
  else if (begun.kind !== 'uncertain') await writeRefused(platform, rows, begun);
  return rows.length;
}

/** In a transaction of its own, before the call: whatever happens then, it is known that it may have been made. */
async function writeAsked({ db, clock }: Platform, { transferId, takerId }: Batch): Promise<Row[]> {
  const now = clock.now();
  const { rows } = await sql<Row>`
    update transfer_people set state = 'asking', asked_at = ${now}, next_try = ${new Date(now.getTime() + MINUTE)}, failure = null
    where id in (select id from transfer_people where transfer_id = ${transferId} and taker_id = ${takerId} and state = 'planned'
      and next_try <= ${now} order by id limit ${AT_ONCE} for update skip locked)
    returning id, external_id`.execute(db);
  return rows;
}

async function writeBegun(
  { db, clock }: Platform,
  rows: readonly Row[],
  begun: readonly { externalUserId: string; refused: wecom.Failure | undefined }[],
): Promise<void> {
  const now = clock.now();
  const { waits } = await transferRules(db, now);
  const due = new Date(now.getTime() + waits);
  const refusals = new Map(begun.map(one => [one.externalUserId, one.refused]));
  const told = rows.map(({ id, externalId }) => {
    const refused = refusals.get(externalId);
    return { id, failure: refused ? wordsOf(refused) : null };
  });
  await sql`
    with told as (select * from jsonb_to_recordset(${JSON.stringify(told)}::jsonb) as t (id bigint, failure jsonb)), noted as (
      update transfer_people p set state = case when told.failure is null then 'waiting' else 'failed' end, failure = told.failure,
        due_at = case when told.failure is null then ${due}::timestamptz end,
        settled_at = case when told.failure is not null then ${now}::timestamptz end, next_try = ${later(now, due)}
      from told where p.id = told.id and p.state = 'asking' returning p.*
    )
    insert into events (type, customer_id, account_id, at, actor, data)
    select 'transfer.begun', n.customer_id, n.account_id, ${now}, x.created_by,
      jsonb_build_object('transferId', x.id, 'from', x.from_id, 'to', n.taker_id)
    from noted n join transfers x on x.id = n.transfer_id where n.state = 'waiting'`.execute(db);
}

/** The whole call was refused: nobody of it has begun. */
async function writeRefused(
  { db, clock }: Platform,
  rows: readonly Row[],
  refused: wecom.Failure,
): Promise<void> {
  const now = clock.now();
  const again = isPassing(refused);
  await sql`
    update transfer_people set state = ${again ? 'planned' : 'failed'}, failure = ${JSON.stringify(wordsOf(refused))}::jsonb,
      next_try = ${refused.retryAt ?? new Date(now.getTime() + 5 * MINUTE)}, asked_at = null, settled_at = ${again ? null : now}
    where id = any(${rows.map(row => row.id)}::bigint[]) and state = 'asking'`.execute(db);
}

/** The account cannot be opened now (paused, changed): nobody is asked for, and it is tried again. */
async function postpone({ db, clock }: Platform, { transferId }: Batch): Promise<number> {
  const at = new Date(clock.now().getTime() + 15 * MINUTE);
  await sql`
    update transfer_people set next_try = ${at} where transfer_id = ${transferId} and state = 'planned'`.execute(
    db,
  );
  return 0;
}
