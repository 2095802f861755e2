import { sql } from 'kysely';
import type { Words } from '#platform/contract.ts';
import { wakeReaders } from '#platform/log/events.ts';
import type { Platform } from '#platform/platform.ts';
import type { Tx } from '#platform/postgres/connect.ts';

export type Failure = Words & { code: string };
/** How a customer's transfer ended. */
export type Ending = {
  id: number;
  state: 'done' | 'refused' | 'full' | 'failed';
  at: Date;
  failure?: Failure;
};

/** Of these, in the states they may still be ended from. */
const endings = (rows: readonly Ending[]) =>
  sql`jsonb_to_recordset(${JSON.stringify(
    rows.map(({ at, failure = null, ...row }) => ({ ...row, at: at.toISOString(), failure })),
  )}::jsonb) as t (id bigint, state text, at timestamptz, failure jsonb)`;

/**
 * Writes down how transfers ended: of those that are done the giver's relation ends, the person's owner becomes the
 * taker where it was the giver, and nobody waits any more; each with its event and its audit row. Told again nothing
 * changes.
 * @returns the WeCom ids that changed hands.
 */
export async function settleTransfers(
  tx: Tx,
  { clock }: Pick<Platform, 'clock'>,
  ended: readonly Ending[],
): Promise<{ externalId: string; accountId: number; takerId: number }[]> {
  if (ended.length === 0) return [];
  const now = clock.now();
  const { rows } = await sql<{ externalId: string; accountId: number; takerId: number; state: string }>`
    with told as (select * from ${endings(ended)}), settled as (
      update transfer_people p set state = told.state, settled_at = told.at, failure = told.failure
      from told, transfers x where p.id = told.id and x.id = p.transfer_id and p.state in ('asking', 'waiting')
      returning p.*, x.kind, x.from_id
    ), gone as (
      update follows f set ended_at = s.settled_at, ended_by = 'transfer' from settled s, identities i
      where s.state = 'done' and i.id = f.identity_id and i.kind = 'external_userid' and i.key = s.external_id
        and f.account_id = s.account_id and f.member_id = s.from_id and f.ended_at is null
      returning f.customer_id, f.account_id, f.member_id, f.ended_at
    ), taken as (
      delete from unassigned_customers u using settled s
      where s.state = 'done' and u.account_id = s.account_id and u.member_id = s.from_id and u.external_id = s.external_id
    ), owned as (
      update customers c set owner_member_id = s.taker_id, updated_at = ${now} from settled s, customers p
      where s.state = 'done' and p.id = s.customer_id and c.person_id = p.person_id and c.owner_member_id = s.from_id
      returning c.id
    ), told_events as (
      insert into events (type, customer_id, account_id, at, actor, data)
      select 'follow.ended', customer_id, account_id, ended_at, 'member:' || member_id, '{"by": "transfer"}'::jsonb from gone
      union all select case when state = 'done' then 'transfer.done' else 'transfer.failed' end, customer_id, account_id, settled_at,
        'account:' || account_id, jsonb_build_object('transferId', transfer_id, 'from', from_id, 'to', taker_id, 'state', state) from settled
      union all select 'customer.changed', id, null, ${now}, 'system', '{"fields": ["ownerMemberId"]}'::jsonb from owned
    ), audited as (
      insert into audit_log (at, actor, action, object_kind, object_id, customer_id, before, after)
      select ${now}, 'account:' || account_id, case when state = 'done' then 'customer.transferred' else 'customer.not_transferred' end,
        'customer', customer_id, customer_id, jsonb_build_object('member', from_id),
        jsonb_build_object('member', case when state = 'done' then taker_id else from_id end, 'transfer', transfer_id, 'outcome', state)
      from settled
    )
    select external_id, account_id, taker_id, state from settled`.execute(tx);
  wakeReaders();
  return rows.filter(row => row.state === 'done');
}
