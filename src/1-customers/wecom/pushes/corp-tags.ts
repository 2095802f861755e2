import { sql } from 'kysely';
import type { z } from 'zod';
import { audit } from '#platform/audit/audit.ts';
import type { Actor } from '#platform/auth/actor.ts';
import { type Language, say, type Words } from '#platform/contract.ts';
import { NOT_FOUND, Problem } from '#platform/http/problem.ts';
import type { Platform } from '#platform/platform.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import { isActiveCorp } from '../../accounts/active-corp.ts';
import type { corpTagView } from '../contract.ts';
import { PUSH } from './push-job.ts';

/**
 * Has tags of Siyu made corp tags (企业标签) of an account, in the group of the same name; whoever carries them is then
 * shown so to the members. Asked again after a refusal, it is tried again. @returns how many are to be made.
 */
export async function orderCorpTags(
  tx: Tx,
  { clock, jobs }: Pick<Platform, 'clock' | 'jobs'>,
  actor: Pick<Actor, 'name'>,
  accountId: number,
  tagIds: readonly number[],
): Promise<number> {
  if (!(await isActiveCorp(tx, accountId))) throw new Problem(NOT_FOUND);
  const now = clock.now();
  const { rows } = await sql<{ tagId: number; name: string; group: string }>`
    with meant as (
      select t.id, t.name, g.name as "group" from tags t join tag_groups g on g.id = t.group_id
      where t.id = any(${tagIds}::bigint[]) and t.archived_at is null
        and not exists (select 1 from tag_accounts k where k.account_id = ${accountId} and k.tag_id = t.id)
    ), ordered as (
      insert into corp_tag_orders (account_id, tag_id, asked_at, actor, try_at) select ${accountId}, id, ${now}, ${actor.name}, ${now} from meant
      on conflict (account_id, tag_id) do update set asked_at = excluded.asked_at, actor = excluded.actor, attempts = 0,
        try_at = excluded.try_at, failure = null, given_up_at = null where corp_tag_orders.given_up_at is not null
      returning tag_id
    )
    select o.tag_id, m.name, m."group" from ordered o join meant m on m.id = o.tag_id order by o.tag_id`.execute(
    tx,
  );
  for (const { tagId, name, group } of rows)
    await audit(tx, clock, actor, {
      action: 'corp_tag.ordered',
      object: { kind: 'tag', id: tagId },
      after: { group, name },
    });
  if (rows.length > 0) await jobs.enqueue(tx, PUSH, {}, { onlyOne: PUSH.name });
  return rows.length;
}

/** Which tags are corp tags, are to become some, or could not, account by account. */
export async function listCorpTags(db: Db | Tx, language: Language): Promise<z.output<typeof corpTagView>[]> {
  const { rows } = await sql<Omit<z.output<typeof corpTagView>, 'why'> & { failure: Words | null }>`
    select distinct tag_id, account_id, 'linked' as state, null::jsonb as failure from tag_accounts
    union all
    select tag_id, account_id, case when given_up_at is null then 'waiting' else 'refused' end, failure from corp_tag_orders
    order by tag_id, account_id`.execute(db);
  return rows.map(({ failure, ...row }) => ({ ...row, why: failure ? say(failure, language) : null }));
}
