import { sql } from 'kysely';
import { audit } from '#platform/audit/audit.ts';
import type { Actor } from '#platform/auth/actor.ts';
import type { Platform } from '#platform/platform.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import { PUSH } from './push-job.ts';

/** What WeCom takes as a remark (备注, page 92115), in characters. */
const LONGEST = 20;

export type NewRemark = {
  accountId: number;
  memberId: number;
  /** Any profile of the person. */
  customerId: number;
  /** Cut to 20 characters; empty takes the remark away. */
  remark: string;
  /** Who decided it; Siyu itself when left out. */
  actor?: Pick<Actor, 'name'> | undefined;
};

/**
 * Has WeCom note a remark on the relation between a member and a customer. It is queued in the caller's transaction and
 * told within seconds; the newest word wins over one that still waits. @returns whether there is such a relation.
 */
export async function setRemark(
  tx: Tx,
  { clock, jobs }: Pick<Platform, 'clock' | 'jobs'>,
  { accountId, memberId, customerId, remark, actor = { name: 'system' } }: NewRemark,
): Promise<'queued' | 'no_relation'> {
  const words = [...remark.trim()].slice(0, LONGEST).join('');
  const now = clock.now();
  const { rows } = await sql<{ personId: number }>`
    with meant as (
      select f.id, f.account_id, c.person_id from follows f join customers c on c.id = f.customer_id
      where f.account_id = ${accountId} and f.member_id = ${memberId} and f.ended_at is null
        and c.person_id = (select person_id from customers where id = ${customerId}) and c.status = 'active'
    ), queued as (
      insert into follow_pushes (follow_id, account_id, remark, try_at) select id, account_id, ${words}, ${now} from meant
      on conflict (follow_id) do update set remark = excluded.remark, rev = default, attempts = 0, failure = null, given_up_at = null,
        try_at = case when follow_pushes.given_up_at is null then follow_pushes.try_at else excluded.try_at end
    )
    select person_id from meant limit 1`.execute(tx);
  const [meant] = rows;
  if (!meant) return 'no_relation';
  // The words themselves stay out of the audit log: it is not a second place to read them from.
  await audit(tx, clock, actor, {
    action: 'follow.remarked',
    object: { kind: 'customer', id: meant.personId },
    customerId: meant.personId,
    after: { accountId, memberId },
  });
  await jobs.enqueue(tx, PUSH, {}, { onlyOne: PUSH.name });
  return 'queued';
}
