import { sql } from 'kysely';
import { openWecom, wecom } from '#channels';
import { DAY, HOUR, MINUTE } from '#platform/clock.ts';
import type { Platform } from '#platform/platform.ts';
import { readAgain } from '../read-again.ts';
import { later, openOr, wordsOf } from './failing.ts';
import { FATES } from './refusals.ts';
import { type Ending, settleTransfers } from './settle.sql.ts';

type Pair = {
  accountId: number;
  kind: wecom.TransferKind;
  giver: string;
  taker: string;
  fromId: number;
  takerId: number;
};
type Open = {
  id: number;
  externalId: string;
  state: 'asking' | 'waiting';
  askedAt: Date;
  dueAt: Date | null;
};

/** Asks WeCom what became of transfers that should be looked at, a giver and a taker at a time. */
export async function pollTransfers(platform: Platform): Promise<void> {
  for (const pair of await pairsDue(platform)) {
    const client = await openOr(platform, pair.accountId, openWecom);
    const open = await openOf(platform, pair);
    if (!client) {
      await postpone(platform, open);
      continue;
    }
    const { giver: from, taker: to, kind } = pair;
    const results = await wecom.listTransferResults(client, kind, { from, to });
    if (results.ok) await take(platform, open, new Map(results.data.map(one => [one.externalUserId, one])));
    else await notTold(platform, open, results);
  }
}

async function pairsDue({ db, clock }: Platform): Promise<Pair[]> {
  const { rows } = await sql<Pair>`
    select d.*, g.external_id as giver, t.external_id as taker from (
      select distinct x.account_id, x.kind, x.from_id, p.taker_id from transfer_people p join transfers x on x.id = p.transfer_id
      where p.state in ('asking', 'waiting') and p.next_try <= ${clock.now()}
    ) d join lateral (select external_id from member_accounts where account_id = d.account_id and member_id = d.from_id
      order by (active = (d.kind = 'on_job')) desc, external_id limit 1) g on true
    join lateral (select external_id from member_accounts where account_id = d.account_id and member_id = d.taker_id
      order by active desc, external_id limit 1) t on true`.execute(db);
  return rows;
}

async function openOf({ db }: Platform, { accountId, kind, fromId, takerId }: Pair): Promise<Open[]> {
  const { rows } = await sql<Open>`
    select p.id, p.external_id, p.state, p.asked_at, p.due_at from transfer_people p join transfers x on x.id = p.transfer_id
    where p.state in ('asking', 'waiting') and x.account_id = ${accountId} and x.kind = ${kind} and x.from_id = ${fromId}
      and p.taker_id = ${takerId}`.execute(db);
  return rows;
}

/** Clocks differ a little. */
const SLACK = 5 * MINUTE;
/** A result that does not come is given up so long after it was due. */
const PATIENCE = 3 * DAY;

async function take(
  platform: Platform,
  open: readonly Open[],
  results: ReadonlyMap<string, wecom.TransferResult>,
): Promise<void> {
  const now = platform.clock.now();
  const ended: Ending[] = [];
  const waiting: { id: number; due: string | null; next: string }[] = [];
  const never: number[] = [];
  for (const row of open) {
    const result = results.get(row.externalId);
    const ending = endingOf(row, result, now);
    if (ending) ended.push(ending);
    else if (row.state === 'asking' && result?.state !== 'waiting') never.push(row.id);
    else {
      const due = result?.at ?? row.dueAt ?? now;
      waiting.push({ id: row.id, due: due.toISOString(), next: later(now, due).toISOString() });
    }
  }
  await platform.db.transaction().execute(async tx => {
    await sql`
      update transfer_people p set state = 'waiting', due_at = t.due, next_try = t.next, failure = null
      from jsonb_to_recordset(${JSON.stringify(waiting)}::jsonb) as t (id bigint, due timestamptz, next timestamptz) where p.id = t.id`.execute(
      tx,
    );
    // WeCom has no record of it: the call whose answer was lost was never carried out.
    await sql`
      update transfer_people set state = 'planned', asked_at = null, next_try = ${now} where id = any(${never}::bigint[]) and state = 'asking'`.execute(
      tx,
    );
  });
  await settle(platform, ended);
}

