import { sql } from 'kysely';
import { openWecom, wecom } from '#channels';
import { MINUTE } from '#platform/clock.ts';
import type { Platform } from '#platform/platform.ts';
import { isPassing, openOr, wordsOf } from './failing.ts';

type Batch = {
  transferId: number;
  accountId: number;
  kind: wecom.TransferKind;
  takerId: number;
  taker: string;
};
type Row = { id: number; groupId: number; chatId: string };

/** WeCom takes so many in one call (page 92127). */
const AT_ONCE = 100;

/** Groups go at once: what was asked and not answered is read group by group before it is asked again. */
export async function carryOutGroups(platform: Platform): Promise<number> {
  await lookAtUncertain(platform);
  let asked = 0;
  for (;;) {
    const batch = await nextBatch(platform);
    const client = batch && (await openOr(platform, batch.accountId, openWecom));
    if (batch && !client) await postpone(platform, batch);
    if (!batch) return asked;
    if (client) asked += await ask(platform, client, batch);
  }
}

async function nextBatch({ db, clock }: Platform): Promise<Batch | undefined> {
  const { rows } = await sql<Batch>`
    select x.id as transfer_id, x.account_id, x.kind, p.taker_id, t.external_id as taker
    from transfer_groups p join transfers x on x.id = p.transfer_id
    join lateral (select external_id from member_accounts where account_id = x.account_id and member_id = p.taker_id
      order by active desc, external_id limit 1) t on true
    where p.state = 'planned' and p.next_try <= ${clock.now()} order by p.next_try, p.id limit 1`.execute(db);
  return rows[0];
}

async function ask(platform: Platform, client: wecom.WecomClient, batch: Batch): Promise<number> {
  const rows = await writeAsked(platform, batch);
  const chatIds = rows.map(row => row.chatId);
  const answer = await wecom.transferGroups(client, batch.kind, { chatIds, to: batch.taker });
  if (!answer.ok && answer.kind === 'uncertain') return rows.length;
  if (!answer.ok && isPassing(answer)) await writePlanned(platform, rows, answer);
  else {
    const whole = answer.ok ? undefined : answer;
    const refused = new Map((answer.ok ? answer.data : []).map(one => [one.chatId, one.refused]));
    await writeEnds(
      platform,
      batch,
      rows.map(row => ({ ...row, failure: whole ?? refused.get(row.chatId) })),
    );
  }
  return rows.length;
}

async function writeAsked({ db, clock }: Platform, { transferId, takerId }: Batch): Promise<Row[]> {
  const next = new Date(clock.now().getTime() + MINUTE);
  const { rows } = await sql<Row>`
    update transfer_groups p set state = 'asking', next_try = ${next} from customer_groups g
    where g.id = p.group_id and p.id in (select id from transfer_groups where transfer_id = ${transferId} and taker_id = ${takerId}
      and state = 'planned' and next_try <= ${clock.now()} order by id limit ${AT_ONCE} for update skip locked)
    returning p.id, p.group_id, g.chat_id`.execute(db);
  return rows;
}

async function writePlanned(
  { db, clock }: Platform,
  rows: readonly Row[],
  failed: wecom.Failure,
): Promise<void> {
  const at = failed.retryAt ?? new Date(clock.now().getTime() + 5 * MINUTE);
  await sql`
    update transfer_groups set state = 'planned', next_try = ${at}, failure = ${JSON.stringify(wordsOf(failed))}::jsonb
    where id = any(${rows.map(row => row.id)}::bigint[])`.execute(db);
}

type End = Row & { failure: wecom.Failure | undefined };

/** The groups that went are the taker's from now on; with each end its audit row. */
async function writeEnds(
  { db, clock }: Platform,
  { taker, kind }: Batch,
  ends: readonly End[],
): Promise<void> {
  const now = clock.now();
  const told = ends.map(({ id, failure }) => ({ id, failure: failure ? wordsOf(failure) : null }));
  await sql`
    with told as (select * from jsonb_to_recordset(${JSON.stringify(told)}::jsonb) as t (id bigint, failure jsonb)), settled as (
      update transfer_groups p set state = case when told.failure is null then 'done' else 'failed' end, failure = told.failure,
        settled_at = ${now} from told where p.id = told.id and p.state = 'asking' returning p.*
    ), owned as (
      update customer_groups g set owner_id = ${taker}, state = ${kind === 'resigned' ? sql`'inherited'` : sql`g.state`}
      from settled s where s.state = 'done' and g.id = s.group_id
    )
    insert into audit_log (at, actor, action, object_kind, object_id, after)
    select ${now}, 'account:' || x.account_id, case when s.state = 'done' then 'group.transferred' else 'group.not_transferred' end,
      'customer_group', s.group_id, jsonb_build_object('transfer', x.id, 'from', x.from_id, 'to', s.taker_id)
    from settled s join transfers x on x.id = s.transfer_id`.execute(db);
}

async function lookAtUncertain(platform: Platform): Promise<void> {
  const { rows } = await sql<Row & Batch>`
    select p.id, p.group_id, g.chat_id, x.id as transfer_id, x.account_id, x.kind, p.taker_id, t.external_id as taker
    from transfer_groups p join transfers x on x.id = p.transfer_id join customer_groups g on g.id = p.group_id
    join lateral (select external_id from member_accounts where account_id = x.account_id and member_id = p.taker_id
      order by active desc, external_id limit 1) t on true
    where p.state = 'asking' and p.next_try <= ${platform.clock.now()} limit 500`.execute(platform.db);
  for (const row of rows) {
    const client = await openOr(platform, row.accountId, openWecom);
    const group = client && (await wecom.getGroup(client, row.chatId));
    if (!group?.ok) await postponeOne(platform, row.id);
    else if (group.data.owner.toLowerCase() === row.taker.toLowerCase())
      await writeEnds(platform, row, [{ ...row, failure: undefined }]);
    else
      await sql`update transfer_groups set state = 'planned' where id = ${row.id} and state = 'asking'`.execute(
        platform.db,
      );
  }
}

const inAWhile = ({ clock }: Platform) => new Date(clock.now().getTime() + 15 * MINUTE);

async function postponeOne(platform: Platform, id: number): Promise<void> {
  await sql`update transfer_groups set next_try = ${inAWhile(platform)} where id = ${id}`.execute(
    platform.db,
  );
}

async function postpone(platform: Platform, { transferId }: Batch): Promise<void> {
  await sql`
    update transfer_groups set next_try = ${inAWhile(platform)} where transfer_id = ${transferId} and state = 'planned'`.execute(
    platform.db,
  );
}