/** What has come to its end; what another transfer between the two came to before says nothing of this one. */
function endingOf(row: Open, result: wecom.TransferResult | undefined, now: Date): Ending | undefined {
  const { id, askedAt, dueAt } = row;
  if (result?.state === 'done' && (!result.at || result.at.getTime() >= askedAt.getTime() - SLACK))
    return { id, state: 'done', at: result.at ?? now };
  if (result?.state === 'refused' || result?.state === 'full')
    return { id, state: result.state, at: now, failure: { code: result.state, ...FATES[result.state] } };
  const isLost = row.state === 'waiting' && dueAt && now.getTime() > dueAt.getTime() + PATIENCE;
  return isLost ? { id, state: 'failed', at: now, failure: { code: 'lost', ...FATES.lost } } : undefined;
}

/** So many customers are read anew at once; of the others the night's comparison brings the new relation. */
const READ_AT_ONCE = 200;

async function settle(platform: Platform, ended: readonly Ending[]): Promise<void> {
  const moved = await platform.db.transaction().execute(tx => settleTransfers(tx, platform, ended));
  const { rows } = await sql<{ accountId: number; key: string }>`
    select i.account_id, i.key from jsonb_to_recordset(${JSON.stringify(moved)}::jsonb)
      as t ("externalId" text, "accountId" bigint, "takerId" bigint)
    join identities i on i.kind = 'external_userid' and i.account_id = t."accountId" and i.key = t."externalId"
    where not exists (select 1 from follows f where f.identity_id = i.id and f.member_id = t."takerId" and f.ended_at is null)
    limit ${READ_AT_ONCE}`.execute(platform.db);
  for (const { accountId, key } of rows) await readAgain(platform, accountId, key);
}

/** WeCom did not tell: it is asked again, until there is no point in it any more. */
async function notTold(platform: Platform, open: readonly Open[], failure: wecom.Failure): Promise<void> {
  const { db, clock } = platform;
  const now = clock.now();
  const isOver = ({ dueAt, askedAt }: Open) =>
    now.getTime() > (dueAt ?? new Date(askedAt.getTime() + DAY)).getTime() + PATIENCE;
  await settle(
    platform,
    open.filter(isOver).map(({ id }) => ({ id, state: 'failed', at: now, failure: wordsOf(failure) })),
  );
  await sql`
    update transfer_people set next_try = ${failure.retryAt ?? new Date(now.getTime() + HOUR / 4)},
      failure = ${JSON.stringify(wordsOf(failure))}::jsonb
    where id = any(${open.map(row => row.id)}::bigint[]) and state in ('asking', 'waiting')`.execute(db);
}

async function postpone({ db, clock }: Platform, open: readonly Open[]): Promise<void> {
  const at = new Date(clock.now().getTime() + HOUR / 4);
  await sql`
    update transfer_people set next_try = ${at} where id = any(${open.map(row => row.id)}::bigint[])`.execute(
    db,
  );
}

type Failed = { userId: string; externalUserId: string; at: Date | string; failReason: string | undefined };

/** WeCom told that a customer stays: it names a member, the giver or the taker. */
export async function handleTransferFail(
  platform: Platform,
  accountId: number,
  event: Failed,
): Promise<void> {
  const { externalUserId, userId, failReason } = event;
  const state = failReason === 'customer_limit_exceed' ? 'full' : 'refused';
  const { rows } = await sql<{ id: number }>`
    select p.id from transfer_people p join transfers x on x.id = p.transfer_id
    where p.account_id = ${accountId} and p.external_id = ${externalUserId} and p.state in ('asking', 'waiting')
      and p.asked_at <= ${new Date(new Date(event.at).getTime() + SLACK)}
      and exists (select 1 from member_accounts m where m.account_id = p.account_id and m.member_id in (x.from_id, p.taker_id)
        and lower(m.external_id) = lower(${userId}))`.execute(platform.db);
  const failure = { code: state, ...FATES[state] };
  await settle(
    platform,
    rows.map(({ id }) => ({ id, state, at: new Date(event.at), failure })),
  );
}
